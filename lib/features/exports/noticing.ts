import "server-only";
import { z } from "zod";
import { assertCan, can } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ok, type Result } from "#lib/result.ts";
import { MOST_VALUES } from "#lib/table/address.ts";
import * as notices from "./notice-repository.ts";
import { KEPT_MS } from "./rules.ts";
import { eventOf } from "./told.ts";

export const NOTICES = ["done", "failed"] as const;
export type NoticeKind = (typeof NOTICES)[number];
/**
 * `ends`: which ends of files it speaks of, `file.attempt`; of very many the newest, and the others are told of again once
 * these are dismissed.
 */
export type Notice = { kind: NoticeKind; count: number; ends: readonly string[] };

const end = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\d{1,9}$/);
const list = (value: unknown) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
export const dismissInput = z.object({
  kind: z.enum(NOTICES),
  ends: z.preprocess(list, z.array(end).max(MOST_VALUES)),
});

/**
 * What became of the files that jobs make for whoever asks: there and not taken in yet, or not to be had. Told until it
 * is taken in, dismissed, or over.
 */
export async function readNotices({ actor, db, now }: UserCtx): Promise<Notice[]> {
  if (!can(actor, "export:create")) return [];
  const found = await notices.listUntold(db, actor.id, new Date(now().getTime() - KEPT_MS));
  return NOTICES.flatMap((kind) => found.find((notice) => notice.kind === kind) ?? []);
}

/** Tells no more of those that were shown; of what came to its end meanwhile, also anew, it tells all the same. */
export async function dismissNotices(
  ctx: UserCtx,
  { kind, ends }: Pick<Notice, "kind" | "ends">,
): Promise<Result<null, never>> {
  assertCan(ctx.actor, "export:create");
  return ctx.db.$transaction(async (tx) => {
    const rows = await notices.dismiss(tx, ctx.actor.id, { kind, ends, now: ctx.now() });
    for (const row of rows) await recordAudit(tx, ctx, eventOf("export.dismiss", row, { state: kind }));
    return ok(null);
  });
}
