import "server-only";
import { randomUUIDv7 } from "node:crypto";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { countUpTo } from "#lib/table/query.ts";
import { askedOf } from "./asked.ts";
import { listOf } from "./lists.ts";
import { assertMayExport } from "./permitted.ts";
import { queryOf } from "./query.ts";
import * as exports from "./repository.ts";
import { DIRECT_MAX_ROWS, PROOF_OVER_ROWS, WAITING_PER_PERSON } from "./rules.ts";
import type { AskInput } from "./schema.ts";
import { sealAsked } from "./sealing.ts";
import { eventOf } from "./told.ts";

export type AskRefusal = { code: "bad_selection" } | { code: "too_many_waiting"; max: number } | TooMany;
/** `isDirect`: the file is written when it is taken in, and is small. */
export type AskedFor = { id: string; isDirect: boolean };

/**
 * Asks for a file of what a list shows. Small ones wait to be taken in, others are a job; in the clear, or with very
 * many rows, a fresh proof of who sits there is asked for first.
 */
export async function askExport(
  ctx: UserCtx,
  input: AskInput,
  locale: Locale,
): Promise<Result<AskedFor, AskRefusal>> {
  const list = listOf(input.list);
  const { isOwnOnly } = assertMayExport(ctx.actor, list, !input.personal);
  if (input.personal) assertFresh(ctx);
  const asked = askedOf(list, input, locale);
  if (asked.keys && list.picked(asked.keys) === null) return fail({ code: "bad_selection" });
  const asker = { userId: ctx.actor.id, isOwnOnly, now: ctx.now(), locale };
  const { where } = queryOf(list, ctx.actor, asker, asked);
  const { count, capped } = await countUpTo(ctx, list.source, where, PROOF_OVER_ROWS);
  if (capped) assertFresh(ctx);
  const taken = await takeOwnLimit(ctx, "export");
  if (!taken.ok) return taken;

  const isDirect = count <= DIRECT_MAX_ROWS;
  const row = {
    id: randomUUIDv7(),
    ownerId: ctx.actor.id,
    list: list.name,
    format: input.format,
    masked: !input.personal,
    reason: input.personal ? (input.reason ?? null) : null,
  };
  return ctx.db.$transaction(async (tx) => {
    const detail = {
      reason: row.reason,
      columns: asked.columns.join(","),
      picked: asked.keys?.length ?? null,
    };
    const event = eventOf("export.create", row, { ...detail, rows: count, capped });
    if ((await exports.countWaiting(tx, ctx.actor.id)) >= WAITING_PER_PERSON) {
      await recordAudit(tx, ctx, event, "refused");
      return fail({ code: "too_many_waiting", max: WAITING_PER_PERSON });
    }
    await exports.insert(tx, {
      ...row,
      direct: isDirect,
      state: isDirect ? "ready" : "queued",
      asked: sealAsked(ctx.vault, row.id, asked),
      createdAt: ctx.now(),
    });
    await recordAudit(tx, ctx, event);
    if (!isDirect) await enqueue(tx, { task: "run-exports", payload: { exportId: row.id } }, row.id);
    return ok({ id: row.id, isDirect });
  });
}
