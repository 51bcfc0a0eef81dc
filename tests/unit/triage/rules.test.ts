import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BIOMETRY, FRAUDSTERS, LIVENESS, OUTCOMES } from "#lib/features/signals.ts";
import { type Answer, decide, decideForAnybody, FLOOR, repeatsAsked } from "#lib/features/triage/rules.ts";
import { rulesSchema, type TriageRule } from "#lib/features/triage/schema.ts";
import { SHIPPED_RULES } from "#lib/features/triage/shipped.ts";
import { aRule, DAYS, someRules } from "#tests/support/triage.ts";

const BRANCHES = ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"] as const;

const answers: fc.Arbitrary<Answer> = fc.record({
  outcome: fc.option(fc.constantFrom(...OUTCOMES)),
  fraudsters: fc.option(fc.constantFrom(...FRAUDSTERS)),
  biometry: fc.option(fc.constantFrom(...BIOMETRY)),
  liveness: fc.option(fc.constantFrom(...LIVENESS)),
  score: fc.option(fc.integer({ min: -100, max: 100 })),
  subsidiaryId: fc.option(fc.constantFrom(...BRANCHES)),
  repeats: fc
    .tuple(...DAYS.map(() => fc.integer({ min: 0, max: 5 })))
    .map((counts) => new Map(DAYS.map((days, place) => [days, counts[place] ?? 0]))),
});

/** The same a second time, as a person would read the sentences one after the other. */
function oracle(rules: readonly TriageRule[], answer: Answer): string | null {
  const isAlert = answer.fraudsters === "yes" || answer.fraudsters === "other";
  for (const { key, isOn, when, opens } of rules) {
    if (!isOn) continue;
    let catches = true;
    if (when.fraudsters.length > 0 && !when.fraudsters.some((each) => each === answer.fraudsters))
      catches = false;
    if (when.outcomes.length > 0 && !when.outcomes.some((each) => each === answer.outcome)) catches = false;
    if (when.biometry.length > 0 && !when.biometry.some((each) => each === answer.biometry)) catches = false;
    if (when.liveness.length > 0 && !when.liveness.some((each) => each === answer.liveness)) catches = false;
    if (when.subsidiaries.length > 0 && !when.subsidiaries.some((each) => each === answer.subsidiaryId))
      catches = false;
    if (when.scoreMin !== null && !(answer.score !== null && answer.score >= when.scoreMin)) catches = false;
    if (when.scoreMax !== null && !(answer.score !== null && answer.score <= when.scoreMax)) catches = false;
    if (when.repeats && (answer.repeats.get(when.repeats.days) ?? 0) < when.repeats.least) catches = false;
    if (!catches) continue;
    if (opens && isAlert) {
      const priority = opens.priority === "urgent" ? "urgent" : "high";
      return `${key} ${priority} ${opens.dueHours > 4 ? 4 : opens.dueHours}`;
    }
    if (opens) return `${key} ${opens.priority} ${opens.dueHours}`;
    return isAlert ? "fraud_alert high 4" : null;
  }
  return isAlert ? "fraud_alert high 4" : null;
}

const RUNS = { numRuns: 5_000 };
const said = (rules: readonly TriageRule[], answer: Answer): string | null => {
  const hit = decide(rules, answer);
  return hit && `${hit.rule} ${hit.priority} ${hit.dueHours}`;
};

describe("rules of a manager", () => {
  it("decide as their sentences read, the first that holds and no other", () => {
    fc.assert(
      fc.property(someRules(BRANCHES), answers, (rules, answer) => {
        expect(said(rules, answer)).toBe(oracle(rules, answer));
      }),
      RUNS,
    );
  });

  it("never keep an alert without a case, nor give it less than the floor, whatever they say", () => {
    fc.assert(
      fc.property(
        someRules(BRANCHES),
        answers,
        fc.constantFrom("yes", "other"),
        (rules, answer, fraudsters) => {
          const hit = decide(rules, { ...answer, fraudsters });
          expect(["high", "urgent"]).toContain(hit?.priority);
          expect(hit?.dueHours).toBeLessThanOrEqual(FLOOR.dueHours);
        },
      ),
      RUNS,
    );
    const nothing = [aRule(1, { fraudsters: ["yes", "other"] }, { opens: null })];
    for (const rules of [[], nothing])
      for (const fraudsters of ["yes", "other"] as const)
        expect(decide(rules, { ...CALM, fraudsters })).toEqual(FLOOR);
  });

  it("open what is said before anybody knows whom an answer is about", () => {
    const said = { nothing: 0, aCase: 0, depends: 0 };
    fc.assert(
      fc.property(someRules(BRANCHES), answers, (rules, answer) => {
        const { subsidiaryId: _, repeats: __, ...signals } = answer;
        const hit = decideForAnybody(rules, signals);
        said[hit === null ? "nothing" : hit === "depends" ? "depends" : "aCase"] += 1;
        if (hit !== "depends") expect(decide(rules, answer)).toEqual(hit);
      }),
      RUNS,
    );
    for (const times of Object.values(said)) expect(times).toBeGreaterThan(10);
  });

  it("of the program are said for everybody", () => {
    const { subsidiaryId: _, repeats: __, ...signals } = CALM;
    for (const outcome of OUTCOMES)
      for (const fraudsters of [null, ...FRAUDSTERS])
        expect(decideForAnybody(SHIPPED_RULES, { ...signals, outcome, fraudsters })).not.toBe("depends");
  });

  it("ask for the counts of those days alone that a rule which is on looks back", () => {
    const repeats = (days: number) => ({ repeats: { least: 2, days } });
    const rules = [aRule(1, repeats(7)), aRule(2, repeats(7)), aRule(3, repeats(30), { isOn: false })];
    expect(repeatsAsked(rules)).toEqual([7]);
  });

  it("are what the database takes", () => {
    fc.assert(
      fc.property(someRules(BRANCHES), (rules) => {
        expect(rulesSchema.parse(JSON.parse(JSON.stringify(rules)))).toEqual(rules);
      }),
    );
  });
});

const CALM: Answer = {
  outcome: "match",
  fraudsters: "inconclusive",
  biometry: "match",
  liveness: "live",
  score: null,
  subsidiaryId: null,
  repeats: new Map(),
};

describe("the rules that came with the program", () => {
  const byOutcome = {
    match: null,
    match_flagged: null,
    no_match: "different_person normal 9",
    no_match_flagged: "different_person normal 9",
    not_live: "not_live normal 9",
    undecided: "needs_review normal 9",
    error: null,
    pending: null,
    cancelled: null,
  } as const;

  it.each([...OUTCOMES, null])("outcome %s without an alert", (outcome) => {
    const expected = outcome === null ? null : byOutcome[outcome];
    for (const fraudsters of ["inconclusive", null] as const)
      expect(said(SHIPPED_RULES, { ...CALM, outcome, fraudsters })).toEqual(expected);
  });

  it.each(["yes", "other"] as const)(
    "an alert of %s comes before every outcome, a match among them",
    (fraudsters) => {
      for (const outcome of [...OUTCOMES, null])
        expect(said(SHIPPED_RULES, { ...CALM, outcome, fraudsters })).toBe("fraud_alert high 4");
    },
  );

  it("are rules like any other", () => {
    expect(rulesSchema.parse(SHIPPED_RULES)).toEqual(SHIPPED_RULES);
  });
});
