import fc from "fast-check";
import { expect, it } from "vitest";
import { unknownInValidation } from "#lib/features/connections/unknown-values.ts";
import { rawMembersOf } from "#lib/features/reverifications/answer.ts";
import { settlementOfAnswer } from "#lib/features/reverifications/rules.ts";
import { shapeOf, withoutCpfs } from "#lib/privacy/mask.ts";
import { fraudstersOf, outcomeOfReverification } from "#lib/unico/outcomes.ts";
import { readAnswer, validationAnswerSchema } from "#lib/unico/schemas.ts";
import { extra, isAbsent, isOneOf, junk, near, without } from "./arbitraries.ts";

const RUNS = 5_000;

const resultOf = (...known: unknown[]) =>
  fc.oneof(
    { weight: 9, arbitrary: near(...known).map((result) => without({ result })) },
    { weight: 1, arbitrary: fc.oneof(fc.constantFrom(...known), junk) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
const anyValidation = fc
  .record({
    id: fc.constant("00000000-0000-4000-8000-000000000001"),
    status: near<unknown>(3, 3, 3, 3, 3, 1, 2, 4, 5),
    liveness: near<unknown>(1, 1, 1, 2),
    biometryToken: resultOf("true", "true", true, "yes", "false", false, "no"),
    identityFraudsters: resultOf("inconclusive", "inconclusive", "no", "yes"),
    unicoId: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: resultOf("yes", "inconclusive", "no") },
    ),
    authenticated: fc.oneof(
      { weight: 6, arbitrary: fc.constant(undefined) },
      near<unknown>(true, false, "true"),
    ),
    extra,
  })
  .map(({ extra: more, ...members }): Record<string, unknown> => without({ ...more, ...members }));

const hasResult = (member: unknown): member is { result: unknown } =>
  typeof member === "object" && member !== null && "result" in member && !isAbsent(member.result);

const MISSHAPEN = Symbol("says nothing, whatever word it is");
/** What a member of the form `{ result }` says. */
function told(member: unknown): unknown {
  if (isAbsent(member)) return undefined;
  return hasResult(member) ? member.result : MISSHAPEN;
}

/** Written a second time, from the tables alone: what has to be there for a match. */
function isMatch(body: Record<string, unknown>, key: { liveness: boolean; alert: boolean }): boolean {
  const isOldForm = isAbsent(body.status) && typeof body.authenticated === "boolean";
  const old = typeof body.authenticated === "string" ? MISSHAPEN : body.authenticated;
  const same = [told(body.biometryToken), old].filter((each) => !isAbsent(each));
  return (
    (body.status === 3 || isOldForm) &&
    (key.liveness ? body.liveness === 1 : isAbsent(body.liveness) || body.liveness === 1) &&
    same.length > 0 &&
    same.every((each) => isOneOf(each, true, "true", "yes")) &&
    !(key.alert && isAbsent(told(body.identityFraudsters))) &&
    (isAbsent(told(body.unicoId)) || isOneOf(told(body.unicoId), "yes", "inconclusive"))
  );
}

const textOf = (value: unknown): string | null =>
  isAbsent(value) ? null : typeof value === "string" ? withoutCpfs(value) : shapeOf(value);
const inMarks = (value: unknown) =>
  typeof value === "string" ? JSON.stringify(withoutCpfs(value)) : shapeOf(value);
/** Of a member of the form `{ result }`. */
const resultText = (member: unknown): string | null => {
  if (isAbsent(member)) return null;
  return hasResult(member) ? textOf(member.result) : inMarks(member);
};

it(`${RUNS} answers of a re-verification: a match is exact, an alert stands, the unknown is kept`, () => {
  const seen = new Map<string, number>();
  const anyKey = fc.record({ liveness: fc.boolean(), alert: fc.boolean() });
  fc.assert(
    fc.property(anyValidation, anyKey, (body, key) => {
      const raw = JSON.stringify(body);
      const answer = readAnswer(validationAnswerSchema, raw);
      if (!answer) throw new Error("a body with an id is read");
      const sent: Record<string, unknown> = JSON.parse(raw);
      const outcome = outcomeOfReverification(answer, key);
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1);

      const alert = told(sent.identityFraudsters);
      const isFlagged = !isAbsent(alert) && !isOneOf(alert, "inconclusive", "no");
      expect(isOneOf(outcome, "match", "match_flagged")).toBe(isMatch(sent, key));
      if (isFlagged) expect(["match", "no_match"]).not.toContain(outcome);
      expect(isOneOf(fraudstersOf(answer), "yes", "other")).toBe(isFlagged);
      const odd = new Set(unknownInValidation(answer).map(({ member }) => member));
      for (const member of ["biometryToken", "identityFraudsters", "unicoId"])
        expect(odd.has(member)).toBe(told(sent[member]) === MISSHAPEN);
      if (isOneOf(sent.status, 1, 2, 4, 5, 3) || isAbsent(sent.status)) return;
      // A status that nobody documented: a person looks, and sees it.
      expect(outcome).toBe("undecided");
      expect(rawMembersOf(raw).status).toBe(inMarks(sent.status));
    }),
    { numRuns: RUNS },
  );
  // The generator reaches every outcome often enough to mean something.
  for (const count of seen.values()) expect(count).toBeGreaterThan(50);
  expect(seen.size).toBe(9);
});

it(`${RUNS} answers: what is settled says the same and keeps every raw member`, () => {
  fc.assert(
    fc.property(anyValidation, (body) => {
      const raw = JSON.stringify(body);
      const answer = readAnswer(validationAnswerSchema, raw);
      if (!answer) throw new Error("a body with an id is read");
      const sent: Record<string, unknown> = JSON.parse(raw);
      const settled = settlementOfAnswer(answer, { liveness: true, alert: true });
      expect(settled.state === "completed").toBe(!isOneOf(settled.outcome, "pending", "error", "cancelled"));
      expect(rawMembersOf(raw)).toMatchObject({
        fraudsters: resultText(sent.identityFraudsters),
        biometry: resultText(sent.biometryToken) ?? textOf(sent.authenticated),
        liveness: textOf(sent.liveness),
      });
    }),
    { numRuns: RUNS },
  );
});
