import { ROLES } from "#lib/auth/roles.ts";
import { PERSON_REFUSALS } from "#lib/features/accounts/people-rules.ts";
import type { AuditRow } from "#lib/features/audit/service.ts";
import { DECISIONS, REASON_CODES, TRIAGE_RULES } from "#lib/features/cases/rules.ts";
import { LOOK_UP_TROUBLES, PROCESS_OUTCOMES } from "#lib/features/processes/rules.ts";
import { REFERENCE_ORIGINS } from "#lib/features/references/table-schema.ts";
import { HOLD_REASONS } from "#lib/features/retention/schema.ts";
import { REVEAL_FIELDS, REVEAL_REASONS } from "#lib/features/revealing/schema.ts";
import { PORTAL_WORDS } from "#lib/features/reverifications/portal-words.ts";
import { STATES } from "#lib/features/reverifications/rules.ts";
import { REASONS } from "#lib/features/reverifications/schema.ts";
import { OUTCOMES } from "#lib/features/signals.ts";
import { ERASE_REASONS, FILE_REASONS } from "#lib/features/titular/schema.ts";
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
  "throttled",
  "wrong",
  "used",
  "company",
  "all_others",
  "start_over",
  "second_factor",
  "step_up",
] as const;
const WITHS = ["password", "code", "recovery", "set_up"] as const;

const LINK_WHYS = ["unknown", "used", "expired", "disabled", "of_company", "throttled"] as const;
const PERSON_WHYS = [...PERSON_REFUSALS, "email_taken"] as const;

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
  const privacy = translatorFor(locale, "privacy");
  const verdicts = translatorFor(locale, "verdicts");
  const decision = () => said(DECISIONS, read("decision"), (known) => verdicts(`decision.${known}`));
  switch (action) {
    case "session.start":
    case "session.confirm":
      return [
        said(WITHS, read("with"), (known) => t(`detail.with.${known}`)),
        said(WHYS, read("why"), (known) => t(`detail.why.${known}`)),
      ];
    case "session.refuse":
      return [
        said(WHYS, read("why"), (known) => t(`detail.why.${known}`)),
        read("untold") && t("detail.untold", { count: Number(read("untold")) }),
      ];
    case "session.end":
    case "session.renew":
    case "factor.refuse":
      return [said(WHYS, read("why"), (known) => t(`detail.why.${known}`))];
    case "user.refuse":
      return [said(LINK_WHYS, read("why"), (known) => t(`detail.link.${known}`))];
    case "user.role":
    case "user.branches":
    case "user.disable":
    case "user.enable":
    case "user.sessions_end":
    case "user.second_factor_reset":
    case "user.link":
      return personParts(locale, read);
    case "user.create":
      return [roleWord(locale, read("role")), ...personParts(locale, read)];
    case "access.refuse":
      return [said(["page", "action", "picture", "file"], read("at"), (known) => t(`detail.at.${known}`))];
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
    case "pii.reveal":
      return [
        said(REVEAL_FIELDS, read("field"), (known) => privacy(`reveal.field.${known}`)),
        said(REVEAL_REASONS, read("reason"), (known) => privacy(`reveal.reason.${known}`)),
      ];
    case "subject.file":
      return [said(FILE_REASONS, read("reason"), (known) => privacy(`file.reason.${known}`))];
    case "subject.erase":
      return [said(ERASE_REASONS, read("reason"), (known) => privacy(`erase.reason.${known}`))];
    case "hold.set":
      return [said(HOLD_REASONS, read("reason"), (known) => privacy(`hold.reason.${known}`))];
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

const roleWord = (locale: Locale, role: string | undefined) =>
  said(ROLES, role, (known) => translatorFor(locale, "common")(`role.${known}`));

/** What was changed of a person, or why it was not. */
function personParts(locale: Locale, read: Read): (string | undefined)[] {
  const t = translatorFor(locale, "audit");
  const before = roleWord(locale, read("before.role") ?? read("from"));
  const after = roleWord(locale, read("after.role") ?? read("to"));
  return [
    before && after && t("detail.fromTo", { before, after }),
    said(PERSON_WHYS, read("why"), (known) => t(`detail.person.${known}`)),
  ];
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
