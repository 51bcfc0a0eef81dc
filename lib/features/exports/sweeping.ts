import "server-only";
import { recordAudit } from "#lib/features/audit/record.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { type Deps, giveUp, keyOf } from "./finishing.ts";
import * as exports from "./repository.ts";
import { KEPT_MS, READY_MS } from "./rules.ts";
import * as schedules from "./schedule-repository.ts";
import { eventOf } from "./told.ts";
import { throwFirst, tryEach } from "./trying.ts";

/**
 * Brings back what a process that died left, lets go what nobody fetched, and asks the worker for what nobody works on.
 * One that fails does not keep the others, and is thrown at the end.
 */
export async function sweepExports(ctx: Deps): Promise<void> {
  const before = new Date(ctx.now().getTime() - READY_MS);
  throwFirst([
    ...(await tryEach(await exports.listSilent(ctx.db), (silent) => bringBack(ctx, silent))),
    ...(await tryEach(await exports.listNotFetched(ctx.db, before), ({ id }) => letGo(ctx, id))),
    ...(await tryEach(await exports.listQueued(ctx.db), ({ id }) =>
      enqueue(ctx.db, { task: "run-exports", payload: { exportId: id } }, id),
    )),
  ]);
}

type Silent = Awaited<ReturnType<typeof exports.listSilent>>[number];

async function bringBack(ctx: Deps, { id, attempt, isOver }: Silent): Promise<void> {
  const row = await exports.find(ctx.db, id);
  if (!row) return;
  if (!isOver) {
    await exports.endAttempt(ctx.db, { id, attempt }, { state: "queued" });
    return;
  }
  await ctx.storage.remove(keyOf({ id, attempt }));
  const silent = { ...row, attempt };
  await (row.direct ? giveUp(ctx, silent, "broke_off", row.rowsDone) : giveUp(ctx, silent, "given_up"));
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
const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/**
 * Removes files whose time is over, and what was asked for and told of them; the row stays. A file that cannot be removed
 * does not keep the others, and is thrown at the end.
 */
export async function removeExpired(ctx: Deps): Promise<number> {
  const troubles: unknown[] = [];
  let [count, after] = [0, BEFORE_ALL];
  for (;;) {
    const expired = await exports.listExpired(ctx.db, ctx.now(), { after, take: AT_ONCE });
    const failed = await tryEach(expired, (each) => expire(ctx, each));
    troubles.push(...failed);
    count += expired.length - failed.length;
    const last = expired.at(-1);
    if (!last) break;
    after = last.id;
  }
  await exports.forgetAsked(ctx.db, new Date(ctx.now().getTime() - KEPT_MS));
  await schedules.forgetEnded(ctx.db);
  throwFirst(troubles);
  return count;
}

type Expired = Awaited<ReturnType<typeof exports.listExpired>>[number];

async function expire(ctx: Deps, { id, storageKey, isOld }: Expired): Promise<void> {
  const row = await exports.find(ctx.db, id);
  if (!row) return;
  await ctx.db.$transaction(async (tx) => {
    const gone = { state: "expired", asked: null, manifest: null } as const;
    const why = isOld ? "kept_long_enough" : "person_erased";
    if (await exports.change(tx, id, ["done"], gone))
      await recordAudit(tx, ctx, eventOf("export.expire", row, { why }));
  });
  await ctx.storage.remove(storageKey);
  // The row names its file until the run after this one: what breaks off here, and what was being sealed anew and came
  // to lie there again, is removed then.
  if (row.state === "expired") await exports.change(ctx.db, id, ["expired"], { storageKey: null });
}
