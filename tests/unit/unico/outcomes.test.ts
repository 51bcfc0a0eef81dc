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
    [{ ...finished(1, "true", "inconclusive"), authenticated: "true" }, WITH_LIVENESS, "undecided"],
    [{ ...finished(1, "true", "inconclusive"), unicoId: "yes" }, WITH_LIVENESS, "undecided"],
    [
      { ...finished(1, "true", undefined), identityFraudsters: "inconclusive" },
      WITH_LIVENESS,
      "match_flagged",
    ],
    [{ ...finished(1, undefined, "inconclusive"), biometryToken: "true" }, WITH_LIVENESS, "undecided"],
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
    expect(fraudstersOf(read({}))).toBeNull();
  });

  it("1:1 reads its three spellings and nothing else", () => {
    expect(biometryOf(read({ biometryToken: { result: true } }))).toBe("match");
    expect(biometryOf(read({ authenticated: true }))).toBe("match");
    expect(biometryOf(read({ biometryToken: { result: "no" } }))).toBe("no_match");
    expect(biometryOf(read({ biometryToken: { result: "perhaps" } }))).toBe("undecided");
    expect(biometryOf(read({}))).toBeNull();
  });

  it.each(["yes", "no", "inconclusive", true, false, 1, ["inconclusive"], {}])(
    "a bare alert %j is other",
    (bare) => {
      expect(fraudstersOf(read({ identityFraudsters: bare }))).toBe("other");
    },
  );

  it.each(["true", "false", "yes", true, false, 1, ["true"], {}])("a bare 1:1 %j is undecided", (bare) => {
    expect(biometryOf(read({ biometryToken: bare }))).toBe("undecided");
  });

  it("liveness 1 proves nothing where the key has none", () => {
    expect(livenessOf(read({ liveness: 1 }), WITHOUT_LIVENESS)).toBe("not_measured");
    expect(livenessOf(read({ liveness: 1 }))).toBe("live");
    expect(livenessOf(read({ liveness: 2 }), WITHOUT_LIVENESS)).toBe("not_live");
    expect(livenessOf(read({}))).toBe("not_measured");
  });
});
