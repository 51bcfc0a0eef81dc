import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { textOf } from "./decoding.ts";
import { readIds } from "./reading-ids.ts";
import * as lists from "./repository.ts";
import { MOST_IDS, MOST_UNDER_WAY, seesEveryList } from "./rules.ts";
import type { ListInput } from "./schema.ts";

export type ListRefusal =
  | { code: "no_ids" | "workbook" | "not_text" | "under_way" }
  | { code: "too_many_ids" | "too_many_refused"; count: number }
  | TooMany;

/** Takes a list of ids; the worker asks Unico for them one after the other. */
export async function askForList(
  ctx: UserCtx,
  { processIds, file }: ListInput,
): Promise<Result<{ id: string }, ListRefusal>> {
  assertCan(ctx.actor, "process:lookup");
  const limit = await takeOwnLimit(ctx, "list");
  if (!limit.ok) return limit;
  const text = file ? textOf(new Uint8Array(await file.arrayBuffer())) : ok(processIds);
  if (!text.ok) return text;
  const { ids, repeated, refused } = readIds(text.value);
  if (ids.length === 0) return fail({ code: "no_ids" });
  if (ids.length > MOST_IDS) return fail({ code: "too_many_ids", count: ids.length });
  if (refused.length > MOST_IDS) return fail({ code: "too_many_refused", count: refused.length });
  return ctx.db.$transaction(async (tx) => {
    if ((await lists.countUnderWay(tx, ctx.actor.id)) >= MOST_UNDER_WAY) return fail({ code: "under_way" });
    const list = {
      askedById: ctx.actor.id,
      sessionId: ctx.actor.sessionId,
      askedAt: ctx.now(),
      fromFile: file !== undefined,
      repeated: repeated.length,
      refusedLines: refused,
    };
    const id = await lists.insertList(tx, list, ids);
    await recordAudit(tx, ctx, {
      action: "list.ask",
      entityType: "list",
      entityId: id,
      detail: { ids: ids.length, repeated: repeated.length, refused: refused.length },
    });
    await enqueue(tx, { task: "look-up-list", payload: { listId: id } }, id);
    return ok({ id });
  });
}

/** Ends a list before its end: what was looked up stays. One that has ended already, or is not one's own, is none. */
export async function cancelList(
  ctx: UserCtx,
  { list: id }: { list: string },
): Promise<Result<{ left: number }, { code: "over" }>> {
  assertCan(ctx.actor, "process:lookup");
  const list = await lists.findList(ctx.db, id);
  if (!list || (list.askedById !== ctx.actor.id && !seesEveryList(ctx))) return fail({ code: "over" });
  return ctx.db.$transaction(async (tx) => {
    const left = await lists.endList(tx, id, "cancelled", ctx.now());
    if (left === null) return fail({ code: "over" });
    await recordAudit(tx, ctx, {
      action: "list.cancel",
      entityType: "list",
      entityId: id,
      detail: { left },
    });
    return ok({ left });
  });
}
