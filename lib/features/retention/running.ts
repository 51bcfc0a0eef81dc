import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { slowly } from "#lib/db/slowly.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import * as retention from "./repository.ts";

/** Our policy: a batch is done in well under a second, so that nobody waits for its rows. */
const BATCH = 500;

/**
 * Removes what is past its days, a batch a transaction, never of anybody under legal hold or with an open case. Killed
 * in the middle, the next run goes on with the same count. Audit months are told of and stay: they leave as a whole.
 */
export async function runRetention(ctx: Ctx): Promise<void> {
  assertCan(ctx.actor, "settings:manage");
  const run = await retention.beginRun(ctx.db, ctx.now());
  const troubles: { of: string; error: unknown }[] = [];
  for (const each of CLASSES)
    await removeAll(ctx, run, each).catch((error) => troubles.push({ of: each, error }));
  const auditPast = await slowly(ctx.db, retention.countAuditPast);
  await ctx.db.$transaction(async (tx) => {
    const { isOurs, selfies, snapshots, answers, cases } = await retention.endRun(
      tx,
      run,
      auditPast,
      ctx.now(),
    );
    if (!isOurs) return;
    const entry = { action: "retention.run", entityType: "retention", entityId: run } as const;
    const detail = { selfies, snapshots, answers, cases, auditPast };
    if (troubles.length === 0) return recordAudit(tx, ctx, { ...entry, detail });
    await recordAudit(
      tx,
      ctx,
      { ...entry, detail: { ...detail, failed: troubles.map(({ of }) => of) } },
      "failed",
    );
  });
  // For whoever reads the worker's lines.
  const [first] = troubles;
  if (first) throw first.error;
}

const CLASSES = ["selfies", "snapshots", "answers", "cases"] as const;
type Removable = (typeof CLASSES)[number];

/** One class that cannot be removed from does not keep the others. */
async function removeAll(ctx: Ctx, run: string, of: Removable): Promise<void> {
  if (of === "selfies") return removeSelfies(ctx, run);
  while ((await removeBatch(ctx, run, of)) > 0);
}

/** Removed, counted and told together, or none of it. */
const removeBatch = (ctx: Ctx, run: string, of: Exclude<Removable, "selfies">): Promise<number> =>
  ctx.db.$transaction(async (tx) => {
    const removed = await retention.purge(tx, of, BATCH);
    if (removed > 0) await tellRemoved(tx, ctx, run, of, removed);
    return removed;
  });

async function tellRemoved(tx: Tx, ctx: Ctx, run: string, of: Removable, count: number): Promise<void> {
  await retention.addRemoved(tx, run, of, count);
  await recordAudit(tx, ctx, {
    action: "retention.remove",
    entityType: "retention",
    entityId: run,
    detail: { [of]: count },
  });
}

/** The file first: a key without its file shows nothing, a file without its key would be kept for ever. */
async function removeSelfies(ctx: Ctx, run: string): Promise<void> {
  for (;;) {
    const past = await retention.listSelfiesPast(ctx.db, BATCH);
    for (const { id, selfieKey } of past) {
      await ctx.storage.remove(selfieKey);
      await ctx.db.$transaction(async (tx) => {
        if ((await retention.forgetSelfie(tx, id, selfieKey)) === 0) return;
        await tellRemoved(tx, ctx, run, "selfies", 1);
      });
      // A turn to a new key may have put it back in between.
      await ctx.storage.remove(selfieKey);
    }
    if (past.length < BATCH) return;
  }
}
