import { describe, expect, it } from "vitest";
import { settlementOfAnswer } from "#lib/features/reverifications/rules.ts";
import { livenessOf, outcomeOfReverification } from "#lib/unico/outcomes.ts";
import { readingOfIdCheck } from "#lib/unico/process-reading.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { readAnswer, validationAnswerSchema } from "#lib/unico/schemas.ts";

/** `undefined` is absent; a list stands for "any of these", the cell of a table that does not matter. */
type Cell<T> = T | undefined | readonly (T | undefined)[];

const cellsOf = <T>(cell: Cell<T>): readonly (T | undefined)[] => (Array.isArray(cell) ? cell : [cell as T]);

function readValidation(body: Record<string, unknown>) {
  const answer = readAnswer(validationAnswerSchema, JSON.stringify({ id: "an-id", ...body }));
  if (!answer) throw new Error("unreadable");
  return answer;
}

const SAME = [undefined, "true", "false"] as const;
const ALERT = [undefined, "yes", "inconclusive"] as const;
const WITH = { liveness: true, alert: true };
const WITHOUT = { liveness: false, alert: true };

describe("CreateProcess: liveness, 1:1, alert", () => {
  it.each<[string, Cell<number>, Cell<string>, Cell<string>, typeof WITH, string]>([
    ["same person, behaviour alert", 1, "true", "yes", WITH, "match_flagged"],
    ["same person", 1, "true", "inconclusive", WITH, "match"],
    ["another person", 1, "false", "inconclusive", WITH, "no_match"],
    ["another person, alert", 1, "false", "yes", WITH, "no_match_flagged"],
    ["not live, whatever else", 2, SAME, ALERT, WITH, "not_live"],
    ["key without liveness", undefined, "true", "inconclusive", WITHOUT, "match"],
    ["key without liveness, alert", undefined, "true", "yes", WITHOUT, "match_flagged"],
    ["liveness promised and absent", undefined, SAME, ALERT, WITH, "undecided"],
    ["no answer about the person", 1, undefined, ALERT, WITH, "undecided"],
    ["no answer about the alert", 1, "true", undefined, WITH, "undecided"],
    ["the same without liveness", undefined, "true", undefined, WITHOUT, "undecided"],
  ])("%s", (_name, liveness, same, alert, key, outcome) => {
    for (const live of cellsOf(liveness)) {
      for (const result of cellsOf(same)) {
        for (const fraud of cellsOf(alert)) {
          const answer = readValidation({
            status: 3,
            liveness: live,
            biometryToken: result && { result },
            identityFraudsters: fraud && { result: fraud },
          });
          expect(outcomeOfReverification(answer, key)).toBe(outcome);
          // Whatever the outcome is called, the alert stands beside it.
          expect(settlementOfAnswer(answer, key).fraudsters).toBe(fraud ?? null);
        }
      }
    }
  });

  it.each([
    [5, "error", "failed"],
    [1, "pending", "sent"],
    [2, "pending", "sent"],
    [4, "cancelled", "failed"],
  ])("status %i is %s, whatever stands beside it", (status, outcome, state) => {
    for (const more of [{}, { liveness: 1, biometryToken: { result: "true" } }]) {
      const answer = readValidation({ status, ...more });
      expect(settlementOfAnswer(answer, WITH)).toMatchObject({ outcome, state });
    }
  });
});

describe("the same with identity verification on the key", () => {
  const with11 = (unicoId: string, liveness?: number) =>
    readValidation({
      status: 3,
      liveness,
      unicoId: { result: unicoId },
      biometryToken: { result: "true" },
      identityFraudsters: { result: "inconclusive" },
    });

  it.each([
    ["the holder, live by it; we still miss what the key promises", "yes", undefined, "undecided"],
    ["not the holder, against a 1:1 that says so", "no", undefined, "undecided"],
    ["not the holder, live", "no", 1, "undecided"],
    ["not enough evidence, live: the 1:1 decides", "inconclusive", 1, "match"],
    ["not live", "inconclusive", 2, "not_live"],
  ])("%s", (_name, unicoId, liveness, outcome) => {
    expect(outcomeOfReverification(with11(unicoId, liveness), WITH)).toBe(outcome);
  });

  it("liveness 1 proves nothing where the key has none", () => {
    expect(outcomeOfReverification(with11("inconclusive", 1), WITHOUT)).toBe("match");
    expect(livenessOf(with11("inconclusive", 1), WITHOUT)).toBe("not_measured");
  });

  it("without a 1:1 nothing is decided", () => {
    for (const unicoId of ["yes", "no", "inconclusive"]) {
      const answer = readValidation({ status: 3, liveness: 1, unicoId: { result: unicoId } });
      expect(outcomeOfReverification(answer, WITH)).toBe("undecided");
    }
  });
});

type Row = {
  readonly state?: string;
  readonly result?: Cell<string>;
  readonly liveness?: Cell<string>;
  readonly authentication?: Cell<string>;
  readonly alert?: Cell<string>;
  /** null is disabled. */
  readonly score?: readonly (number | null)[];
};
const ANY_LIVENESS = ["UNSPECIFIED", "LIVE", "NOT_LIVE", undefined] as const;
const ANY_IDENTITY = ["UNSPECIFIED", "INCONCLUSIVE", "POSITIVE", "NEGATIVE", undefined] as const;
const ANY_RESULT = [
  "OK",
  "WARNING",
  "ERROR",
  "UNSPECIFIED",
  "INVALID_IDENTITY",
  "EXPIRED",
  undefined,
] as const;
const ANY_ALERT = ["YES", "INCONCLUSIVE", "UNSPECIFIED", undefined] as const;
const ANY_SCORE = [-100, -40, -39, -10, -1, 0, 1, 9, 10, 85.5, 100, null] as const;
const NO_ALERT = ["INCONCLUSIVE", "UNSPECIFIED", undefined] as const;

const ANY: Required<Row> = {
  state: "FINISHED",
  result: ANY_RESULT,
  liveness: ANY_LIVENESS,
  authentication: ANY_IDENTITY,
  alert: ANY_ALERT,
  score: ANY_SCORE,
};
const named = (prefix: string, word: string | undefined) => word && `${prefix}_${word}`;

function documentsOf(row: Row) {
  const { state, ...cells } = { ...ANY, ...row };
  return cellsOf(cells.result).flatMap((result) =>
    cellsOf(cells.liveness).flatMap((liveness) =>
      cellsOf(cells.authentication).flatMap((authentication) =>
        cellsOf(cells.alert).flatMap((alert) =>
          cells.score.map((score) => ({
            id: "an-id",
            state: `PROCESS_STATE_${state}`,
            result: named("PROCESS_RESULT", result),
            capacities: ["PROCESS_CAPACITY_IDUNICO", "PROCESS_CAPACITY_IDLIVE"],
            authenticationInfo: {
              livenessResult: named("LIVENESS_RESULT", liveness),
              authenticationResult: named("AUTHENTICATION_RESULT", authentication),
              identityFraudstersResult: named("TRUST_RESULT", alert),
              scoreEngineResult: {
                scoreEnabled: score === null ? "SCORE_ENABLED_FALSE" : "SCORE_ENABLED_TRUE",
                score: score ?? 0,
              },
            },
          })),
        ),
      ),
    ),
  );
}

const live = { result: "OK", liveness: "LIVE" };
const inconclusive = { ...live, authentication: "INCONCLUSIVE" };

describe("GetProcess: state, result, liveness, authentication, alert, score", () => {
  it.each<[string, Row, string]>([
    ["1 created", { state: "CREATED" }, "wait"],
    ["2 failed", { state: "FAILED" }, "retry"],
    ["3 ended with an error", { result: "ERROR" }, "retry"],
    ["4 expired", { result: "EXPIRED" }, "retry"],
    ["5 no liveness", { result: "OK", liveness: ["UNSPECIFIED", undefined] }, "retry"],
    ["6 no identity", { ...live, authentication: ["UNSPECIFIED", undefined] }, "retry"],
    [
      "7 divergence",
      { result: "INVALID_IDENTITY", liveness: "LIVE", authentication: "UNSPECIFIED" },
      "retry",
    ],
    ["8 no evidence", { ...inconclusive, alert: NO_ALERT, score: [0] }, "retry"],
    ["9 not live", { result: "INVALID_IDENTITY", liveness: "NOT_LIVE" }, "reprove"],
    [
      "10 not the holder",
      { result: "INVALID_IDENTITY", liveness: "LIVE", authentication: "NEGATIVE" },
      "reprove",
    ],
    ["11 alert", { ...inconclusive, alert: "YES", score: [-100, -40, -39, -10, -1] }, "reprove"],
    ["12 likely not the holder", { ...inconclusive, alert: NO_ALERT, score: [-100, -40] }, "reprove"],
    ["13 the holder", { ...live, authentication: "POSITIVE", alert: NO_ALERT }, "approve"],
    ["a good score", { ...inconclusive, alert: NO_ALERT, score: [10, 85.5, 100] }, "approve"],
    ["a score that says little", { ...inconclusive, alert: NO_ALERT, score: [1, 9, -1, null] }, "review"],
    [
      "an alert beside a good score",
      { ...inconclusive, alert: "YES", score: [0, 1, 10, 100, null] },
      "review",
    ],
    ["an alert beside the holder", { ...live, authentication: "POSITIVE", alert: "YES" }, "review"],
    ["completed, not live", { result: "OK", liveness: "NOT_LIVE" }, "reprove"],
    ["a warning", { result: "WARNING" }, "review"],
    [
      "identity alone",
      { result: "UNSPECIFIED", liveness: "LIVE", authentication: "POSITIVE", alert: NO_ALERT },
      "approve",
    ],
    [
      "identity alone, not certain",
      { result: "UNSPECIFIED", liveness: "LIVE", authentication: "INCONCLUSIVE" },
      "review",
    ],
    ["waits for a document", { state: "AWAITING_FOR_DOCUMENT" }, "wait"],
    ["cancelled", { state: "CANCELED" }, "retry"],
    ["an unknown state", { state: "SOMETHING_NEW" }, "review"],
    ["an unknown result", { result: "SOMETHING_NEW" }, "review"],
    ["unknown liveness", { result: ["OK", "UNSPECIFIED"], liveness: "SOMETHING_NEW" }, "review"],
    ["unknown identity", { ...live, authentication: "SOMETHING_NEW" }, "review"],
    [
      "an unknown alert",
      { ...live, authentication: ["POSITIVE", "INCONCLUSIVE"], alert: "SOMETHING_NEW" },
      "review",
    ],
    [
      "conflict: the seed's example, by row 5",
      { ...inconclusive, liveness: "UNSPECIFIED", score: [50] },
      "retry",
    ],
    [
      "conflict: the older band is weighed",
      { ...inconclusive, alert: NO_ALERT, score: [-39, -10] },
      "review",
    ],
    [
      "conflict: OK alone never approves",
      { result: "OK", authentication: ["UNSPECIFIED", "NEGATIVE"], liveness: "LIVE", score: [100] },
      "retry|reprove",
    ],
  ])("%s", (_name, row, outcome) => {
    const documents = documentsOf(row);
    const outcomes = documents.map((process) => {
      const read = readAnswer(idCheckProcessSchema, JSON.stringify({ process }));
      if (!read) throw new Error("unreadable");
      return readingOfIdCheck(read).outcome;
    });
    expect([...new Set(outcomes)].sort()).toEqual(outcome.split("|").sort());
  });
});
