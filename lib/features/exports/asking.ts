import "server-only";
import { randomUUIDv7 } from "node:crypto";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { askedOf } from "./asked.ts";
import { assertMayExport } from "./permitted.ts";
import * as exports from "./repository.ts";
import { WAITING_PER_PERSON } from "./rules.ts";
import type { AskInput } from "./schema.ts";
import { sealAsked } from "./sealing.ts";
import { isSense, sizeOf } from "./sizing.ts";
import { sourceOf } from "./sources.ts";
import { eventOf } from "./told.ts";

export type AskRefusal = { code: "bad_selection" } | { code: "too_many_waiting"; max: number } | TooMany;
/** `isDirect`: the file is written when it is taken in, and is small. */
export type AskedFor = { id: string; isDirect: boolean };

/**
 * Asks for a file of what a list or a report shows. Small ones wait to be taken in, others are a job; in the clear, or with very
 * many rows, a fresh proof of who sits there is asked for first.
 */
export async function askExport(
  ctx: UserCtx,
  input: AskInput,
  locale: Locale,
): Promise<Result<AskedFor, AskRefusal>> {
  const source = sourceOf(input.list);
  const { isOwnOnly } = assertMayExport(ctx.actor, source, !input.personal);
  if (input.personal) assertFresh(ctx);
  const asked = askedOf(source, input, locale);
  if (!isSense(source, asked)) return fail({ code: "bad_selection" });
  const { isDirect, rows, capped } = await sizeOf(ctx, source, { asked, isOwnOnly });
  const taken = await takeOwnLimit(ctx, "export");
  if (!taken.ok) return taken;

  const row = {
    id: randomUUIDv7(),
    ownerId: ctx.actor.id,
    list: source.name,
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
    const event = eventOf("export.create", row, { ...detail, rows, capped });
    if (!(await exports.hasRoom(tx, ctx.actor.id))) {
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
