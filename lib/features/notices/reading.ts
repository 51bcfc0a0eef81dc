import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Ctx } from "#lib/features/context.ts";
import { readProcessAnew } from "#lib/features/processes/service.ts";
import { readNoticedAgain } from "#lib/features/reverifications/reading-again.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import * as notices from "./repository.ts";
import type { Handling } from "./rules.ts";

/**
 * Reads what a notice spoke of, by GET: nothing of the notice itself is believed. Throws while Unico gives no answer
 * to hold on to, so that the worker tries again later. Safe to run twice.
 */
export async function readNoticed(ctx: Ctx, noticeId: string): Promise<void> {
  assertCan(ctx.actor, "process:lookup");
  const notice = await notices.findUnhandled(ctx.db, noticeId);
  if (!notice) return;
  const handling = await readById(ctx, notice.processId);
  await notices.markHandled(ctx.db, notice.id, ctx.now(), handling);
}

async function readById(ctx: Ctx, processId: string): Promise<Handling> {
  const found = await notices.findReverification(ctx.db, processId);
  if (found) return readReverification(ctx, { ...found, unicoProcessId: processId });
  if (!(await notices.findProcess(ctx.db, processId))) return "not_ours";
  const looked = await readProcessAnew(ctx, { processId }, "refresh");
  const trouble = looked.ok ? looked.value.trouble : looked.failure.code;
  if (trouble === null || trouble === "gone" || trouble === "not_found") return trouble ?? "read";
  throw new Error(`a noticed process was not read: ${trouble}`);
}

type Found = Parameters<typeof readNoticedAgain>[1] & { state: string };

/** Ends never change, so one that has an end asks Unico nothing; of an unknown one this may be the way out. */
async function readReverification(ctx: Ctx, row: Found): Promise<Handling> {
  if (row.state !== "sent" && row.state !== "unknown") return "settled";
  const end = await readNoticedAgain(ctx, row);
  // "working" contradicts the notice; the sweep goes on reading it.
  if (end === "settled" || end === "working") return "read";
  if (end === "not_found") return end;
  throw new Error(`a noticed re-verification was not read: ${end}`);
}

/** Its job runs within seconds; after this long something went wrong on the way. */
const WAITS_MS = 120_000;
/** Our policy: what could not be read in a week is left to people. */
const TRIED_FOR_MS = 7 * 86_400_000;
const BATCH = 500;

/** Asks again for the jobs of notices that nobody has read: a queue that was restored or emptied loses none. */
export async function enqueueUnread(ctx: Ctx): Promise<number> {
  assertCan(ctx.actor, "process:lookup");
  const ago = (ms: number) => new Date(ctx.now().getTime() - ms);
  const unread = await notices.listUnhandled(ctx.db, ago(TRIED_FOR_MS), ago(WAITS_MS), BATCH);
  for (const { id } of unread) await enqueue(ctx.db, { task: "read-notice", payload: { noticeId: id } }, id);
  return unread.length;
}
