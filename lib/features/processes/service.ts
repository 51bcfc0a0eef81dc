import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { assertRecordable } from "#lib/features/audit/recordable.ts";
import type { Ctx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import type { Called } from "#lib/unico/call.ts";
import type { Lane } from "#lib/unico/gate.ts";
import type { IdCheckProcess } from "#lib/unico/process-schema.ts";
import { type Detail, keepAnswer, recordLookUp } from "./keeping.ts";
import * as processes from "./repository.ts";
import { coolDownLeftMs, isServedFromSnapshot, type LookUpTrouble, troubleOf } from "./rules.ts";
import type { LookUpInput } from "./schema.ts";

/** `trouble`: Unico gave no new answer, and what stands under the id is the last one, of `asOf`. */
export type LookedUp = { id: string; asOf: Date; trouble: LookUpTrouble | null };
type Read = Result<LookedUp, { code: LookUpTrouble }>;
export type LookUpResult = Read | Result<never, TooMany>;
/** Unico was asked for it a moment ago, and it is over. */
export type Cooling = { code: "cooling"; retryAfterS: number };

/** What a look-up is part of: what the log says of it besides, and what is done in the transaction of its event. */
export type PartOf = {
  readonly detail: Detail;
  end(tx: Tx, trouble: LookUpTrouble | null): Promise<void>;
};
type Asking = { lane?: Lane; partOf?: PartOf };

/**
 * Looks an IDCheck process up and keeps the answer as a snapshot. Free at Unico and safe to repeat; a finished process is
 * served from its snapshot, an open one is read again. Fails only where there is no snapshot to show.
 */
export async function lookUpProcess(ctx: Ctx, { processId }: LookUpInput): Promise<LookUpResult> {
  assertCan(ctx.actor, "process:lookup");
  const [limit, kept] = await Promise.all([
    takeOwnLimit(ctx, "lookup"),
    processes.findNewestAnswer(ctx.db, processId),
  ]);
  if (!limit.ok) return limit;
  const isServed = kept && isServedFromSnapshot(kept) && (await serve(ctx, processId));
  return isServed
    ? ok({ id: processId, asOf: kept.lastSeenAt, trouble: null })
    : askUnico(ctx, processId, kept?.lastSeenAt);
}

/** False where the kept answer was removed meanwhile: then nothing was shown. */
const serve = (ctx: Ctx, processId: string, partOf?: PartOf): Promise<boolean> =>
  ctx.programDb.$transaction(async (tx) => {
    const { actor } = ctx;
    if (actor.kind === "user" && !(await processes.noteLook(tx, processId, actor.id, ctx.now())))
      return false;
    await recordLookUp(tx, ctx, processId, { source: "snapshot", ...partOf?.detail });
    await partOf?.end(tx, null);
    return true;
  });

/** The same, asking Unico in any case, but within the cool-down. */
export async function refreshProcess(
  ctx: Ctx,
  { processId }: LookUpInput,
): Promise<LookUpResult | Result<never, Cooling>> {
  assertCan(ctx.actor, "process:lookup");
  const limit = await takeOwnLimit(ctx, "lookup");
  if (!limit.ok) return limit;
  const kept = await processes.findNewestAnswer(ctx.db, processId);
  const leftMs = kept ? coolDownLeftMs(kept, ctx.now()) : 0;
  if (leftMs === 0) return askUnico(ctx, processId, kept?.lastSeenAt);
  await recordLookUp(ctx.db, ctx, processId, { source: "snapshot", why: "cooling" });
  return fail({ code: "cooling", retryAfterS: Math.ceil(leftMs / 1_000) });
}

/** The same without a person's limit, for jobs. */
export async function readProcessAnew(ctx: Ctx, { processId }: LookUpInput, lane: Lane): Promise<Read> {
  assertCan(ctx.actor, "process:lookup");
  const kept = await processes.findNewestAnswer(ctx.db, processId);
  return askUnico(ctx, processId, kept?.lastSeenAt, { lane });
}

/** One of many: of a process that is over, and of which an answer is kept, Unico is not asked. */
export async function lookUpAmongMany(ctx: Ctx, { processId }: LookUpInput, partOf: PartOf): Promise<Read> {
  assertCan(ctx.actor, "process:lookup");
  const kept = await processes.findNewestAnswer(ctx.db, processId);
  const isServed = kept && isServedFromSnapshot(kept) && (await serve(ctx, processId, partOf));
  return isServed
    ? ok({ id: processId, asOf: kept.lastSeenAt, trouble: null })
    : askUnico(ctx, processId, kept?.lastSeenAt, { lane: "batch", partOf });
}

async function askUnico(
  ctx: Ctx,
  processId: string,
  keptOf: Date | undefined,
  { lane = "person", partOf }: Asking = {},
): Promise<Read> {
  await assertRecordable(ctx.db);
  const answer = await ctx.unico.readProcess(processId, lane);
  const trouble = answer.ok ? misplaced(answer.value, processId) : troubleOf(answer.failure);
  if (trouble !== null || !answer.ok) {
    const code = trouble ?? "unreadable";
    await ctx.programDb.$transaction(async (tx) => {
      await recordLookUp(tx, ctx, processId, { source: "unico", trouble: code, ...partOf?.detail }, "failed");
      await partOf?.end(tx, code);
    });
    return keptOf ? ok({ id: processId, asOf: keptOf, trouble: code }) : fail({ code });
  }
  const asOf = ctx.now();
  // What Unico says is of no branch, and is kept whoever asked.
  await ctx.programDb.$transaction(async (tx) => {
    await keepAnswer(tx, ctx, { processId, answer: answer.value, at: asOf, detail: partOf?.detail ?? {} });
    await partOf?.end(tx, null);
  });
  return ok({ id: processId, asOf, trouble: null });
}

/** An answer about another process must never be kept under this id: it would mix two people. */
const misplaced = ({ value }: Called<IdCheckProcess>, processId: string): "unreadable" | null =>
  value.id.toLowerCase() === processId ? null : "unreadable";
