import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { noteLeft } from "#lib/features/attachments/repository.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { assertRecordable } from "#lib/features/audit/recordable.ts";
import type { Ctx } from "#lib/features/context.ts";
import { pruneThrottling } from "#lib/features/throttling/pruning.ts";
import * as retention from "./repository.ts";
import { SIGN_IN_TRACES_DAYS } from "./schema.ts";

/** Our policy: a batch is done in well under a second, so that nobody waits for its rows. */
const BATCH = 500;

/** Removes everything of one class that is past its days; counted and told with what is removed, or none of it. */
export const REMOVERS: Record<retention.Removable, (ctx: Ctx, run: string, batch?: number) => Promise<void>> =
  {
    selfies: removeSelfies,
    snapshots: (ctx, run, batch) => removePages(ctx, run, "snapshots", batch),
    answers: (ctx, run, batch) => removePages(ctx, run, "answers", batch),
    cases: (ctx, run, batch) => removePages(ctx, run, "cases", batch),
    lists: (ctx, run, batch) => removeTraces(ctx, run, "lists", batch),
    imports: (ctx, run, batch) => removeTraces(ctx, run, "imports", batch),
    sessions: (ctx, run, batch) => removeTraces(ctx, run, "sessions", batch),
    links: (ctx, run, batch) => removeTraces(ctx, run, "links", batch),
    tries: (ctx, run, batch) => removeTraces(ctx, run, "tries", batch),
  };

/** Every row past its days is looked at once a run, so that what is held never keeps the rest. */
async function removePages(
  ctx: Ctx,
  run: string,
  of: "snapshots" | "answers" | "cases",
  batch = BATCH,
): Promise<void> {
  let after: retention.Reached | null = null;
  do {
    const from = after;
    after = await ctx.db.$transaction(async (tx) => {
      const purged = await retention.purge(tx, of, { batch, after: from });
      if (purged) await tellRemoved(tx, ctx, run, of, purged.removed);
      return purged?.reached ?? null;
    });
  } while (after);
}

type Trace = "lists" | "imports" | "sessions" | "links" | "tries";

async function removeTraces(ctx: Ctx, run: string, of: Trace, batch = BATCH): Promise<void> {
  const removeBatch = () =>
    ctx.db.$transaction(async (tx) => {
      const removed = await removeSome(tx, of, batch);
      await tellRemoved(tx, ctx, run, of, removed);
      return removed;
    });
  while ((await removeBatch()) > 0);
}

function removeSome(tx: Tx, of: Trace, batch: number): Promise<number> {
  switch (of) {
    case "tries":
      return pruneThrottling({ db: tx }, batch);
    case "lists":
    case "imports":
      return retention.purgeEnded(tx, of, batch);
    case "sessions":
    case "links":
      return retention.purgeTraces(tx, of, batch, SIGN_IN_TRACES_DAYS);
  }
}

/** The file first: a key without its file shows nothing, a file without its key would be kept for ever. */
async function removeSelfies(ctx: Ctx, run: string, batch = BATCH): Promise<void> {
  let after: retention.Reached | null = null;
  for (;;) {
    const past = await retention.listSelfiesPast(ctx.db, { batch, after });
    // A file is gone before its event is written, so what could not be told is not begun.
    if (past.length > 0) await assertRecordable(ctx.db);
    for (const { id, selfieKey, isKept } of past) if (!isKept) await removeSelfie(ctx, run, id, selfieKey);
    const last = past.at(-1);
    if (!last) return;
    after = { at: last.at, key: last.id };
  }
}

async function removeSelfie(ctx: Ctx, run: string, id: string, selfieKey: string): Promise<void> {
  await ctx.storage.remove(selfieKey);
  await ctx.db.$transaction(async (tx) => {
    if ((await retention.forgetSelfie(tx, id, selfieKey)) === 0) return;
    await noteLeft(tx, selfieKey);
    await tellRemoved(tx, ctx, run, "selfies", 1);
  });
  // A turn to a new key may have put it back in between; what it puts back later is removed by the job.
  await ctx.storage.remove(selfieKey);
}

async function tellRemoved(
  tx: Tx,
  ctx: Ctx,
  run: string,
  of: retention.Removable,
  count: number,
): Promise<void> {
  if (count === 0) return;
  await retention.addRemoved(tx, run, of, count);
  await recordAudit(tx, ctx, {
    action: "retention.remove",
    entityType: "retention",
    entityId: run,
    detail: { [of]: count },
  });
}
