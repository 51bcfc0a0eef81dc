import { tokenTroubleOf } from "#lib/features/connections/rules.ts";
import type { Fraudsters, Liveness } from "#lib/features/signals.ts";
import { type NotSent, type ReadTrouble, reasonOf } from "#lib/unico/failures.ts";
import {
  type AdviceReason,
  expectsLiveness,
  type ProcessOutcome,
  type ProcessReading,
} from "#lib/unico/process-reading.ts";
import {
  type AlertResult,
  type LivenessResult,
  parseAlert,
  parseLiveness,
  parseResult,
  parseState,
} from "#lib/unico/process-values.ts";

export const PROCESS_OUTCOMES = ["approve", "review", "reprove", "retry", "wait"] as const;

/** Why no new answer came, as the screen words it. */
export const LOOK_UP_TROUBLES = [
  "not_found",
  "gone",
  "credentials",
  "locked",
  "refused",
  "busy",
  "unreachable",
  "timeout",
  "server_error",
  "unreadable",
] as const;
export type LookUpTrouble = (typeof LOOK_UP_TROUBLES)[number];

/** Our policy: of a process that is over Unico is asked twice within it, so that a first refresh is never refused. */
export const COOL_DOWN_MS = 60_000;
export const MOST_IN_COOL_DOWN = 2;

export function troubleOf(failure: ReadTrouble): LookUpTrouble {
  switch (failure.kind) {
    case "not_found":
    case "gone":
      return failure.kind;
    case "refused":
      return reasonOf(failure) === "credentials" ? "credentials" : "refused";
    case "not_sent":
      return isLockedOut(failure) ? "locked" : NOT_SENT[failure.why];
    case "unknown":
      return failure.why === "reset" ? "unreachable" : failure.why;
  }
}

/** It passes by itself: nobody has to look at a key. */
const isLockedOut = ({ why, unicoCode = null }: NotSent): boolean =>
  why === "credentials" && tokenTroubleOf({ failure: null, unicoCode }) === "locked";

const NOT_SENT = {
  unreachable: "unreachable",
  breaker_open: "unreachable",
  busy: "busy",
  credentials: "credentials",
  // An id that Unico's client will not send is one that Unico cannot know.
  malformed: "not_found",
  // A look-up has no capture, and nobody else's to be ended.
  expired: "busy",
  fenced: "busy",
} as const satisfies Record<NotSent["why"], LookUpTrouble>;

/** Nothing more will happen to such a process, so a fresh answer would be the same one. */
export const isSettled = (state: string): boolean =>
  ["finished", "failed", "canceled"].includes(parseState(state));

/** Looked up again, it says what it said, however long ago that was. */
export const isServedFromSnapshot = (kept: { state: string; takenAt: readonly Date[] }): boolean =>
  isSettled(kept.state) && kept.takenAt.length > 0;

/** How long until Unico is asked anew; 0 for at once. `takenAt`: of the newest answers, newest first. */
export function coolDownLeftMs(kept: { state: string; takenAt: readonly Date[] }, now: Date): number {
  const earliest = kept.takenAt[MOST_IN_COOL_DOWN - 1];
  if (!isSettled(kept.state) || earliest === undefined) return 0;
  return Math.max(0, COOL_DOWN_MS - (now.getTime() - earliest.getTime()));
}

/** The alert as the field's words have it; null where Unico was not asked about fraud. */
export function fraudstersOf(alert: AlertResult): Fraudsters | null {
  if (alert === "unspecified") return null;
  return alert === "unknown" ? "other" : alert;
}

export const livenessOf = (liveness: LivenessResult): Liveness =>
  liveness === "live" || liveness === "not_live" ? liveness : "not_measured";

type Kept = { fraudsters: string | null; liveness: string | null; score: number | null };

/** The signals of a kept reading. Its outcome is none of a 1:1, so what rules and cases see has none. */
export const signalsOf = ({ fraudsters, liveness, score }: Kept) => ({
  outcome: null,
  fraudsters: fraudstersOf(parseAlert(fraudsters)),
  biometry: null,
  liveness: livenessOf(parseLiveness(liveness)),
  score,
});

/** A disabled score comes as 0, which would read as one. */
export const scoreOf = ({ score, scoreEnabled }: Pick<ProcessReading, "score" | "scoreEnabled">) =>
  scoreEnabled === "yes" && score !== null && Math.abs(score) <= 100 ? score : null;

/** Whether silence about liveness is a fault: the process has the check and is over. */
export const isLivenessAsked = (state: string, capacities: readonly string[]): boolean =>
  parseState(state) === "finished" && expectsLiveness(capacities);

/** Headline of the answer, as support says it. */
export const HEADLINES = {
  approve: "confirmed",
  review: "second_look",
  reprove: "refused",
  retry: "do_again",
  wait: "not_finished",
} as const satisfies Record<ProcessOutcome, string>;
export type Headline = (typeof HEADLINES)[ProcessOutcome];

/** Reasons whose words to the customer differ from those of their outcome. */
const OWN_WORDS = {
  awaiting_document: "document",
  expired: "expired",
  canceled: "canceled",
  no_evidence: "check_cpf",
} as const satisfies Partial<Record<AdviceReason, string>>;
export type OwnWords = (typeof OWN_WORDS)[keyof typeof OWN_WORDS];

const hasOwnWords = (reason: AdviceReason): reason is keyof typeof OWN_WORDS =>
  Object.hasOwn(OWN_WORDS, reason);

/** Which words the customer hears. None of them speaks of fraud, alerts, scores or reasons of a refusal. */
export const tellOf = ({ outcome, reason }: { outcome: ProcessOutcome; reason: AdviceReason }) =>
  hasOwnWords(reason) ? ({ own: OWN_WORDS[reason] } as const) : ({ common: HEADLINES[outcome] } as const);

export type Step =
  | "nothing"
  | "same_link"
  | "send_document"
  | "look_again"
  | "new_link"
  | "check_cpf"
  | "flag_if_repeated"
  | "offer_review"
  | "new_capture"
  | "wait_for_analyst"
  | "flag"
  | "case_open";

/** What to do next, in order. Handing it over is not offered where analysts have it already. */
export function stepsOf(
  { outcome, reason }: { outcome: ProcessOutcome; reason: AdviceReason },
  hasOpenCase: boolean,
): Step[] {
  const handOver: Step = hasOpenCase ? "case_open" : "flag";
  switch (outcome) {
    case "approve":
      return hasOpenCase ? ["case_open"] : ["nothing"];
    case "review":
      return [handOver, "wait_for_analyst"];
    case "reprove":
      return reason === "not_live" ? ["offer_review", "new_capture", handOver] : ["offer_review", handOver];
    case "retry": {
      const last: Step = hasOpenCase ? "case_open" : "flag_if_repeated";
      return reason === "no_evidence" ? ["check_cpf", "new_link", last] : ["new_link", last];
    }
    case "wait":
      return [reason === "awaiting_document" ? "send_document" : "same_link", "look_again"];
  }
}

type Row = {
  outcome: ProcessOutcome;
  state: string;
  result: string | null;
  authentication: string | null;
  liveness: string | null;
  fraudsters: string | null;
};
/** One part of what happened: a raw value to put into words, or the alert. */
export type Said = { raw: string } | { fraudsters: Fraudsters };

/** What happened, worst first, for a row of a table: only what decides or is missing. */
export function happenedIn(row: Row): Said[] {
  if (parseState(row.state) !== "finished") return [{ raw: row.state }];
  const result = parseResult(row.result);
  if (row.result !== null && ["error", "expired", "warning", "unknown"].includes(result)) {
    return [{ raw: row.result }];
  }
  const said: Said[] = [];
  const fraudsters = fraudstersOf(parseAlert(row.fraudsters));
  if (fraudsters === "yes" || fraudsters === "other") said.push({ fraudsters });
  const liveness = parseLiveness(row.liveness);
  const isSilent = liveness === "unspecified";
  // Silence about liveness is a fault only where it stopped the process.
  if (isSilent && row.outcome === "retry") said.push({ raw: "LIVENESS_RESULT_UNSPECIFIED" });
  else if (!isSilent && liveness !== "live" && row.liveness !== null) said.push({ raw: row.liveness });
  if (row.authentication !== null && liveness !== "not_live") said.push({ raw: row.authentication });
  return said.length > 0 ? said : [{ raw: row.result ?? row.state }];
}
