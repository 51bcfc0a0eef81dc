import { AUDIT_ACTIONS, type AuditEntry } from "#lib/features/audit/catalogue.ts";

type Action = AuditEntry["action"];

/**
 * What no request over HTTP to a healthy program brings about: why, and where it is brought about instead. A unit test
 * holds that the place names the act.
 */
export const ELSEWHERE: Partial<Record<Action, string>> = {
  "session.vouch":
    "needs the company's word of a quarter of an hour ago: tests/integration/company-sign-in.test.ts",
  "access.guessing": "needs many guesses: tests/integration/limits/watching.test.ts",
  "access.hoarding": "needs ten times the usual views: tests/integration/limits/watching.test.ts",
  "sign_in.alert": "needs a storm of sign-ins: tests/integration/throttling/spraying.test.ts",
  "limit.refuse": "needs more than a hand can do: tests/integration/limits/limits.test.ts",
  "audit.check": "the worker's check: tests/integration/audit/long-life.test.ts",
  "audit.alarm": "the worker's look at the proof: tests/integration/audit/alarms.test.ts",
  "audit.key": "a rotation of the signing key: tests/integration/audit/long-life.test.ts",
  "reference.import": "a whole file as a body: tests/integration/references/import.test.ts",
  "reference.import_end": "the worker's: tests/integration/references/import.test.ts",
  "case.attach": "a form with a file: tests/integration/cases/attachments.test.ts",
  "case.attachment": "needs a file that is attached: tests/integration/cases/attachments.test.ts",
  "case.detach": "needs a file that is attached: tests/integration/cases/attachments-removed.test.ts",
  "reverification.late_answer": "an answer after the end: tests/integration/reverifications/sweep.test.ts",
  "unico.pause": "Unico refuses tokens: tests/integration/connections/token.test.ts",
  "unico.breaker": "Unico fails many times: tests/integration/connections/breaker.test.ts",
  "export.create": "needs a form of many fields: tests/integration/exports/exports.test.ts",
  "export.finish": "the worker's, or a download's: tests/integration/exports/exports.test.ts",
  "export.cancel": "needs one that waits: tests/integration/exports/making.test.ts",
  "export.retry": "needs one that was cancelled: tests/integration/exports/making.test.ts",
  "export.download": "needs a file: tests/integration/exports/exports.test.ts",
  "export.expire": "the worker's: tests/integration/exports/making.test.ts",
  "export.dismiss": "needs a file of a job: tests/integration/exports/notices.test.ts",
  "schedule.create": "needs a form of many fields: tests/integration/exports/schedules.test.ts",
  "schedule.end": "needs one that was made: tests/integration/exports/schedules.test.ts",
  "retention.run": "nightly: tests/integration/privacy/retention.test.ts",
  "retention.remove": "nightly: tests/integration/privacy/retention.test.ts",
  "key.rotate": "a command: tests/integration/privacy/rotation.test.ts",
  "key.index": "a start and a command: tests/integration/privacy/index-key.test.ts",
};

/** Acts that a run of the end-to-end tests does over HTTP; each must stand in the log afterwards. */
export const OVER_HTTP = AUDIT_ACTIONS.filter((action) => !(action in ELSEWHERE));

export type Told = {
  seq: string;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  actor_role: string | null;
  session_id: string | null;
  address: string | null;
  request_id: string;
  action: string;
  outcome: string;
  entity_type: string;
  entity_id: string | null;
  detail: unknown;
};

/** Acts without a thing, because none was found or known. */
const MAY_LACK_ENTITY =
  /^(subject\.search|session\.refuse|user\.refuse|notice\.refuse|audit\.export|audit\.check|audit\.alarm|audit\.key|retention\.|key\.|access\.|sign_in\.|limit\.)/;

/** What an event lacks of who, in which role and session, when, from where, on what, and of which request. */
export function lacksOf(event: Told, { from, until }: { from: Date; until: Date }): string[] {
  const isUser = event.actor_kind === "user";
  const asked: [string, boolean][] = [
    ["actor", !isUser || event.actor_id !== null],
    ["role", !isUser || event.actor_role !== null],
    ["session", !isUser || event.session_id !== null],
    ["time", event.at >= from && event.at <= until],
    ["request", event.request_id.length === 36],
    ["object", event.entity_id !== null || MAY_LACK_ENTITY.test(event.action)],
    ["a known action", AUDIT_ACTIONS.some((action) => action === event.action)],
    ["outcome", ["done", "refused", "failed"].includes(event.outcome)],
  ];
  return asked.flatMap(([name, isThere]) => (isThere ? [] : [`${event.action} ${event.seq}: no ${name}`]));
}
