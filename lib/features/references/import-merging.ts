import "server-only";
import { assertCan, can } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Tx } from "#lib/db/client.ts";
import { actingNow } from "#lib/features/accounts/acting.ts";
import type { Ctx } from "#lib/features/context.ts";
import { endOf, tellEnd } from "./import-ending.ts";
import * as merging from "./import-merge-steps.ts";
import * as imports from "./import-repository.ts";
import type { FileProblem } from "./import-schema.ts";

/** The role ends a transaction after a minute; this is to end before, with words. */
const MERGE_TIMEOUT_MS = 55_000;

/** Brings in what was read and lies ready, and ends what nobody reads any more or fails for long. A job that was killed begins anew. */
export async function mergeImports(ctx: Ctx): Promise<void> {
  assertCan(ctx.actor, "reference:import");
  const troubles = new Map<string, unknown>();
  for (const { id } of await imports.listReady(ctx.db)) {
    try {
      await bringIn(ctx, id);
    } catch (error) {
      // Tried again by the next run, and no reason for others to wait.
      troubles.set(id, error);
    }
  }
  // What lies ready for long because nothing ran was brought in just now; what was tried and failed is given up.
  for (const { id, state } of await imports.listAbandoned(ctx.db))
    if (state === "reading" || troubles.has(id)) await endOf(ctx, id, state, { state: "interrupted" });
  await imports.dropLeftLines(ctx.db);
  for (const trouble of troubles.values()) throw trouble;
}

/** Who sent it may do other things than when their file was begun to be brought in. */
class ChangedMeanwhile extends Error {}

/** Begun anew where rights changed on the way: they are asked before anything is written. */
async function bringIn(ctx: Ctx, id: string): Promise<void> {
  const once = () => ctx.db.$transaction((tx) => merge(tx, ctx, id), { timeout: MERGE_TIMEOUT_MS });
  await once().catch((error: unknown) => {
    if (error instanceof ChangedMeanwhile) return once();
    throw error;
  });
}

/** All of it by one transaction: at no moment is a part of it there. */
async function merge(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  const ready = await imports.lockImport(tx, id, "ready");
  if (!ready) return;
  await merging.allowTime(tx, MERGE_TIMEOUT_MS);
  const at = ctx.now();
  // After a crash of PostgreSQL the lines are gone.
  if ((await merging.countLines(tx, id)) < ready.rightCount) {
    await imports.endImport(tx, id, at, { state: "interrupted" });
    await tellEnd(tx, ctx, id);
    return;
  }
  const actor = await actingNow(tx, ready.startedById);
  const problem = await problemOf(tx, id, actor);
  if (problem) {
    await imports.endImport(tx, id, at, { state: "refused", problem });
    await tellEnd(tx, ctx, id);
    return;
  }
  const erasedCount = await merging.refuseErased(tx, id);
  const rightCount = ready.rightCount - erasedCount;
  const counts = { rightCount, refusedCount: ready.refusedCount + erasedCount };
  if (erasedCount > 0 && (ready.mode === "all" || rightCount === 0)) {
    await imports.endImport(tx, id, at, { state: "refused", ...counts });
  } else {
    await merging.holdIndexKey(tx, ctx.vault.indexKeys[0] ?? "");
    await merging.insertPeople(tx, id);
    await merging.fillPeople(tx, id);
    const changedCount = await merging.fillReferences(tx, id);
    const addedCount = await merging.insertReferences(tx, id, at);
    const disputedCount = await merging.insertClaims(tx, id, at);
    await imports.endImport(tx, id, at, {
      state: "done",
      ...counts,
      addedCount,
      changedCount,
      disputedCount,
    });
    // All this took up to a minute, in which others may have been told that this person may do no such thing any more.
    if (rightsOf(await actingNow(tx, ready.startedById)) !== rightsOf(actor)) throw new ChangedMeanwhile();
  }
  await tellEnd(tx, ctx, id);
}

type Sender = Awaited<ReturnType<typeof actingNow>>;
const rightsOf = (actor: Sender) => JSON.stringify(actor && [actor.role, actor.scope?.toSorted()]);

/** Whoever sent it is asked again: what they may do, and where, may be less than it was when the file was read. */
async function problemOf(tx: Tx, id: string, actor: Sender): Promise<FileProblem | null> {
  if (!actor || !can(actor, "reference:import")) return "not_allowed";
  const scope = scopeOf(actor);
  return scope !== null && (await merging.countOutside(tx, id, scope)) > 0 ? "branches_changed" : null;
}
