import type { Biometry, Fraudsters, Liveness, Outcome } from "#lib/features/signals.ts";
import { type CallFailure, type FailureReason, reasonOf } from "#lib/unico/failures.ts";
import {
  biometryOf,
  fraudstersOf,
  type KeyPromise,
  livenessOf,
  outcomeOfReverification,
} from "#lib/unico/outcomes.ts";
import type { ValidationAnswer } from "#lib/unico/schemas.ts";
import { isUuid } from "#lib/uuid.ts";

export const STATES = ["pending", "sent", "completed", "refused", "failed", "unknown"] as const;
export type ReverificationState = (typeof STATES)[number];

/** Why there is no outcome: Unico's causes, our own, and what two people read in Unico's portal. */
export type Failure =
  | FailureReason
  | "unico_error"
  | "unico_cancelled"
  | "sender_died"
  | "still_working"
  | "not_recorded"
  | "portal_absent"
  | "portal_error";

/**
 * Nobody waits on a call this long: its sender is gone. Above what the client may take in all: three sendings of
 * 30 s, pauses of 20 s and as many requests for a token of 10 s.
 */
export const SENDER_DEAD_AFTER_MS = 240_000;

export type Settlement = {
  /** `sent` when Unico is still at work: the answer is read again by its id. */
  state: Exclude<ReverificationState, "pending">;
  failure: Failure | null;
  outcome: Outcome | null;
  fraudsters: Fraudsters | null;
  biometry: Biometry | null;
  liveness: Liveness | null;
  unicoProcessId: string | null;
};

const NO_SIGNALS = { outcome: null, fraudsters: null, biometry: null, liveness: null } as const;

/** What a readable answer makes of a re-verification. A 200 is not approval: only the outcome says what it means. */
export function settlementOfAnswer(answer: ValidationAnswer, key: KeyPromise): Settlement {
  const outcome = outcomeOfReverification(answer, key);
  // Kept as text in the answer whatever it is; as an id only when it can be asked for again.
  const unicoProcessId = isUuid(answer.id) ? answer.id.toLowerCase() : null;
  // An alert counts whatever else the answer says, and be it that Unico is still at work.
  const fraudsters = fraudstersOf(answer);
  const settled = { ...NO_SIGNALS, outcome, fraudsters, unicoProcessId, failure: null };
  switch (outcome) {
    case "pending":
      return { ...settled, state: "sent" };
    case "error":
      return { ...settled, state: "failed", failure: "unico_error" };
    case "cancelled":
      return { ...settled, state: "failed", failure: "unico_cancelled" };
    default:
      return {
        ...settled,
        state: "completed",
        biometry: biometryOf(answer),
        liveness: livenessOf(answer, key),
      };
  }
}

/** What a failed call makes of it. Only what is certain not to have been worked on reads as refused or failed. */
export function settlementOfFailure(failure: CallFailure): Settlement {
  const settled = { ...NO_SIGNALS, unicoProcessId: null, failure: reasonOf(failure) };
  switch (failure.kind) {
    case "refused":
      return { ...settled, state: "refused" };
    case "not_sent":
      return { ...settled, state: "failed" };
    case "unknown":
      return { ...settled, state: "unknown" };
  }
}
