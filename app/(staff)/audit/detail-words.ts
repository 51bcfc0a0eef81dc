import { ROLES } from "#lib/auth/roles.ts";
import type { AuditRow } from "#lib/features/audit/service.ts";
import { DECISIONS, REASON_CODES, TRIAGE_RULES } from "#lib/features/cases/rules.ts";
import { LOOK_UP_TROUBLES, PROCESS_OUTCOMES } from "#lib/features/processes/rules.ts";
import { REFERENCE_ORIGINS } from "#lib/features/references/table-schema.ts";
import { PORTAL_WORDS } from "#lib/features/reverifications/portal-words.ts";
import { STATES } from "#lib/features/reverifications/rules.ts";
import { REASONS } from "#lib/features/reverifications/schema.ts";
import { OUTCOMES } from "#lib/features/signals.ts";
import { shortId } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

type Row = Pick<AuditRow, "action" | "detail">;
type Read = (name: string) => string | undefined;

/** A value of a closed list in words; what the list does not know is said as it was recorded. */
function said<K extends string>(values: readonly K[], value: string | undefined, say: (known: K) => string) {
  if (value === undefined || value === "none") return undefined;
  const known = values.find((each) => each === value);
  return known === undefined ? value : say(known);
}

const WHYS = [
  "unknown",
  "disabled",
  "demo",
  "password",
  "busy",
  "sign_out",
  "ended_elsewhere",
  "foreign",
] as const;

const REFUSED_NOTICES = ["not_configured", "credential", "too_large", "unreadable"] as const;

/** Within a row nothing begins with a capital but a name or a short form. */
const lowered = (word: string) =>
  /^(Unico|\p{Lu}{2})/u.test(word) ? word : word.slice(0, 1).toLowerCase() + word.slice(1);

/** What was recorded beside an action, as far as it tells a reader of the list something; all of it stands in the event. */
export function detailWords(locale: Locale, { action, detail }: Row): string {
  const read: Read = (name) => detail.find((each) => each.name === name)?.value;
  const parts = partsOf(locale, action, read).filter((part) => part !== undefined);
  return lowered(parts.join(", "));
}

function partsOf(locale: Locale, action: string, read: Read): (string | undefined)[] {
  const t = translatorFor(locale, "audit");
  const verdicts = translatorFor(locale, "verdicts");
  const decision = () => said(DECISIONS, read("decision"), (known) => verdicts(`decision.${known}`));
  switch (action) {
    case "session.start":
      return [said(["password"], read("with"), (known) => t(`detail.with.${known}`))];
    case "session.refuse":
    case "session.end":
      return [said(WHYS, read("why"), (known) => t(`detail.why.${known}`))];
    case "user.refuse":
      return [said(["unknown", "used", "expired"], read("why"), (known) => t(`detail.link.${known}`))];
    case "user.create":
      return [said(ROLES, read("role"), (known) => translatorFor(locale, "common")(`role.${known}`))];
    case "access.refuse":
      return [said(["page", "action", "picture"], read("at"), (known) => t(`detail.at.${known}`))];
    case "subject.search":
      return [said(["true", "false"], read("found"), (known) => t(`detail.found.${known}`))];
    case "reference.add":
      return [
        said(REFERENCE_ORIGINS, read("origin"), (known) =>
          translatorFor(locale, "references")(`originName.${known}`),
        ),
      ];
    case "case.open":
    case "case.join":
      return [said(TRIAGE_RULES, read("rule"), (known) => translatorFor(locale, "cases")(`rule.${known}`))];
    case "case.release":
      return [read("idle") === "true" ? t("detail.idle") : undefined];
    case "case.decide":
      return [decision(), ...reasonsOf(locale, read("reasons"))];
    case "case.approve":
    case "case.send_back":
    case "case.reopen":
      return [decision()];
    case "notice.receive":
      return [said(["not_ours"], read("handling"), (known) => t(`detail.notice.${known}`)) ?? read("state")];
    case "notice.refuse": {
      const untold = read("untold");
      return [
        said(REFUSED_NOTICES, read("why"), (known) => t(`detail.notice.${known}`)),
        untold && t("detail.untold", { count: Number(untold) }),
      ];
    }
    default:
      return checkParts(locale, action, read);
  }
}

const reasonsOf = (locale: Locale, codes = "") =>
  codes
    .split(", ")
    .map((code) =>
      said(REASON_CODES, code || undefined, (known) =>
        lowered(translatorFor(locale, "verdicts")(`reason.${known}`)),
      ),
    );

/** What Unico was asked and what it said. */
function checkParts(locale: Locale, action: string, read: Read): (string | undefined)[] {
  const t = translatorFor(locale, "audit");
  const verdicts = translatorFor(locale, "verdicts");
  const processes = translatorFor(locale, "processes");
  const reference = read("referenceId");
  switch (action) {
    case "reverification.start":
      return [
        said(REASONS, read("reason"), (known) =>
          translatorFor(locale, "reverifications")(`reasonName.${known}`),
        ),
      ];
    case "reverification.send":
      return [reference && t("what.reference", { id: shortId(reference) })];
    case "reverification.settle":
    case "reverification.late_answer":
      return [
        said(OUTCOMES, read("outcome"), (known) => verdicts(`outcome.${known}`)) ??
          said(STATES, read("state"), (known) => verdicts(`reverification.${known}`)),
      ];
    case "reverification.propose":
    case "reverification.reconcile":
    case "reverification.reject_word":
    case "reverification.withdraw_word":
      return [
        said(PORTAL_WORDS, read("says"), (known) => translatorFor(locale, "reconciling")(`word.${known}`)),
      ];
    case "process.lookup":
      return [
        said(LOOK_UP_TROUBLES, read("trouble"), (known) => processes(`trouble.${known}.title`)) ??
          said(PROCESS_OUTCOMES, read("outcome"), (known) => processes(`outcome.${known}`)) ??
          said(["snapshot"], read("source"), (known) => t(`detail.source.${known}`)),
      ];
    default:
      return [];
  }
}
