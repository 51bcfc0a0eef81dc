import "server-only";
import { failPoint } from "#lib/fail-points.ts";
import type { Ctx } from "#lib/features/context.ts";
import { readAgain } from "./reading-again.ts";
import { forgetSenders } from "./sender.ts";
import { NOTHING, settleReverification } from "./settling.ts";
import * as sweep from "./sweep-repository.ts";

const BATCH = 50;
/** A round ends before the next one is due, however slow Unico is. */
const ROUND_MS = 40_000;

/**
 * Finds intents whose sender died. One that was never sent has failed; one that was sent is unknown and a person
 * reconciles it. All of them, however many a crash under load left. Nothing is ever sent again. Safe to run twice.
 */
export async function endAbandoned(ctx: Ctx): Promise<number> {
  await forgetSenders(ctx.db);
  let ended = 0;
  for (;;) {
    const abandoned = await sweep.listAbandoned(ctx.db, BATCH);
    for (const { id, state } of abandoned) {
      failPoint("in_sweep");
      const end = state === "pending" ? "failed" : "unknown";
      // Only from where it was found: a sender that woke up meanwhile may have sent it.
      await settleReverification(ctx, id, { ...NOTHING, state: end, failure: "sender_died" }, [state]);
    }
    ended += abandoned.length;
    if (abandoned.length < BATCH) return ended;
  }
}

/** Reads what Unico gave an id for and no end yet; what it has not ended after a week is left to people. */
export async function readUnfinished(ctx: Ctx): Promise<number> {
  const untilMs = performance.now() + ROUND_MS;
  for (const { id } of await sweep.listNeverEnding(ctx.db, BATCH))
    await settleReverification(ctx, id, { ...NOTHING, state: "unknown", failure: "still_working" }, ["sent"]);
  const readable = await sweep.listReadable(ctx.db, BATCH);
  for (const row of readable) {
    if (performance.now() > untilMs) break;
    await sweep.markRead(ctx.db, row.id);
    if ((await readAgain(ctx, row)) === "unreachable") await sweep.unmarkRead(ctx.db, row);
  }
  return readable.length;
}

/** Both, one after the other. */
export async function sweepReverifications(ctx: Ctx): Promise<number> {
  return (await endAbandoned(ctx)) + (await readUnfinished(ctx));
}
