import "server-only";
import { recordAudit } from "#lib/features/audit/record.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { type Deps, giveUp, keyOf } from "./finishing.ts";
import * as exports from "./repository.ts";
import { READY_MS } from "./rules.ts";
import { eventOf } from "./told.ts";

/** Brings back what a process that died left, asks the worker for what nobody works on, and lets go what nobody fetched. */
export async function sweepExports(ctx: Deps): Promise<void> {
  for (const { id, attempt, isOver } of await exports.listSilent(ctx.db)) {
    const row = await exports.find(ctx.db, id);
    if (!row) continue;
    if (isOver) {
      await ctx.storage.remove(keyOf({ id, attempt }));
      await giveUp(ctx, { ...row, attempt }, row.direct ? "broke_off" : "given_up");
    } else await exports.endAttempt(ctx.db, { id, attempt }, { state: "queued" });
  }
  const before = new Date(ctx.now().getTime() - READY_MS);
  for (const { id } of await exports.listNotFetched(ctx.db, before)) await letGo(ctx, id);
  for (const { id } of await exports.listQueued(ctx.db))
    await enqueue(ctx.db, { task: "run-exports", payload: { exportId: id } }, id);
}

async function letGo(ctx: Deps, id: string): Promise<void> {
  const row = await exports.find(ctx.db, id);
  if (!row) return;
  await ctx.db.$transaction(async (tx) => {
    const gone = { state: "expired", asked: null, endedAt: ctx.now() } as const;
    if (await exports.change(tx, id, ["ready"], gone))
      await recordAudit(tx, ctx, eventOf("export.expire", row, { why: "not_fetched" }));
  });
}

const AT_ONCE = 100;

/** Removes files whose time is over, and what was asked for and told of them; the row stays. */
export async function removeExpired(ctx: Deps): Promise<number> {
  let count = 0;
  for (;;) {
    const expired = await exports.listExpired(ctx.db, ctx.now(), AT_ONCE);
    for (const { id, storageKey, isOld } of expired) {
      const row = await exports.find(ctx.db, id);
      if (!row) continue;
      await ctx.db.$transaction(async (tx) => {
        const gone = { state: "expired", asked: null, manifest: null } as const;
        if (await exports.change(tx, id, ["done"], gone))
          await recordAudit(
            tx,
            ctx,
            eventOf("export.expire", row, { why: isOld ? "kept_long_enough" : "person_erased" }),
          );
      });
      // The row names its file until that is gone: what breaks off between is taken up by the next run.
      await ctx.storage.remove(storageKey);
      await exports.change(ctx.db, id, ["expired"], { storageKey: null });
      count += 1;
    }
    if (expired.length < AT_ONCE) return count;
  }
}
