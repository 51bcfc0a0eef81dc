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
/** What a masked reader sees instead: only what waits for approval or a manager tells of a suspicion. */
export const TELLING_STATUSES = ["awaiting_approval", "escalated"] as const;
export const shownStatus = (status: CaseStatus): CaseStatus =>
  TELLING_STATUSES.some((telling) => telling === status) ? "in_review" : status;

export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
export type Priority = (typeof PRIORITIES)[number];
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

const HOUR_MS = 3_600_000;
/** Fraud-desk policy: time to a decision, by the clock. Business hours come with the editable rules. */
const DUE_MS: Record<Priority, number> = {
  urgent: HOUR_MS,
  high: 4 * HOUR_MS,
  normal: 24 * HOUR_MS,
  low: 72 * HOUR_MS,
};

export const dueAt = (priority: Priority, openedAt: Date): Date =>
  new Date(openedAt.getTime() + DUE_MS[priority]);

export const TRIAGE_RULES = [
  "fraud_alert",
  "not_live",
  "different_person",
  "needs_review",
  "manual",
] as const;
export type TriageRule = (typeof TRIAGE_RULES)[number];

export type Signals = {
  outcome: Outcome | null;
  fraudsters: Fraudsters | null;
  biometry: Biometry | null;
  liveness: Liveness | null;
};

/** Which rule opens a case for these signals and how urgent it is; null when nothing speaks of fraud. */
export function triage({ outcome, fraudsters }: Signals): { rule: TriageRule; priority: Priority } | null {
  // The alert comes first: a match never hides it.
  if (fraudsters === "yes" || fraudsters === "other") return { rule: "fraud_alert", priority: "high" };
  if (outcome === "not_live") return { rule: "not_live", priority: "normal" };
  if (outcome === "no_match" || outcome === "no_match_flagged")
    return { rule: "different_person", priority: "normal" };
  if (outcome === "undecided") return { rule: "needs_review", priority: "normal" };
  return null;
}

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
};

export type CaseAct = "take" | "release" | "decide" | "approve" | "send_back" | "reopen";
export type CaseRefusal =
  | "case_closed"
  | "case_held"
  | "case_not_yours"
  | "case_awaits"
  | "case_not_awaiting"
  | "case_own_decision"
  | "case_not_closed";

/** Why `who` may not do `act` to the case at `now`, or null when they may. */
export function refusalTo(act: CaseAct, found: CaseFacts, who: string, now: Date): CaseRefusal | null {
  if (act === "reopen") return found.status === "closed" ? null : "case_not_closed";
  if (found.status === "closed") return "case_closed";
  if (act === "approve" || act === "send_back") {
    if (found.status !== "awaiting_approval") return "case_not_awaiting";
    return found.decidedById === who ? "case_own_decision" : null;
  }
  if (found.status === "awaiting_approval") return "case_awaits";
  if (act === "take") return isHeldByOther(found, who, now) ? "case_held" : null;
  return found.status === "in_review" && found.assigneeId === who ? null : "case_not_yours";
}

export const isHeldByOther = (found: CaseFacts, who: string, now: Date): boolean =>
  found.status === "in_review" &&
  found.assigneeId !== who &&
  found.leaseUntil !== null &&
  found.leaseUntil > now;

/** Confirmed fraud has consequences for a person: it waits for a second pair of eyes. */
export const statusAfter = (decision: Decision): "awaiting_approval" | "closed" =>
  decision === "confirmed_fraud" ? "awaiting_approval" : "closed";
