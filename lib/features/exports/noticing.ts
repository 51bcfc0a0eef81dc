import "server-only";
import { z } from "zod";
import { assertCan, can } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ok, type Result } from "#lib/result.ts";
import * as notices from "./notice-repository.ts";
import { KEPT_MS } from "./rules.ts";
import { eventOf } from "./told.ts";

export const NOTICES = ["done", "failed"] as const;
export type NoticeKind = (typeof NOTICES)[number];
/** `until`: when the newest of them came to its end. */
export type Notice = { kind: NoticeKind; count: number; until: Date };

export const dismissInput = z.object({ kind: z.enum(NOTICES), until: z.coerce.date() });

/**
 * What became of the files that jobs make for whoever asks: there and not taken in yet, or not to be had. Told until it
 * is taken in, dismissed, or over.
 */
export async function readNotices({ actor, db, now }: UserCtx): Promise<Notice[]> {
  if (!can(actor, "export:create")) return [];
  const found = await notices.listUntold(db, actor.id, new Date(now().getTime() - KEPT_MS));
  return NOTICES.flatMap((kind) => found.find((notice) => notice.kind === kind) ?? []);
}

/** Tells no more of those that were shown; what ended since is told of all the same. */
export async function dismissNotices(
  ctx: UserCtx,
  { kind, until }: z.output<typeof dismissInput>,
): Promise<Result<null, never>> {
  assertCan(ctx.actor, "export:create");
  return ctx.db.$transaction(async (tx) => {
    const rows = await notices.dismiss(tx, ctx.actor.id, { kind, until, now: ctx.now() });
    for (const row of rows) await recordAudit(tx, ctx, eventOf("export.dismiss", row, { state: kind }));
    return ok(null);
  });
}
