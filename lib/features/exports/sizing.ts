import "server-only";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { DIRECT_MAX_ROWS, PROOF_OVER_ROWS } from "./rules.ts";
import type { Asked } from "./schema.ts";
import type { ExportSource, SourceReading } from "./source.ts";

/** Whether it names rows, or filters that a source has: what is dropped of them would be an export of everything. */
export const isSense = (source: ExportSource, { keys, params }: Asked): boolean =>
  (keys === null || source.takesKeys(keys)) && source.takesParams(params);

/** How large it will be, null where nobody counts; very many rows ask for a fresh proof of who sits there. */
export async function sizeOf(
  ctx: UserCtx,
  source: ExportSource,
  reading: Pick<SourceReading, "asked" | "isOwnOnly">,
): Promise<{ rows: number | null; capped: boolean; isDirect: boolean }> {
  const found = await source.countUpTo(ctx, reading, PROOF_OVER_ROWS);
  if (found?.capped) assertFresh(ctx);
  return {
    rows: found?.count ?? null,
    capped: found?.capped ?? false,
    isDirect: found === null || found.count <= DIRECT_MAX_ROWS,
  };
}
