import "server-only";
import { failPoint } from "#lib/fail-points.ts";
import type { Ctx } from "#lib/features/context.ts";
import * as reverifications from "./repository.ts";
import { SENDER_DEAD_AFTER_MS } from "./rules.ts";
import { forgetSenders } from "./sender.ts";
import { NOTHING, readAgain, settleReverification } from "./settling.ts";

const BATCH = 50;
/** Our policy: what Unico has not ended after a week is left to people. */
const READ_FOR_MS = 7 * 86_400_000;

/**
 * Finds intents whose sender died. One that was never sent has failed; one that was sent is unknown and a person
 * reconciles it. What Unico gave an id for is read again by it. Nothing is ever sent again. Safe to run twice.
 */
export async function sweepReverifications(ctx: Ctx): Promise<number> {
  const abandoned = await endAbandoned(ctx);
  await forgetSenders(ctx.db);
  const since = new Date(ctx.now().getTime() - READ_FOR_MS);
  const readable = await reverifications.listReadable(ctx.db, since, BATCH);
  for (const { unicoProcessId, ...row } of readable) {
    if (!unicoProcessId) continue;
    await reverifications.markRead(ctx.db, row.id, ctx.now());
    await readAgain(ctx, { ...row, unicoProcessId });
  }
  return abandoned + readable.length;
}

/** All of them, however many a crash under load left: whoever looks at the list must not wait for the next round. */
async function endAbandoned(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now().getTime() - SENDER_DEAD_AFTER_MS);
  let ended = 0;
  for (;;) {
    const abandoned = await reverifications.listAbandoned(ctx.db, before, BATCH);
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
