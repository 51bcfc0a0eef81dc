import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { listOf } from "./lists.ts";
import { assertMayExport } from "./permitted.ts";
import * as exports from "./repository.ts";
import { isCancellable, isRetryable } from "./rules.ts";
import { rowShape } from "./schema.ts";
import { eventOf } from "./told.ts";

type Refused = { code: "not_found" | "not_now" };
type Done = Promise<Result<null, Refused | TooMany>>;

/** Stops it: what is under way breaks off within seconds, and there never was a file. Managers may stop anybody's. */
export async function cancelExport(ctx: UserCtx, { id }: { id: string }): Done {
  const grant = assertCan(ctx.actor, "export:create");
  const row = await exports.find(ctx.db, id);
  if (!row || (grant === "own" && row.ownerId !== ctx.actor.id)) return fail({ code: "not_found" });
  if (!isCancellable(row.state)) return fail({ code: "not_now" });
  return ctx.db.$transaction(async (tx) => {
    const data = { state: "cancelled", endedAt: ctx.now() } as const;
    if (!(await exports.change(tx, id, ["ready", "queued", "running"], data)))
      return fail({ code: "not_now" });
    await recordAudit(tx, ctx, eventOf("export.cancel", row));
    return ok(null);
  });
}

/** Asks for the same again; with personal data, like the first time, by a fresh proof. */
export async function retryExport(ctx: UserCtx, { id }: { id: string }): Done {
  assertCan(ctx.actor, "export:create");
  const row = await exports.find(ctx.db, id);
  if (row?.ownerId !== ctx.actor.id) return fail({ code: "not_found" });
  assertMayExport(ctx.actor, listOf(rowShape.parse(row).list), row.masked);
  if (!row.masked) assertFresh(ctx);
  const taken = await takeOwnLimit(ctx, "export");
  if (!taken.ok) return taken;
  if (!isRetryable({ state: row.state, asked: row.asked !== null })) return fail({ code: "not_now" });
  return ctx.db.$transaction(async (tx) => {
    const again = {
      state: row.direct ? "ready" : "queued",
      endedAt: null,
      failure: null,
      rowsDone: 0,
      createdAt: ctx.now(),
    } as const;
    if (!(await exports.change(tx, id, ["failed", "cancelled"], again))) return fail({ code: "not_now" });
    await recordAudit(tx, ctx, eventOf("export.retry", row));
    if (!row.direct) await enqueue(tx, { task: "run-exports", payload: { exportId: id } }, id);
    return ok(null);
  });
}
