import "server-only";
import { type Actor, assertCan, Forbidden } from "#lib/auth/roles.ts";
import type { ExportList } from "./list.ts";

/** Whether only one's own is exported; throws where nothing of this list may be, or not with personal data. */
export function assertMayExport(actor: Actor, list: ExportList, isMasked: boolean): { isOwnOnly: boolean } {
  const grant = assertCan(actor, "export:create");
  assertCan(actor, list.permission);
  if (!isMasked) assertCan(actor, "export:pii");
  if (grant === "own" && !list.hasOwn) throw new Forbidden("export:create");
  return { isOwnOnly: grant === "own" };
}

/** The same, where nobody is there who could be told. */
export function mayExport(actor: Actor, list: ExportList, isMasked: boolean): { isOwnOnly: boolean } | null {
  try {
    return assertMayExport(actor, list, isMasked);
  } catch (error) {
    if (error instanceof Forbidden) return null;
    throw error;
  }
}
