import type { Json } from "./canonical.ts";

type Ids = { readonly [key: string]: Json };

/**
 * Every audited action: what it is about and which details it may carry. Details hold ids, codes and counts,
 * never personal data or what a person typed.
 */
export type AuditEntry =
  | { action: "session.start"; entityType: "session"; entityId: string; detail: Ids }
  | {
      action: "session.refuse";
      entityType: "account";
      entityId: string | null;
      detail: { why: string } | { untold: number };
    }
  | { action: "session.end"; entityType: "session"; entityId: string; detail: { why: string } }
  | { action: "session.vouch"; entityType: "session"; entityId: string; detail: Ids }
  | { action: "session.password"; entityType: "session"; entityId: string; detail: Ids }
  | { action: "session.renew"; entityType: "session"; entityId: string; detail: Ids }
  | { action: "session.confirm"; entityType: "session"; entityId: string; detail: Ids }
  | { action: "factor.begin"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "factor.set_up"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "factor.replace"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "factor.refuse"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "factor.recover"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "factor.codes"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "user.create"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "user.link"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "user.role"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "user.branches"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "user.disable"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "user.enable"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "user.sessions_end"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "user.second_factor_reset"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "user.password"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "user.refuse"; entityType: "account"; entityId: string | null; detail: { why: string } }
  | { action: "user.preferences"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "access.refuse"; entityType: "permission"; entityId: string; detail: { at: string } }
  | { action: "access.guessing"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "access.hoarding"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "limit.refuse"; entityType: "limit"; entityId: string; detail: Ids }
  | { action: "sign_in.alert"; entityType: "account"; entityId: null; detail: Ids }
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
  | { action: "audit.subject"; entityType: "subject"; entityId: string; detail: Ids }
  | { action: "audit.export"; entityType: "audit" | "subject"; entityId: string | null; detail: Ids }
  | { action: "audit.proof"; entityType: "audit"; entityId: string; detail: Ids }
  | { action: "audit.check"; entityType: "audit"; entityId: null; detail: Ids }
  | { action: "audit.alarm"; entityType: "audit"; entityId: null; detail: Ids }
  | { action: "audit.key"; entityType: "key"; entityId: string; detail: Ids }
  | { action: "reference.add"; entityType: "reference"; entityId: string; detail: Ids }
  | { action: "reference.link"; entityType: "reference"; entityId: string; detail: Ids }
  | { action: "reference.import"; entityType: "import"; entityId: string; detail: Ids }
  | { action: "reference.import_end"; entityType: "import"; entityId: string; detail: Ids }
  | { action: "notice.receive"; entityType: "process"; entityId: string; detail: Ids }
  | { action: "notice.refuse"; entityType: "notice"; entityId: null; detail: Ids }
  | { action: "unico.pause"; entityType: "connection"; entityId: string; detail: Ids }
  | { action: "unico.breaker"; entityType: "connection"; entityId: string; detail: Ids }
  | { action: "case.open"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.join"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.view"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.file"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.take"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.take_over"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.release"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.assign"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.prioritise"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.wait"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.resume"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.escalate"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.note"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.note_edit"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.tag"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.untag"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.attach"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.attachment"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.detach"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.decide"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.undo"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.approve"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.send_back"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "case.reopen"; entityType: "case"; entityId: string; detail: Ids }
  | { action: "bulk.run"; entityType: "bulk"; entityId: string; detail: Ids }
  | { action: "list.ask"; entityType: "list"; entityId: string; detail: Ids }
  | { action: "list.cancel"; entityType: "list"; entityId: string; detail: Ids }
  | { action: "list.end"; entityType: "list"; entityId: string; detail: Ids }
  | { action: "list.download"; entityType: "list"; entityId: string; detail: Ids }
  | { action: "list.arrange"; entityType: "user"; entityId: string; detail: Ids }
  | { action: "view.create"; entityType: "view"; entityId: string; detail: Ids }
  | { action: "view.change"; entityType: "view"; entityId: string; detail: Ids }
  | { action: "view.choose"; entityType: "view"; entityId: string; detail: Ids }
  | { action: "view.remove"; entityType: "view"; entityId: string; detail: Ids }
  | { action: "pii.reveal"; entityType: "subject"; entityId: string; detail: Ids }
  | { action: "subject.file"; entityType: "subject"; entityId: string; detail: Ids }
  | { action: "subject.erase"; entityType: "subject"; entityId: string; detail: Ids }
  | { action: "hold.set"; entityType: "subject"; entityId: string; detail: Ids }
  | { action: "hold.lift"; entityType: "subject"; entityId: string; detail: Ids }
  | { action: "export.create"; entityType: "export"; entityId: string; detail: Ids }
  | { action: "export.finish"; entityType: "export"; entityId: string; detail: Ids }
  | { action: "export.cancel"; entityType: "export"; entityId: string; detail: Ids }
  | { action: "export.retry"; entityType: "export"; entityId: string; detail: Ids }
  | { action: "export.download"; entityType: "export"; entityId: string; detail: Ids }
  | { action: "export.expire"; entityType: "export"; entityId: string; detail: Ids }
  | { action: "export.dismiss"; entityType: "export"; entityId: string; detail: Ids }
  | { action: "schedule.create"; entityType: "schedule"; entityId: string; detail: Ids }
  | { action: "schedule.end"; entityType: "schedule"; entityId: string; detail: Ids }
  | { action: "triage.change"; entityType: "triage"; entityId: string; detail: Ids }
  | { action: "retention.change"; entityType: "retention"; entityId: string; detail: Ids }
  | { action: "retention.run"; entityType: "retention"; entityId: string; detail: Ids }
  | { action: "retention.remove"; entityType: "retention"; entityId: string; detail: Ids }
  | { action: "key.rotate"; entityType: "key"; entityId: string; detail: Ids }
  | { action: "key.index"; entityType: "key"; entityId: string; detail: Ids };

/** In the order of the union; the filter of `/audit` offers them. A test holds both to each other. */
export const AUDIT_ACTIONS = [
  "session.start",
  "session.refuse",
  "session.end",
  "session.vouch",
  "session.password",
  "session.renew",
  "session.confirm",
  "factor.begin",
  "factor.set_up",
  "factor.replace",
  "factor.refuse",
  "factor.recover",
  "factor.codes",
  "user.create",
  "user.link",
  "user.role",
  "user.branches",
  "user.disable",
  "user.enable",
  "user.sessions_end",
  "user.second_factor_reset",
  "user.password",
  "user.refuse",
  "user.preferences",
  "access.refuse",
  "access.guessing",
  "access.hoarding",
  "limit.refuse",
  "sign_in.alert",
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
  "audit.subject",
  "audit.export",
  "audit.proof",
  "audit.check",
  "audit.alarm",
  "audit.key",
  "reference.add",
  "reference.link",
  "reference.import",
  "reference.import_end",
  "notice.receive",
  "notice.refuse",
  "unico.pause",
  "unico.breaker",
  "case.open",
  "case.join",
  "case.view",
  "case.file",
  "case.take",
  "case.take_over",
  "case.release",
  "case.assign",
  "case.prioritise",
  "case.wait",
  "case.resume",
  "case.escalate",
  "case.note",
  "case.note_edit",
  "case.tag",
  "case.untag",
  "case.attach",
  "case.attachment",
  "case.detach",
  "case.decide",
  "case.undo",
  "case.approve",
  "case.send_back",
  "case.reopen",
  "bulk.run",
  "list.ask",
  "list.cancel",
  "list.end",
  "list.download",
  "list.arrange",
  "view.create",
  "view.change",
  "view.choose",
  "view.remove",
  "pii.reveal",
  "subject.file",
  "subject.erase",
  "hold.set",
  "hold.lift",
  "export.create",
  "export.finish",
  "export.cancel",
  "export.retry",
  "export.download",
  "export.expire",
  "export.dismiss",
  "schedule.create",
  "schedule.end",
  "triage.change",
  "retention.change",
  "retention.run",
  "retention.remove",
  "key.rotate",
  "key.index",
] as const satisfies readonly AuditEntry["action"][];
