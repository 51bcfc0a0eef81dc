import "server-only";
import { type Actor, can } from "#lib/auth/roles.ts";
import { mayExport, seesOwnOnly } from "./permitted.ts";
import { EXPORT_SOURCES, type ExportSourceName } from "./schema.ts";
import { sourceOf } from "./sources.ts";

/** What somebody may ask for. */
export const sourcesOffered = (actor: Actor): readonly ExportSourceName[] =>
  EXPORT_SOURCES.filter((name) => mayExport(actor, sourceOf(name), true) !== null);

/** What somebody is told of that others export: no more than what they might ask for themselves. */
export const sourcesSeen = (actor: Actor): readonly ExportSourceName[] =>
  !can(actor, "export:create") || seesOwnOnly(actor) ? [] : sourcesOffered(actor);

/** Whether an export is theirs, or one of others that they are told of. */
export const seesExport = (
  actor: Extract<Actor, { kind: "user" }>,
  { ownerId, list }: { ownerId: string; list: string },
): boolean => ownerId === actor.id || sourcesSeen(actor).some((name) => name === list);
