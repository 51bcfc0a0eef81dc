import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { biometryOf, fraudstersOf, livenessOf, outcomeOfReverification } from "#lib/unico/outcomes.ts";
import { readAnswer, validationAnswerSchema } from "#lib/unico/schemas.ts";

const WITH_LIVENESS = { liveness: true, alert: true };
const WITHOUT_LIVENESS = { liveness: false, alert: true };

function read(body: Record<string, unknown>) {
  const answer = readAnswer(validationAnswerSchema, JSON.stringify({ id: "an-id", ...body }));
  if (!answer) throw new Error("unreadable");
  return answer;
}

const finished = (liveness: unknown, same: unknown, alert: unknown) => ({
  status: 3,
  ...(liveness === undefined ? {} : { liveness }),
  ...(same === undefined ? {} : { biometryToken: { result: same } }),
  ...(alert === undefined ? {} : { identityFraudsters: { result: alert } }),
});

describe("combinations of liveness, 1:1 and alert", () => {
  it.each([
    [finished(1, "true", "yes"), WITH_LIVENESS, "match_flagged"],
    [finished(1, "true", "inconclusive"), WITH_LIVENESS, "match"],
    [finished(1, "false", "inconclusive"), WITH_LIVENESS, "no_match"],
    [finished(1, "false", "yes"), WITH_LIVENESS, "no_match_flagged"],
    [finished(2, "true", "inconclusive"), WITH_LIVENESS, "not_live"],
    [finished(2, undefined, undefined), WITH_LIVENESS, "not_live"],
    [finished(2, "true", "yes"), WITHOUT_LIVENESS, "not_live"],
    [finished(undefined, "true", "inconclusive"), WITHOUT_LIVENESS, "match"],
    [finished(undefined, "true", "yes"), WITHOUT_LIVENESS, "match_flagged"],
    [finished(undefined, "true", "inconclusive"), WITH_LIVENESS, "undecided"],
    [finished(0, "true", "inconclusive"), WITH_LIVENESS, "undecided"],
    [finished(0, "true", "inconclusive"), WITHOUT_LIVENESS, "undecided"],
    [finished("1", "true", "inconclusive"), WITH_LIVENESS, "undecided"],
    [finished(1, undefined, "yes"), WITH_LIVENESS, "undecided"],
    [finished(1, "true", undefined), WITH_LIVENESS, "undecided"],
    [finished(1, "true", undefined), { liveness: true, alert: false }, "match"],
    [finished(1, "true", "suspicious"), WITH_LIVENESS, "match_flagged"],
    [finished(1, "true", { nested: true }), WITH_LIVENESS, "match_flagged"],
    [finished(1, "TRUE", "inconclusive"), WITH_LIVENESS, "undecided"],
    [finished(1, 1, "inconclusive"), WITH_LIVENESS, "undecided"],
    [{ ...finished(1, "true", "inconclusive"), authenticated: false }, WITH_LIVENESS, "undecided"],
    [{ ...finished(1, "true", "inconclusive"), unicoId: { result: "no" } }, WITH_LIVENESS, "undecided"],
    [{ ...finished(1, "true", "inconclusive"), status: "3" }, WITH_LIVENESS, "undecided"],
    [{ ...finished(1, "true", "inconclusive"), status: 6 }, WITH_LIVENESS, "undecided"],
    [{ ...finished(1, "true", "inconclusive"), status: undefined }, WITH_LIVENESS, "undecided"],
    [{ ...finished(1, "true", "inconclusive"), status: 5 }, WITH_LIVENESS, "error"],
    [{ status: 1 }, WITH_LIVENESS, "pending"],
    [{ status: 2 }, WITH_LIVENESS, "pending"],
    [{ status: 4 }, WITH_LIVENESS, "cancelled"],
  ])("%j with %j is %s", (body, key, outcome) => {
    expect(outcomeOfReverification(read(body), key)).toBe(outcome);
  });
});

describe("each signal alone", () => {
  it.each([
    ["yes", "yes"],
    ["inconclusive", "inconclusive"],
    ["no", "inconclusive"],
    ["suspicious", "other"],
    ["YES", "other"],
    [true, "other"],
    [{}, "other"],
  ])("alert %j is %s", (raw, expected) => {
    expect(fraudstersOf(read({ identityFraudsters: { result: raw } }))).toBe(expected);
  });

  it("an alert member without a result is not taken for none", () => {
    expect(fraudstersOf(read({ identityFraudsters: {} }))).toBe("other");
    expect(fraudstersOf(read({ identityFraudsters: "yes" }))).toBe("yes");
    expect(fraudstersOf(read({}))).toBeNull();
  });

  it("1:1 reads its three spellings and nothing else", () => {
    expect(biometryOf(read({ biometryToken: { result: true } }))).toBe("match");
    expect(biometryOf(read({ authenticated: true }))).toBe("match");
    expect(biometryOf(read({ biometryToken: { result: "no" } }))).toBe("no_match");
    expect(biometryOf(read({ biometryToken: { result: "perhaps" } }))).toBe("undecided");
    expect(biometryOf(read({}))).toBeNull();
  });

  it("liveness 1 proves nothing where the key has none", () => {
    expect(livenessOf(read({ liveness: 1 }), WITHOUT_LIVENESS)).toBe("not_measured");
    expect(livenessOf(read({ liveness: 1 }))).toBe("live");
    expect(livenessOf(read({ liveness: 2 }), WITHOUT_LIVENESS)).toBe("not_live");
    expect(livenessOf(read({}))).toBe("not_measured");
  });
});

const junk = fc.oneof(
  fc.constantFrom(
    "true",
    "false",
    "yes",
    "no",
    "inconclusive",
    "TRUE",
    " true",
    "1",
    "",
    0,
    1,
    2,
    3,
    true,
    false,
  ),
  fc.jsonValue(),
);
const member = fc.oneof(junk, fc.record({ result: junk }, { requiredKeys: [] }));
const anyBody = fc.record(
  {
    status: fc.oneof({ weight: 4, arbitrary: fc.constant(3) }, { weight: 1, arbitrary: junk }),
    biometryToken: member,
    identityFraudsters: member,
    unicoId: member,
    liveness: fc.oneof(fc.constantFrom(1, 2), junk),
    authenticated: junk,
  },
  { requiredKeys: [] },
);
const anyKey = fc.record({ liveness: fc.boolean(), alert: fc.boolean() });
const NONE_OR_NO_ALERT = ["inconclusive", "no", null, undefined];

const rawAlert = ({ identityFraudsters: member }: { identityFraudsters?: unknown }): unknown =>
  typeof member === "object" && member !== null && "result" in member ? (member.result ?? member) : member;
const rawSame = ({ biometryToken: member }: { biometryToken?: unknown }): unknown =>
  typeof member === "object" && member !== null && "result" in member ? member.result : member;

describe("properties over 20,000 answers", () => {
  it("a match has every exact positive value that the key promises", () => {
    fc.assert(
      fc.property(anyBody, anyKey, (body, key) => {
        const outcome = outcomeOfReverification(read(body), key);
        if (outcome !== "match" && outcome !== "match_flagged") return;
        expect([3, undefined, null]).toContain(body.status);
        if (body.status !== 3) expect(body.authenticated).toBe(true);
        expect([true, "true", "yes", undefined, null]).toContain(rawSame(body));
        if (rawSame(body) === undefined || rawSame(body) === null) {
          expect([true, "true", "yes"]).toContain(body.authenticated);
        }
        if (key.liveness) expect(body.liveness).toBe(1);
        else expect([1, undefined, null]).toContain(body.liveness);
        if (key.alert) expect(body.identityFraudsters ?? null).not.toBeNull();
      }),
      { numRuns: 10_000 },
    );
  });

  it("an alert, or a value nobody knows, is never hidden", () => {
    fc.assert(
      fc.property(anyBody, anyKey, (body, key) => {
        const answer = read(body);
        const hasAlert = !NONE_OR_NO_ALERT.some((none) => none === rawAlert(body));
        expect(["yes", "other"].includes(String(fraudstersOf(answer)))).toBe(hasAlert);
        if (hasAlert) expect(["match", "no_match"]).not.toContain(outcomeOfReverification(answer, key));
      }),
      { numRuns: 10_000 },
    );
  });
});
