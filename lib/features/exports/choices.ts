import "server-only";
import { can } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listOf } from "./lists.ts";
import { mayExport } from "./permitted.ts";
import type { ExportListName } from "./schema.ts";

/** What can be exported of a list by whoever asks; null where nothing can. */
export function exportChoices(
  { actor }: Pick<UserCtx, "actor">,
  name: ExportListName,
): { columns: string[]; mayClear: boolean } | null {
  const list = listOf(name);
  if (!mayExport(actor, list, true)) return null;
  return { columns: list.columns.map(({ id }) => id), mayClear: can(actor, "export:pii") };
}
