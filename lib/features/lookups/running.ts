import "server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { assertCan, can } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { actingNow } from "#lib/features/accounts/acting.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { asProgram, type Ctx, type UserCtx } from "#lib/features/context.ts";
import type { LookUpTrouble } from "#lib/features/processes/rules.ts";
import { lookUpAmongMany } from "#lib/features/processes/service.ts";
import * as lists from "./repository.ts";
import { AT_ONCE, nextOf, pauseMsOf, TURN } from "./rules.ts";
import * as turns from "./turns.ts";

const SAY_ALIVE_EVERY_MS = 1_000;
/** Whoever is told to stop waits no longer for what is under way: it is asked for again, which is free. */
const LEAVE_AFTER_MS = 5_000;

/**
 * Works on lists as long as there are any, each for one turn, so that a short one is not kept waiting by a long one. Of
 * one process one at a time; the rate is the gate's, over all processes.
 */
export function createListRunner({ leaveAfterMs = LEAVE_AFTER_MS } = {}) {
  let isRunning = false;
  let isAskedAgain = false;
  return async (ctx: Ctx, stop: AbortSignal = new AbortController().signal): Promise<void> => {
    assertCan(ctx.actor, "process:lookup");
    isAskedAgain = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isAskedAgain && !stop.aborted) {
        isAskedAgain = false;
        while (!stop.aborted && (await takeTurn(ctx, stop, leaveAfterMs)));
      }
    } finally {
      isRunning = false;
    }
  };
}

/** Whether there was a list to work on. */
async function takeTurn(ctx: Ctx, stop: AbortSignal, leaveAfterMs: number): Promise<boolean> {
  const runnerId = randomUUID();
  const list = await turns.claimList(ctx.db, runnerId);
  if (!list) return false;
  const over = new AbortController();
  const saying = setInterval(() => {
    turns.sayAlive(ctx.db, list.id, runnerId).then(
      (isOurs) => isOurs || over.abort(),
      // Without the database nothing can be done anyway; whoever takes the list over is seen at the next look.
      () => undefined,
    );
  }, SAY_ALIVE_EVERY_MS);
  try {
    await workOn(ctx, list, { stop: AbortSignal.any([stop, over.signal]), leaveAfterMs });
  } finally {
    clearInterval(saying);
    await turns.releaseList(ctx.db, list.id, runnerId);
  }
  return true;
}

type Leaving = { readonly stop: AbortSignal; readonly leaveAfterMs: number };

async function workOn(ctx: Ctx, list: turns.ClaimedList, leaving: Leaving): Promise<void> {
  const person = await personOf(ctx, list);
  if (!person) {
    await ctx.db.$transaction((tx) => endListFor(tx, ctx, list.id, "not_allowed"));
    return;
  }
  const due = await turns.listDue(ctx.db, list.id, ctx.now(), TURN);
  const turn: Turn = { ...leaving, list, person, trouble: null, answered: 0, isOver: false };
  await lookUpAll(turn, due);
  if (turn.stop.aborted || turn.isOver) return;
  if (turn.trouble) {
    const { pauses } = list;
    const resumeAt = new Date(ctx.now().getTime() + pauseMsOf(turn.answered > 0 ? 0 : pauses));
    await turns.pauseList(ctx.db, list.id, { trouble: turn.trouble, resumeAt, pauses: pauses + 1 });
    return;
  }
  await turns.goOn(ctx.db, list.id);
  const next = await turns.nextDue(ctx.db, list.id);
  if (!next) await ctx.db.$transaction((tx) => endListFor(tx, person, list.id, "finished"));
  else if (next.at && next.at > ctx.now())
    await turns.pauseList(ctx.db, list.id, { trouble: null, resumeAt: next.at, pauses: 0 });
}

/** The end of a list, told in the name of who asked for it, or of the program where they may no longer. */
export async function endListFor(
  tx: Tx,
  ctx: Ctx,
  id: string,
  ending: "finished" | "not_allowed",
): Promise<void> {
  const left = await lists.endList(tx, id, ending, ctx.now());
  if (left === null) return;
  const { ofState } = await lists.countItems(tx, id);
  await recordAudit(tx, ctx, {
    action: "list.end",
    entityType: "list",
    entityId: id,
    detail: { ending, done: ofState("done"), left },
  });
}

type Turn = Leaving & {
  readonly list: turns.ClaimedList;
  readonly person: UserCtx;
  /** What keeps every id from being looked up, once something does. */
  trouble: LookUpTrouble | null;
  answered: number;
  /** The list was stopped, or goes on elsewhere. */
  isOver: boolean;
};

async function lookUpAll(turn: Turn, due: readonly turns.DueItem[]): Promise<void> {
  const left = due.values();
  let isBroken = false;
  const take = async () => {
    for (const item of left) {
      if (turn.stop.aborted || turn.trouble || turn.isOver || isBroken) return;
      await lookUpOne(turn, item).catch((error) => {
        isBroken = true;
        throw error;
      });
    }
  };
  const all = Promise.allSettled(Array.from({ length: AT_ONCE }, take)).then((taken) => {
    for (const each of taken) if (each.status === "rejected") throw each.reason;
  });
  const leave = Promise.withResolvers<void>();
  const onStop = () => sleep(turn.leaveAfterMs).then(leave.resolve);
  turn.stop.addEventListener("abort", onStop, { once: true });
  try {
    await Promise.race([all, leave.promise]);
  } finally {
    turn.stop.removeEventListener("abort", onStop);
    // What is under way when it leaves ends by itself, or with the process.
    all.catch(() => undefined);
  }
}

/** What was found out of an id is kept in the transaction in which the id ends: killed in between, neither is there. */
async function lookUpOne(turn: Turn, { id, processId, tries }: turns.DueItem): Promise<void> {
  const { list, person } = turn;
  await lookUpAmongMany(
    person,
    { processId },
    {
      detail: { listId: list.id },
      async end(tx, trouble) {
        const at = person.now();
        const next = nextOf(trouble, tries, at.getTime() - list.askedAt.getTime());
        if (next.kind === "pause") turn.trouble ??= trouble;
        else turn.answered += 1;
        if (next.kind === "end") {
          const { count } = await turns.endItem(tx, id, { state: next.state, trouble, at });
          if (count === 0) turn.isOver = true;
        }
        if (next.kind === "again") {
          await turns.putOffItem(tx, id, trouble ?? "timeout", new Date(at.getTime() + next.afterMs));
        }
      },
    },
  );
}

/** Whoever asked, as they are now; null where they may look nothing up any more. */
async function personOf(ctx: Ctx, { id, askedById, sessionId }: turns.ClaimedList): Promise<UserCtx | null> {
  const actor = await actingNow(ctx.db, askedById, sessionId);
  if (!actor || !can(actor, "process:lookup")) return null;
  return asProgram({ ...ctx, actor, request: { id, address: null } });
}
