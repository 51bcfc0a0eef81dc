import { ROLES } from "#lib/auth/roles.ts";
import { PERSON_REFUSALS } from "#lib/features/accounts/people-rules.ts";
import type { AuditRow } from "#lib/features/audit/service.ts";
import { DECISIONS, PRIORITIES, REASON_CODES } from "#lib/features/cases/rules.ts";
import { REFERENCE_ORIGINS } from "#lib/features/references/table-schema.ts";
import { HOLD_REASONS } from "#lib/features/retention/schema.ts";
import { REVEAL_FIELDS, REVEAL_REASONS } from "#lib/features/revealing/schema.ts";
import { ERASE_REASONS, FILE_REASONS } from "#lib/features/titular/schema.ts";
import { isOwn, WORDED_RULES } from "#lib/features/triage/schema.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { en } from "#lib/i18n/messages/audit.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { logParts } from "./log-detail-words.ts";
import { lowered, type Read, said } from "./said.ts";
import { checkParts } from "./unico-detail-words.ts";

type Row = Pick<AuditRow, "action" | "detail">;

const WHYS = Object.keys(en.detail.why) as (keyof typeof en.detail.why)[];
const WITHS = ["password", "code", "recovery", "set_up"] as const;

const LINK_WHYS = ["unknown", "used", "expired", "disabled", "of_company", "throttled"] as const;
const PERSON_WHYS = [...PERSON_REFUSALS, "email_taken"] as const;

const REFUSED_NOTICES = ["not_configured", "credential", "too_large", "unreadable"] as const;

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
      return [
        said(["page", "action", "picture", "file", "live", "lease"], read("at"), (known) =>
          t(`detail.at.${known}`),
        ),
      ];
    case "subject.search":
      return [said(["true", "false"], read("found"), (known) => t(`detail.found.${known}`))];
    case "audit.alarm":
    case "audit.check":
    case "audit.export":
    case "audit.proof":
    case "limit.refuse":
      return logParts(locale, action, read);
    case "reference.add":
      return [
        said(REFERENCE_ORIGINS, read("origin"), (known) =>
          translatorFor(locale, "references")(`originName.${known}`),
        ),
      ];
    case "case.open":
    case "case.join":
      return [ruleWord(locale, read)];
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
    case "case.take_over":
      return [read("holder") && t("detail.holder", { who: String(read("holder")) })];
    case "case.assign":
      return [read("assignee") && t("detail.assignee", { who: String(read("assignee")) })];
    case "case.prioritise":
      return [said(PRIORITIES, read("priority"), (known) => verdicts(`priority.${known}`))];
    case "case.decide":
      return [decision(), ...reasonsOf(locale, read("reasons"))];
    case "case.undo":
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

/** A manager's own rule is called something there only; the log knows the version of the rules that it stands in. */
function ruleWord(locale: Locale, read: Read): string | undefined {
  const key = read("rule");
  return isOwn(key ?? "")
    ? translatorFor(locale, "audit")("detail.ownRule", { version: read("triageVersion") ?? "" })
    : said(WORDED_RULES, key, (known) => translatorFor(locale, "cases")(`rule.${known}`));
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
