import fc from "fast-check";
import { expect, it } from "vitest";
import { readingOfIdCheck } from "#lib/unico/process-reading.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { readAnswer } from "#lib/unico/schemas.ts";
import { extra, isAbsent, isOneOf, junk, near, without } from "./arbitraries.ts";

const RUNS = 5_000;

const word = (prefix: string, ...words: string[]) => near(...words.map((each) => `${prefix}_${each}`));
const instant = near("2026-03-01T10:00:00.000000Z", "2026-02-01T10:00:00Z", "2026-01-01T00:00:00.5-03:00");
const LISTS = [
  ["PROCESS_CAPACITY_IDUNICO"],
  ["PROCESS_CAPACITY_IDUNICO", "PROCESS_CAPACITY_IDLIVE"],
  ["liveness", "face_match"],
  ["PROCESS_CAPACITY_IDDOCS"],
  ["PROCESS_CAPACITY_IDUNICO", "PROCESS_CAPACITY_SOMETHING_NEW"],
  ["PROCESS_CAPACITY_IDUNICO", { name: "IDLIVE" }],
  [],
];
/** What sometimes stands where an object belongs. */
const partJunk = fc.oneof(
  { weight: 20, arbitrary: fc.constant(null) },
  fc.constantFrom("AUTHENTICATION_RESULT_POSITIVE", "SCORE_ENABLED_TRUE", "", 50, true, false, [], ["LIVE"]),
);
const isPart = (value: unknown): boolean =>
  isAbsent(value) || (typeof value === "object" && !Array.isArray(value));
const anyProcess = fc
  .record({
    id: fc.constant("00000000-0000-4000-8000-000000000101"),
    state: fc
      .constantFrom(..."FINISHED FINISHED FINISHED FINISHED CREATED FAILED NEW".split(" "))
      .map((s) => `PROCESS_STATE_${s}`),
    result: word("PROCESS_RESULT", "OK", "OK", "OK", "UNSPECIFIED", "INVALID_IDENTITY", "WARNING", "ERROR"),
    capacities: near<unknown>(...LISTS),
    person: fc.constantFrom(
      { duiType: "DUI_TYPE_BR_CPF", duiValue: "11122233396" },
      { personDuiType: "DUI_TYPE_BR_CPF", personDuiValue: "11122233396" },
      null,
    ),
    createdAt: instant,
    finishedAt: instant,
    authenticationResult: word(
      "AUTHENTICATION_RESULT",
      "POSITIVE",
      "POSITIVE",
      "INCONCLUSIVE",
      "INCONCLUSIVE",
      "NEGATIVE",
    ),
    livenessResult: word("LIVENESS_RESULT", "LIVE", "LIVE", "LIVE", "NOT_LIVE", "UNSPECIFIED"),
    identityFraudstersResult: word("TRUST_RESULT", "INCONCLUSIVE", "INCONCLUSIVE", "UNSPECIFIED", "YES"),
    trustResult: fc.oneof(
      { weight: 6, arbitrary: fc.constant(undefined) },
      word("TRUST_RESULT", "YES", "INCONCLUSIVE"),
    ),
    scoreEnabled: word("SCORE_ENABLED", "TRUE", "TRUE", "FALSE", "UNSPECIFIED"),
    score: fc.oneof(
      fc.constantFrom<unknown>(0, 10, 50, 85.5, 100, -40, 100.5, -1e9, "50"),
      fc.double({ min: -120, max: 120, noNaN: true }),
      junk,
    ),
    infoJunk: partJunk,
    engineJunk: partJunk,
    extra,
  })
  .map(
    ({
      authenticationResult,
      livenessResult,
      identityFraudstersResult,
      trustResult,
      scoreEnabled,
      score,
      infoJunk,
      engineJunk,
      extra: more,
      ...process
    }) =>
      without({
        ...more,
        ...process,
        authenticationInfo:
          infoJunk ??
          without({
            authenticationResult,
            livenessResult,
            identityFraudstersResult,
            trustResult,
            scoreEngineResult: engineJunk ?? without({ scoreEnabled, score }),
          }),
      }),
  );

const KNOWN_CAPACITIES = ["PROCESS_CAPACITY_IDUNICO", "PROCESS_CAPACITY_IDDOCS", "face_match"];
const NO_ALERT = [
  undefined,
  null,
  "TRUST_RESULT_INCONCLUSIVE",
  "TRUST_RESULT_UNSPECIFIED",
  "TRUST_RESULT_UNSPECIFIE",
];

/** Written a second time, from the tables alone: what has to be there for an approval. */
function isApproved(process: Record<string, unknown>): boolean {
  const info = Object(process.authenticationInfo);
  const { scoreEnabled, score } = Object(info.scoreEngineResult);
  const isScored = scoreEnabled === "SCORE_ENABLED_TRUE";
  const inRange = typeof score === "number" && score >= -100 && score <= 100;
  const isScoreKnown = isScored
    ? inRange
    : isPart(info.scoreEngineResult) &&
      isOneOf(scoreEnabled, undefined, null, "SCORE_ENABLED_FALSE", "SCORE_ENABLED_UNSPECIFIED");
  const list = Array.isArray(process.capacities) ? process.capacities : [];
  const isWithoutLiveness = list.length > 0 && list.every((each) => KNOWN_CAPACITIES.includes(each));
  const isLive =
    info.livenessResult === "LIVENESS_RESULT_LIVE" ||
    (isOneOf(info.livenessResult, undefined, null, "LIVENESS_RESULT_UNSPECIFIED") && isWithoutLiveness);
  const isHolder =
    info.authenticationResult === "AUTHENTICATION_RESULT_POSITIVE" &&
    isOneOf(process.result, "PROCESS_RESULT_OK", "PROCESS_RESULT_UNSPECIFIED") &&
    isScoreKnown;
  const isScoredWell =
    info.authenticationResult === "AUTHENTICATION_RESULT_INCONCLUSIVE" &&
    process.result === "PROCESS_RESULT_OK" &&
    isScored &&
    inRange &&
    score >= 10;
  return (
    process.state === "PROCESS_STATE_FINISHED" &&
    isLive &&
    (isHolder || isScoredWell) &&
    NO_ALERT.includes(info.identityFraudstersResult) &&
    NO_ALERT.includes(info.trustResult)
  );
}

const STATES = ["FINISHED", "CREATED", "FAILED"].map((each) => `PROCESS_STATE_${each}`);
const RESULTS = ["OK", "UNSPECIFIED", "INVALID_IDENTITY"].map((each) => `PROCESS_RESULT_${each}`);
const DECIDED = ["ERROR", "EXPIRED", "WARNING"].map((each) => `PROCESS_RESULT_${each}`);
const LIVENESSES = ["LIVE", "NOT_LIVE", "UNSPECIFIED"].map((each) => `LIVENESS_RESULT_${each}`);
const IDENTITIES = ["POSITIVE", "NEGATIVE", "INCONCLUSIVE", "UNSPECIFIED"].map(
  (each) => `AUTHENTICATION_RESULT_${each}`,
);

/** Whether a member that decides has a value that nobody documented. */
function isUnknown(process: Record<string, unknown>): boolean {
  const { livenessResult, authenticationResult } = Object(process.authenticationInfo);
  const isWhole = isPart(process.authenticationInfo);
  if (!STATES.includes(String(process.state))) return true;
  if (process.state !== "PROCESS_STATE_FINISHED" || isOneOf(process.result, ...DECIDED)) return false;
  return (
    !isWhole ||
    !isOneOf(process.result, ...RESULTS) ||
    !(isAbsent(livenessResult) || isOneOf(livenessResult, ...LIVENESSES)) ||
    !(isAbsent(authenticationResult) || isOneOf(authenticationResult, ...IDENTITIES))
  );
}

const rawOf = (value: unknown): string | null =>
  isAbsent(value) ? null : typeof value === "string" ? value : JSON.stringify(value);

it(`${RUNS} processes: an approval is exact, an alert stands, the unknown is kept and reviewed`, () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(anyProcess, (process) => {
      const raw = JSON.stringify({ process });
      const answer = readAnswer(idCheckProcessSchema, raw);
      if (!answer) throw new Error("a process with id and state is read");
      const sent: Record<string, unknown> = JSON.parse(raw).process;
      const info = Object(sent.authenticationInfo);
      const reading = readingOfIdCheck(answer);
      seen.set(reading.outcome, (seen.get(reading.outcome) ?? 0) + 1);

      expect(reading.outcome === "approve").toBe(isApproved(sent));
      if (isUnknown(sent)) expect(reading).toMatchObject({ outcome: "review", reason: "unknown_value" });
      const kept = isPart(sent.authenticationInfo) ? undefined : JSON.stringify(sent.authenticationInfo);
      const alert = kept ?? info.identityFraudstersResult;
      if (alert === "TRUST_RESULT_YES") expect(reading.alert).toBe("yes");
      else if (!NO_ALERT.includes(alert)) expect(reading.alert).toBe("unknown");
      else expect(["inconclusive", "unspecified"]).toContain(reading.alert);
      if (reading.alert === "unknown") expect(reading.warnings).toContain("unknown_value");

      expect(answer).toMatchObject({
        state: sent.state,
        result: rawOf(sent.result),
        authentication: {
          result: kept ?? rawOf(info.authenticationResult),
          liveness: kept ?? rawOf(info.livenessResult),
          alert: rawOf(alert),
        },
      });
      const isReversed = answer.createdAt && answer.finishedAt && answer.finishedAt < answer.createdAt;
      expect(reading.warnings.includes("finished_before_created")).toBe(Boolean(isReversed));
      expect(answer.person.documentNumber).toBe(sent.person ? "11122233396" : null);
    }),
    { numRuns: RUNS },
  );
  // The generator reaches every outcome often enough to mean something.
  for (const count of seen.values()) expect(count).toBeGreaterThan(50);
  expect([...seen.keys()].sort()).toEqual(["approve", "reprove", "retry", "review", "wait"]);
});
