import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type ItemRow, readList } from "./reading.ts";
import * as lists from "./repository.ts";

export type DownloadedItem = Omit<ItemRow, "key">;

/** Every id of a list with what became of it, told before a byte leaves; null where there is none, or it is another's. */
export async function downloadList(
  ctx: UserCtx,
  given: string,
): Promise<{ id: string; items: DownloadedItem[] } | null> {
  assertCan(ctx.actor, "process:lookup");
  const list = await readList(ctx, given);
  if (!list) return null;
  return ctx.db.$transaction(async (tx) => {
    const items = await lists.listAllItems(tx, list.id);
    const done = items.filter(({ state }) => state === "done").map(({ processId }) => processId);
    const seen = new Map((await lists.listSeen(tx, done)).map((process) => [process.id, process]));
    await recordAudit(tx, ctx, {
      action: "list.download",
      entityType: "list",
      entityId: list.id,
      detail: { ids: items.length },
    });
    return {
      id: list.id,
      items: items.map((item) => ({
        ...item,
        process: item.state === "done" ? (seen.get(item.processId) ?? null) : null,
      })),
    };
  });
}
