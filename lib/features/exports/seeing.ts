import "server-only";
import { type Actor, can } from "#lib/auth/roles.ts";
import { mayExport, seesOwnOnly } from "./permitted.ts";
import { EXPORT_SOURCES, type ExportSourceName } from "./schema.ts";
import { sourceOf } from "./sources.ts";

/** What somebody is told of that others export: no more than what they might ask for themselves. */
export function sourcesSeen(actor: Actor): readonly ExportSourceName[] {
  if (!can(actor, "export:create") || seesOwnOnly(actor)) return [];
  return EXPORT_SOURCES.filter((name) => mayExport(actor, sourceOf(name), true) !== null);
}

/** Whether an export is theirs, or one of others that they are told of. */
export const seesExport = (
  actor: Extract<Actor, { kind: "user" }>,
  { ownerId, list }: { ownerId: string; list: string },
): boolean => ownerId === actor.id || sourcesSeen(actor).some((name) => name === list);
