import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { assertMayExport } from "./permitted.ts";
import * as exports from "./repository.ts";
import { isCancellable, isRetryable, WAITING_PER_PERSON } from "./rules.ts";
import { rowShape } from "./schema.ts";
import { askedIn } from "./sealing.ts";
import { seesExport } from "./seeing.ts";
import { isSense, sizeOf } from "./sizing.ts";
import { sourceOf } from "./sources.ts";
import { eventOf } from "./told.ts";

type Refused = { code: "not_found" | "not_now" };
type NotAgain = { code: "bad_selection" } | { code: "too_many_waiting"; max: number };
type Done<F = never> = Promise<Result<null, Refused | TooMany | F>>;

/** Stops it: what is under way breaks off within seconds, and there never was a file. Managers may stop others' too. */
export async function cancelExport(ctx: UserCtx, { id }: { id: string }): Done {
  assertCan(ctx.actor, "export:create");
  const row = await exports.find(ctx.db, id);
  if (!row || !seesExport(ctx.actor, row)) return fail({ code: "not_found" });
  if (!isCancellable(row.state)) return fail({ code: "not_now" });
  return ctx.db.$transaction(async (tx) => {
    const data = { state: "cancelled", endedAt: ctx.now() } as const;
    if (!(await exports.change(tx, id, ["ready", "queued", "running"], data)))
      return fail({ code: "not_now" });
    await recordAudit(tx, ctx, eventOf("export.cancel", row));
    return ok(null);
  });
}

/** Asks for the same again, of as many rows as there are by now; with a fresh proof where the first time asks for one. */
export async function retryExport(ctx: UserCtx, { id }: { id: string }): Done<NotAgain> {
  assertCan(ctx.actor, "export:create");
  const row = await exports.find(ctx.db, id);
  if (row?.ownerId !== ctx.actor.id) return fail({ code: "not_found" });
  const source = sourceOf(rowShape.parse(row).list);
  const { isOwnOnly } = assertMayExport(ctx.actor, source, row.masked);
  if (!row.masked) assertFresh(ctx);
  if (!row.asked || !isRetryable({ state: row.state, asked: true })) return fail({ code: "not_now" });
  const asked = askedIn(ctx.vault, row);
  if (!asked || !isSense(source, asked)) return fail({ code: "bad_selection" });
  const { isDirect, rows, capped } = await sizeOf(ctx, source, { asked, isOwnOnly });
  const taken = await takeOwnLimit(ctx, "export");
  if (!taken.ok) return taken;
  return ctx.db.$transaction(async (tx) => {
    const event = eventOf("export.retry", row, { rows, capped });
    if (!(await exports.hasRoom(tx, ctx.actor.id))) {
      await recordAudit(tx, ctx, event, "refused");
      return fail({ code: "too_many_waiting", max: WAITING_PER_PERSON });
    }
    const again = {
      direct: isDirect,
      state: isDirect ? "ready" : "queued",
      endedAt: null,
      failure: null,
      dismissedAt: null,
      rowsDone: 0,
      createdAt: ctx.now(),
    } as const;
    if (!(await exports.change(tx, id, ["failed", "cancelled"], again))) return fail({ code: "not_now" });
    await recordAudit(tx, ctx, event);
    if (!isDirect) await enqueue(tx, { task: "run-exports", payload: { exportId: id } }, id);
    return ok(null);
  });
}
