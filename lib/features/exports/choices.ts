import "server-only";
import type { UserCtx } from "#lib/features/context.ts";
import { mayExport } from "./permitted.ts";
import type { ExportSourceName } from "./schema.ts";
import { sourceOf } from "./sources.ts";

/** What can be exported of a list or a report by whoever asks; null where nothing can. */
export function exportChoices(
  { actor }: Pick<UserCtx, "actor">,
  name: ExportSourceName,
): { columns: readonly string[]; mayClear: boolean } | null {
  const source = sourceOf(name);
  if (!mayExport(actor, source, true)) return null;
  return { columns: source.columns, mayClear: mayExport(actor, source, false) !== null };
}
