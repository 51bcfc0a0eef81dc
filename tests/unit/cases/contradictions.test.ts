import { describe, expect, it } from "vitest";
import { CONTRADICTIONS, contradictionsOf } from "#lib/features/cases/contradictions.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS } from "#lib/features/signals.ts";

const none = { fraudsters: null, biometry: null, liveness: null, score: null } as const;

describe("signals that do not agree", () => {
  it.each([
    [{ ...none, biometry: "match", fraudsters: "yes" }, ["same_with_alert"]],
    [{ ...none, biometry: "match", liveness: "not_live" }, ["same_not_live"]],
    [
      { ...none, biometry: "match", liveness: "not_live", fraudsters: "yes" },
      ["same_with_alert", "same_not_live"],
    ],
    [{ ...none, biometry: "match", score: -40 }, ["same_not_holder"]],
    [{ ...none, biometry: "match", score: -39 }, []],
    [{ ...none, biometry: "no_match", score: 10 }, ["different_holder"]],
    [{ ...none, biometry: "no_match", score: 9.5 }, []],
    [{ ...none, fraudsters: "yes", score: 60 }, ["holder_with_alert"]],
    [{ ...none, liveness: "not_live", score: 60 }, ["holder_not_live"]],
    [{ ...none, biometry: "match", liveness: "live", fraudsters: "inconclusive", score: 80 }, []],
    [{ ...none, biometry: "no_match", liveness: "not_live", fraudsters: "yes", score: -80 }, []],
    [none, []],
  ] as const)("%j: %j", (found, expected) => {
    expect(contradictionsOf(found, [])).toEqual(expected);
  });
  it("are found between the answers about one person", () => {
    const found = { ...none, biometry: "match" } as const;
    expect(contradictionsOf(found, [{ biometry: "match" }, { biometry: "no_match" }])).toEqual([
      "answers_differ",
    ]);
    expect(contradictionsOf(found, [{ biometry: "undecided" }, { biometry: null }])).toEqual([]);
    expect(contradictionsOf(none, [{ biometry: "match" }, { biometry: "no_match" }])).toEqual([]);
  });
  it("never come of absent values alone, and are each possible", () => {
    const seen = new Set<string>();
    for (const fraudsters of [...FRAUDSTERS, null])
      for (const biometry of [...BIOMETRY, null])
        for (const liveness of [...LIVENESS, null])
          for (const score of [-100, 0, 100, null]) {
            const codes = contradictionsOf({ fraudsters, biometry, liveness, score }, [
              { biometry: "match" },
              { biometry: "no_match" },
            ]);
            for (const code of codes) seen.add(code);
            if (biometry === null && score === null) expect(codes).toEqual([]);
          }
    expect([...seen].toSorted()).toEqual([...CONTRADICTIONS].toSorted());
  });
});
