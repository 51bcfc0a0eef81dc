import type { IdCheckProcess } from "./process-schema.ts";
import {
  type AlertResult,
  type AuthenticationResult,
  CAPACITIES,
  type LivenessResult,
  type ProcessResult,
  type ProcessState,
  parseAlert,
  parseAuthentication,
  parseLiveness,
  parseResult,
  parseScoreEnabled,
  parseState,
  type ScoreEnabled,
} from "./process-values.ts";
import { type Advice, judgeScore } from "./score-reading.ts";

export type { Advice, AdviceReason, ProcessOutcome } from "./score-reading.ts";

/** Oddities that do not decide, but that a person should see. */
export type ReadingWarning =
  | "finished_before_created"
  | "liveness_unspecified"
  | "authentication_id_empty"
  | "capacities_absent"
  | "score_out_of_range"
  | "other_signal"
  | "unknown_value";

export type ProcessReading = Advice & {
  readonly warnings: readonly ReadingWarning[];
  readonly state: ProcessState;
  readonly result: ProcessResult;
  readonly authentication: AuthenticationResult;
  readonly liveness: LivenessResult;
  readonly alert: AlertResult;
  /** Raw number; it means something only when `scoreEnabled` is "yes". */
  readonly score: number | null;
  readonly scoreEnabled: ScoreEnabled;
};

export type ReadingOptions = {
  /** Our own knowledge that this flow has liveness, whatever the capacities list. */
  readonly livenessExpected?: boolean;
  /** At or below this score the advice is to reprove; above it, to review. */
  readonly reproveAtScore?: number;
};

/**
 * What an IDCheck process says, by the rows of Unico's response scenarios and ours where they are silent: unknown
 * values never approve, and an alert is never hidden. Source: devcenter.unico.io, by Unico, response scenarios.
 */
export function readingOfIdCheck(process: IdCheckProcess, options: ReadingOptions = {}): ProcessReading {
  const { authentication: raw } = process;
  const facts = {
    state: parseState(process.state),
    result: parseResult(process.result),
    authentication: parseAuthentication(raw.result),
    liveness: parseLiveness(raw.liveness),
    alert: parseAlert(raw.alert),
    score: raw.score,
    scoreEnabled: parseScoreEnabled(raw.scoreEnabled),
  };
  const expects = expectationsOf(process.capacities, options);
  return {
    ...adviceOf(facts, expects, hasOtherSignal(process), options.reproveAtScore ?? -40),
    ...facts,
    warnings: warningsOf(process, facts),
  };
}

type Facts = Omit<ProcessReading, keyof Advice | "warnings">;
type Expects = { readonly liveness: boolean; readonly identity: boolean };

/** A capacity that we do not know, like a list that is not there, could stand for any check: then all are expected. */
function expectationsOf(capacities: readonly string[], options: ReadingOptions): Expects {
  const asked = capacities.map((name) => (Object.hasOwn(CAPACITIES, name) ? CAPACITIES[name] : "any"));
  const lists = (check: "liveness" | "identity"): boolean =>
    asked.length === 0 || asked.includes("any") || asked.includes(check);
  return { liveness: options.livenessExpected === true || lists("liveness"), identity: lists("identity") };
}

/** Whether silence about liveness would be a fault in a process with these capacities. */
export const expectsLiveness = (capacities: readonly string[]): boolean =>
  expectationsOf(capacities, {}).liveness;

function adviceOf(facts: Facts, expects: Expects, otherSignal: boolean, reproveAtScore: number): Advice {
  switch (facts.state) {
    case "created":
      return { outcome: "wait", reason: "not_completed" };
    case "awaiting_document":
      return { outcome: "wait", reason: "awaiting_document" };
    case "failed":
      return { outcome: "retry", reason: "failed" };
    case "canceled":
      return { outcome: "retry", reason: "canceled" };
    case "unknown":
      return { outcome: "review", reason: "unknown_value" };
    case "finished":
      return adviceOfFinished(facts, expects, otherSignal, reproveAtScore);
  }
}

function adviceOfFinished(facts: Facts, expects: Expects, otherSignal: boolean, reproveAt: number): Advice {
  const { result, liveness, authentication } = facts;
  if (result === "error") return { outcome: "retry", reason: "result_error" };
  if (result === "expired") return { outcome: "retry", reason: "expired" };
  if (result === "warning") return { outcome: "review", reason: "warning" };
  if (result === "unknown" || liveness === "unknown" || authentication === "unknown") {
    return { outcome: "review", reason: "unknown_value" };
  }
  if (liveness === "not_live") return { outcome: "reprove", reason: "not_live" };
  if (liveness === "unspecified" && expects.liveness) return { outcome: "retry", reason: "liveness_missing" };
  if (authentication === "negative") return { outcome: "reprove", reason: "not_holder" };
  if (authentication === "unspecified") {
    if (!expects.identity) return { outcome: "review", reason: "identity_not_measured" };
    const reason = result === "invalid_identity" ? "divergence" : "identity_missing";
    return { outcome: "retry", reason };
  }
  // A refused result beside an identity that was not denied: older pages used it for the inconclusive.
  if (result === "invalid_identity") return { outcome: "review", reason: "contradiction" };

  const isFlagged = facts.alert === "yes" || facts.alert === "unknown" || otherSignal;
  if (authentication === "positive") {
    if (isFlagged) return { outcome: "review", reason: "alert" };
    return isScoreOdd(facts)
      ? { outcome: "review", reason: "unknown_value" }
      : { outcome: "approve", reason: "holder" };
  }
  if (result === "unspecified") return { outcome: "review", reason: "inconclusive" };
  return judgeScore({ ...facts, isFlagged, reproveAt });
}

/** A score that decides nothing beside a confirmed holder still has to be one, or the answer is not understood. */
const isScoreOdd = ({ score, scoreEnabled }: Facts): boolean =>
  scoreEnabled === "unknown" || (scoreEnabled === "yes" && (score === null || Math.abs(score) > 100));

/** Not measured, or the same person. */
const SILENT_BIO_TOKENS = ["UNSPECIFIED", "POSITIVE"].map((end) => `BIO_TOKEN_ENGINE_RESULT_${end}`);

/** Signals of newer pages without a row of their own: one that is set keeps a process from being approved. */
function hasOtherSignal({ authentication: raw }: IdCheckProcess): boolean {
  const trust = [raw.faceWithOtherId, raw.trust, raw.riskLevel].map(parseAlert);
  return (
    trust.some((value) => value === "yes" || value === "unknown") ||
    !(raw.bioToken === null || SILENT_BIO_TOKENS.includes(raw.bioToken))
  );
}

function warningsOf(process: IdCheckProcess, facts: Facts): ReadingWarning[] {
  const isFinished = facts.state === "finished";
  const isOk = isFinished && facts.result === "ok";
  const { createdAt, finishedAt } = process;
  const rows: readonly (readonly [ReadingWarning, boolean])[] = [
    ["finished_before_created", createdAt !== null && finishedAt !== null && finishedAt < createdAt],
    ["liveness_unspecified", isOk && facts.liveness === "unspecified"],
    ["authentication_id_empty", isOk && process.authentication.authenticationId === null],
    ["capacities_absent", isFinished && process.capacities.length === 0],
    ["score_out_of_range", facts.score !== null && Math.abs(facts.score) > 100],
    ["other_signal", hasOtherSignal(process)],
    ["unknown_value", Object.values(facts).includes("unknown")],
  ];
  return rows.filter(([, applies]) => applies).map(([warning]) => warning);
}
