import { AUDIT_ACTIONS, type AuditEntry } from "#lib/features/audit/catalogue.ts";

type Action = AuditEntry["action"];

/** What no request over HTTP to a healthy program brings about; where it is triggered instead. */
export const ELSEWHERE: Partial<Record<Action, string>> = {
  "session.vouch": "company sign-in: tests/integration, against a real provider",
  "session.refuse": "throttled to a few a minute: also tests/integration/accounts.test.ts",
  "access.guessing": "needs thousands of guesses: tests/integration/limits",
  "access.hoarding": "needs ten times the usual views: tests/integration/limits",
  "sign_in.alert": "needs a storm of sign-ins: tests/integration/throttling",
  "limit.refuse": "tests/integration/limits",
  "audit.check": "the worker's check: tests/integration/audit",
  "audit.key": "a rotation of the signing key: tests/integration/audit",
  "reverification.late_answer": "an answer after the end: tests/integration/reverifications",
  "unico.pause": "Unico refuses tokens: tests/e2e/unico-faults.alone.ts",
  "unico.breaker": "Unico fails many times: tests/e2e/unico-faults.alone.ts",
  "retention.run": "nightly: tests/integration/privacy",
  "retention.remove": "nightly: tests/integration/privacy",
  "key.rotate": "a command: tests/integration/privacy",
  // To be done over HTTP yet. Where their services are tested stands beside them; not each of those tests names the act.
  "factor.replace": "tests/integration/accounts-second-factor.test.ts",
  "user.branches": "tests/integration/people.test.ts",
  "user.enable": "tests/integration/people.test.ts",
  "user.sessions_end": "tests/integration/people.test.ts",
  "user.second_factor_reset": "tests/integration/people.test.ts",
  "reverification.reject_word": "tests/integration/reverifications",
  "reverification.withdraw_word": "tests/integration/reverifications",
  "audit.export": "tests/integration/audit-export.test.ts",
  "subject.file": "tests/integration/privacy",
  "subject.erase": "tests/integration/privacy",
  "hold.set": "tests/integration/privacy",
  "hold.lift": "tests/integration/privacy",
  "retention.change": "tests/integration/privacy",
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
  /^(subject\.search|session\.refuse|user\.refuse|notice\.refuse|audit\.export|audit\.check|audit\.key|retention\.|key\.|access\.|sign_in\.|limit\.)/;

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
