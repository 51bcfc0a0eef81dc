import type { Given } from "#app/(staff)/cases/given.ts";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

export const NOW = new Date("2026-11-20T12:42:00Z");
export const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
export const LIA = { id: "lia", name: "Lia Moraes" };
export const ME = { id: "me", name: "Bruna Tavares" };
export const ID = "80371b2a-3ac7-432e-866d-57fe37896ac6";

export const givenIn = (locale: Locale): Given => ({
  ctx: { actor: { kind: "user", ...ME, role: "analyst", sessionId: "s", scope: null } } as Given["ctx"],
  t: translatorFor(locale, "cases"),
  verdicts: translatorFor(locale, "verdicts"),
  tableWords: translatorFor(locale, "table"),
  format: formatterFor(locale),
  now: NOW,
});

export const NOTHING = {
  take: false,
  take_over: false,
  release: false,
  assign: false,
  prioritise: false,
  wait: false,
  resume: false,
  escalate: false,
  decide: false,
  approve: false,
  reopen: false,
};
export const event = (kind: CaseWhole["events"][number]["kind"], overrides: object = {}) => ({
  id: kind,
  at: minutes(-10),
  kind,
  note: null,
  detail: {},
  actor: LIA,
  other: null,
  edits: [],
  mentions: [],
  ...overrides,
});

export function aWhole(overrides: Partial<CaseWhole> = {}): CaseWhole {
  return {
    number: 10_482,
    version: 3,
    status: "in_review",
    priority: "urgent",
    origin: "reverification",
    rule: "fraud_alert",
    ruleName: null,
    outcome: "no_match_flagged",
    fraudsters: "yes",
    biometry: "no_match",
    liveness: "live",
    score: -41,
    openedAt: minutes(-42),
    dueAt: minutes(18),
    closedAt: null,
    assignee: ME,
    leaseUntil: minutes(30),
    decision: null,
    reasons: [],
    tags: [],
    decidedBy: null,
    decidedAt: null,
    approvedBy: null,
    approvedAt: null,
    subjectId: "subject",
    referenceId: ID,
    reverificationId: "r",
    processId: null,
    subsidiaryId: null,
    subsidiary: { name: "Paulista" },
    person: {
      id: "subject",
      name: "Helena Prado Teles",
      cpf: "***.482.117-**",
      email: null,
      phone: "•••• 7070",
    },
    reverification: {
      id: "r",
      number: 2209,
      startedAt: minutes(-43),
      unicoProcessId: ID,
      capture: "sdk",
      selfieKey: null,
      answer: '{"status":3}',
      reference: { enrolledAt: null },
    },
    process: null,
    referenceSelfie: null,
    raw: { fraudsters: "yes", biometry: "false", liveness: "1" },
    same: { cases: [], reverifications: [], processes: [], references: [] },
    events: [
      event("noted", { note: "<script>alert(1)</script>\nשלום 👩🏽‍⚖️" }),
      event("opened", { actor: null, detail: { rule: "fraud_alert" } }),
    ],
    isMasked: false,
    isMine: true,
    isOwnDecision: false,
    isHeld: false,
    workers: [],
    colleagues: [],
    files: [],
    isErased: false,
    tagNames: [],
    answers: [],
    lineage: null,
    may: {
      ...NOTHING,
      decide: true,
      wait: true,
      escalate: true,
      release: true,
      note: true,
      reverify: true,
    },
    ...overrides,
  };
}
