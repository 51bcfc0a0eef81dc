import "server-only";
import { type Actor, assertCan, can, Forbidden } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { ExportSource } from "./source.ts";

type Of = Pick<ExportSource, "asks" | "permission" | "hasOwn" | "hasPersonal" | "hasBranches">;

/** Whether only one's own is exported; throws where nothing of it may be, or not with personal data. */
export function assertMayExport(actor: Actor, of: Of, isMasked: boolean): { isOwnOnly: boolean } {
  const grant = assertCan(actor, of.asks);
  assertCan(actor, of.permission);
  if (!isMasked) {
    assertCan(actor, "export:pii");
    const isOthers = !of.hasBranches && scopeOf(actor) !== null;
    if (!of.hasPersonal || isOthers) throw new Forbidden("export:pii");
  }
  if (grant === "own" && !of.hasOwn) throw new Forbidden(of.asks);
  return { isOwnOnly: grant === "own" };
}

/** The same, where nobody is there who could be told. */
export function mayExport(actor: Actor, of: Of, isMasked: boolean): { isOwnOnly: boolean } | null {
  try {
    return assertMayExport(actor, of, isMasked);
  } catch (error) {
    if (error instanceof Forbidden) return null;
    throw error;
  }
}

/** Whoever may ask for no file at all is told nothing of any. */
export function assertMayExportSome(actor: Actor): void {
  if (!can(actor, "user:manage")) assertCan(actor, "export:create");
}

/** Whether others' exports are none of theirs: a file holds the branches of whoever asked for it. */
export const seesOwnOnly = (actor: Actor): boolean =>
  assertCan(actor, "export:create") === "own" || scopeOf(actor) !== null;
