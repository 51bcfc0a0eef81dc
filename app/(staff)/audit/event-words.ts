import { type Actor, can, type Permission } from "#lib/auth/roles.ts";
import { AUDIT_ACTIONS } from "#lib/features/audit/catalogue.ts";
import { tellsRefusal } from "#lib/features/audit/rules.ts";
import type { AuditRow } from "#lib/features/audit/service.ts";
import { shortId } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type T = Translator<"audit">;
type Act = Pick<AuditRow, "action" | "outcome">;
type Who = Pick<AuditRow, "actorKind" | "actorId" | "actorName">;
type What = Pick<AuditRow, "entityType" | "entityId" | "entityName">;

/** What the log holds may be newer than this build: then the raw action is said. */
const known = (action: string) => AUDIT_ACTIONS.find((each) => each === action);

export function actionWord(t: T, { action, outcome }: Act): string {
  const name = known(action);
  const word = name ? t(`action.${name}`) : action;
  if (outcome === "done" || tellsRefusal(action)) return word;
  return t("withOutcome", { action: word, outcome: t(`outcome.${outcome}`).toLowerCase() });
}

export function whoWord(t: T, { actorKind, actorId, actorName }: Who): string {
  if (actorKind !== "user") return t(`actor.${actorKind}`);
  return actorName ?? t("actor.gone", { id: shortId(actorId ?? "") });
}

export function whatWord(t: T, { entityType, entityId, entityName }: What): string {
  const id = entityName ?? (entityId && entityId.length === 36 ? shortId(entityId) : (entityId ?? ""));
  switch (entityType) {
    case "session":
      return t("what.session");
    case "account":
      return entityId ? t("what.account", { id }) : t("what.noAccount");
    case "subject":
      return entityId ? t("what.subject", { id }) : t("what.nobody");
    case "notice":
      return t("what.notice");
    case "retention":
      return t("what.retention");
    case "key":
      return t("what.key", { id: entityId ?? "" });
    case "audit":
      return entityId ? t("what.audit", { id }) : t("what.auditLog");
    case "user":
    case "permission":
    case "limit":
    case "reverification":
    case "process":
    case "reference":
    case "import":
    case "connection":
    case "case":
    case "triage":
    case "bulk":
    case "list":
    case "view":
    case "export":
    case "schedule":
      return t(`what.${entityType}`, { id });
    default:
      return `${entityType} ${id}`;
  }
}

/** The whole event as one sentence, with how it ended where it was not simply done. */
export function sentenceOf(t: T, row: Act & Who & What): string {
  const name = known(row.action);
  const who = whoWord(t, row);
  if (name && (row.outcome === "done" || tellsRefusal(name)))
    return t(`sentence.${name}`, { who, what: whatWord(t, row) });
  return t("otherSentence", { who, action: `${actionWord(t, row)}, ${whatWord(t, row)}` });
}

const SCREENS: Record<string, { path: string; permission: Permission }> = {
  case: { path: "/cases", permission: "case:read" },
  reverification: { path: "/reverifications", permission: "reverification:read" },
  process: { path: "/processes", permission: "process:lookup" },
  list: { path: "/processes/lists", permission: "process:lookup" },
  import: { path: "/references/import", permission: "reference:import" },
  user: { path: "/settings/users", permission: "user:manage" },
  subject: { path: "/audit/subjects", permission: "audit:read" },
};

/** Where what the event is about can be looked at, for those who may. */
export function entityHref(actor: Actor, { entityType, entityId }: What): string | null {
  const screen = SCREENS[entityType];
  return screen && entityId && can(actor, screen.permission)
    ? `${screen.path}/${encodeURIComponent(entityId)}`
    : null;
}
