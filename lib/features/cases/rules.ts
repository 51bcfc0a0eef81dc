import type { Biometry, Fraudsters, Liveness, Outcome } from "#lib/features/signals.ts";

export const CASE_STATUSES = [
  "open",
  "in_review",
  "awaiting_approval",
  "waiting",
  "escalated",
  "closed",
] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];
/**
 * What a masked reader sees instead: what waits for approval or a manager tells of a suspicion. Each as what it looks
 * like beside it: the one is in somebody's hands, the other in nobody's.
 */
const SHOWN_AS: Partial<Record<CaseStatus, CaseStatus>> = {
  awaiting_approval: "in_review",
  escalated: "open",
};
export const shownStatus = (status: CaseStatus): CaseStatus => SHOWN_AS[status] ?? status;
export const isTelling = (status: CaseStatus): boolean => shownStatus(status) !== status;

export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
export type Priority = (typeof PRIORITIES)[number];
export const graverOf = (one: Priority, other: Priority): Priority =>
  PRIORITIES.indexOf(one) > PRIORITIES.indexOf(other) ? one : other;
export const DECISIONS = ["confirmed_fraud", "false_positive", "inconclusive"] as const;
export type Decision = (typeof DECISIONS)[number];
export const REASON_CODES = [
  "faces_differ",
  "earlier_fraud",
  "cpf_used_by_others",
  "photo_of_screen",
  "account_takeover",
  "altered_image",
  "poor_photo",
  "old_reference",
  "relative",
  "wrong_reference",
  "customer_confirmed",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** A case in somebody's hands comes free after this long without a sign of them. */
export const LEASE_MS = 30 * 60_000;
/** For so long whoever decided may take the decision back. */
export const UNDO_MS = 10_000;

export type Signals = {
  outcome: Outcome | null;
  fraudsters: Fraudsters | null;
  biometry: Biometry | null;
  liveness: Liveness | null;
};

/** Gravest last. */
const GRAVITY = {
  fraudsters: [null, "inconclusive", "other", "yes"],
  biometry: [null, "match", "undecided", "no_match"],
  liveness: [null, "live", "not_measured", "not_live"],
} as const;

/** Whether `fresh` speaks of fraud more gravely than `known`: the alert counts first, then the face, then life. */
export function isGraver(fresh: Signals, known: Signals): boolean {
  const fraud = GRAVITY.fraudsters.indexOf(fresh.fraudsters) - GRAVITY.fraudsters.indexOf(known.fraudsters);
  const face = GRAVITY.biometry.indexOf(fresh.biometry) - GRAVITY.biometry.indexOf(known.biometry);
  const life = GRAVITY.liveness.indexOf(fresh.liveness) - GRAVITY.liveness.indexOf(known.liveness);
  return (fraud || face || life) > 0;
}

export type CaseFacts = {
  status: CaseStatus;
  assigneeId: string | null;
  leaseUntil: Date | null;
  decidedById: string | null;
  decidedAt: Date | null;
  approvedById: string | null;
};

export type CaseAct =
  | "take"
  | "take_over"
  | "release"
  | "assign"
  | "prioritise"
  | "wait"
  | "resume"
  | "escalate"
  | "decide"
  | "undo"
  | "approve"
  | "send_back"
  | "reopen";
export type CaseRefusal =
  | "case_closed"
  | "case_held"
  | "case_not_held"
  | "case_not_yours"
  | "case_waits"
  | "case_not_waiting"
  | "case_escalated"
  | "case_awaits"
  | "case_not_awaiting"
  | "case_own_decision"
  | "case_undo_over"
  | "case_not_closed";

/** `leads`: hands out the work, and goes on with what was escalated. */
export type Worker = { id: string; leads: boolean };

/** Why `who` may not do `act` to the case at `now`, or null when they may. */
export function refusalTo(act: CaseAct, found: CaseFacts, who: Worker, now: Date): CaseRefusal | null {
  if (act === "reopen") return found.status === "closed" ? null : "case_not_closed";
  if (act === "undo") return isUndoable(found, who.id, now) ? null : "case_undo_over";
  if (found.status === "closed") return "case_closed";
  if (act === "approve" || act === "send_back") {
    if (found.status !== "awaiting_approval") return "case_not_awaiting";
    return found.decidedById === who.id ? "case_own_decision" : null;
  }
  if (act === "prioritise") return null;
  if (found.status === "awaiting_approval") return "case_awaits";
  switch (act) {
    case "assign":
      return null;
    case "take":
      return refusalToTake(found, who, now);
    case "take_over":
      return isHeldByOther(found, who.id, now) ? null : "case_not_held";
    case "resume":
      return refusalToResume(found, who);
    case "release":
      return isOf(found, who.id) && found.status !== "waiting" ? null : "case_not_yours";
    default:
      return found.status === "in_review" && isOf(found, who.id) ? null : "case_not_yours";
  }
}

const isOf = ({ assigneeId }: CaseFacts, who: string): boolean => assigneeId === who;

function refusalToTake(found: CaseFacts, who: Worker, now: Date): CaseRefusal | null {
  if (found.status === "waiting") return "case_waits";
  if (found.status === "escalated" && !who.leads) return "case_escalated";
  return isHeldByOther(found, who.id, now) ? "case_held" : null;
}

function refusalToResume(found: CaseFacts, who: Worker): CaseRefusal | null {
  if (found.status !== "waiting") return "case_not_waiting";
  return who.leads || found.assigneeId === null || isOf(found, who.id) ? null : "case_not_yours";
}

/** In somebody else's hands, or put aside for them, or waiting for them to go on. */
export function isHeldByOther(
  { status, assigneeId, leaseUntil }: CaseFacts,
  who: string,
  now: Date,
): boolean {
  if (assigneeId === null || assigneeId === who) return false;
  return (
    status === "open" ||
    status === "waiting" ||
    (status === "in_review" && leaseUntil !== null && leaseUntil > now)
  );
}

/** How long the decision can still be taken back by `who`; 0 where it cannot. */
export function undoLeftMs(found: CaseFacts, who: string, now: Date): number {
  const { status, decidedById, decidedAt, approvedById } = found;
  const isDecided = status === "closed" || status === "awaiting_approval";
  if (!isDecided || decidedById !== who || decidedAt === null || approvedById !== null) return 0;
  return Math.max(0, decidedAt.getTime() + UNDO_MS - now.getTime());
}

const isUndoable = (found: CaseFacts, who: string, now: Date): boolean => undoLeftMs(found, who, now) > 0;

/** Confirmed fraud has consequences for a person: it waits for a second pair of eyes. */
export const statusAfter = (decision: Decision): "awaiting_approval" | "closed" =>
  decision === "confirmed_fraud" ? "awaiting_approval" : "closed";
