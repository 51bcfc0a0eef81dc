import type { Json } from "./canonical.ts";

type Ids = { readonly [key: string]: Json };

/**
 * Every audited action: what it is about and which details it may carry. Details hold ids, codes and counts,
 * never personal data or what a person typed.
 */
export type AuditEntry =
  | { action: "session.start"; entityType: "session"; entityId: string; detail: Ids }
  | { action: "session.refuse"; entityType: "account"; entityId: string | null; detail: { why: string } }
  | { action: "session.end"; entityType: "session"; entityId: string; detail: { why: string } }
  | { action: "user.create"; entityType: "user"; entityId: string; detail: { role: string } }
  | { action: "user.link"; entityType: "user"; entityId: string; detail: { expiresAt: string } }
  | { action: "user.password"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "user.refuse"; entityType: "account"; entityId: string | null; detail: { why: string } }
  | { action: "user.preferences"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "access.refuse"; entityType: "permission"; entityId: string; detail: { at: string } }
  | { action: "reverification.start"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "reverification.send"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "reverification.settle"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "reverification.late_answer"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "reverification.view"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "selfie.keep"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "selfie.view"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "reverification.read"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "reverification.propose"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "reverification.reconcile"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "reverification.reject_word"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "reverification.withdraw_word"; entityType: "reverification"; entityId: string; detail: Ids }
  | { action: "process.lookup"; entityType: "process"; entityId: string; detail: Ids }
  | { action: "process.view"; entityType: "process"; entityId: string; detail: Ids }
  | { action: "subject.search"; entityType: "subject"; entityId: string | null; detail: { found: boolean } }
  | { action: "reference.add"; entityType: "reference"; entityId: string; detail: Ids }
  | { action: "reference.link"; entityType: "reference"; entityId: string; detail: Ids }
  | { action: "notice.receive"; entityType: "process"; entityId: string; detail: Ids }
  | { action: "notice.refuse"; entityType: "notice"; entityId: null; detail: Ids }
  | { action: "unico.pause"; entityType: "connection"; entityId: string; detail: Ids }
  | { action: "unico.breaker"; entityType: "connection"; entityId: string; detail: Ids }
  | { action: "case.open"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.join"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.view"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.take"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.release"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.note"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.decide"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.approve"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.send_back"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.reopen"; entityType: "case"; entityId: string; detail: Ids };

/** In the order of the union; the filter of `/audit` offers them. A test holds both to each other. */
export const AUDIT_ACTIONS = [
  "session.start",
  "session.refuse",
  "session.end",
  "user.create",
  "user.link",
  "user.password",
  "user.refuse",
  "user.preferences",
  "access.refuse",
  "reverification.start",
  "reverification.send",
  "reverification.settle",
  "reverification.late_answer",
  "reverification.view",
  "selfie.keep",
  "selfie.view",
  "reverification.read",
  "reverification.propose",
  "reverification.reconcile",
  "reverification.reject_word",
  "reverification.withdraw_word",
  "process.lookup",
  "process.view",
  "subject.search",
  "reference.add",
  "reference.link",
  "notice.receive",
  "notice.refuse",
  "unico.pause",
  "unico.breaker",
  "case.open",
  "case.join",
  "case.view",
  "case.take",
  "case.release",
  "case.note",
  "case.decide",
  "case.approve",
  "case.send_back",
  "case.reopen",
] as const satisfies readonly AuditEntry["action"][];
