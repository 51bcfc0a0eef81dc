import "server-only";
import { randomUUID } from "node:crypto";
import { recordAudit, recordStrangerRefused } from "#lib/features/audit/record.ts";
import type { OpenCtx } from "#lib/features/context.ts";
import type { NoticeRefusal } from "./rules.ts";

type Ctx = Pick<OpenCtx, "db" | "now" | "request">;

/** Tells the audit log of notices that were turned away. */
export type Refusals = { note(ctx: Ctx, why: NoticeRefusal): Promise<void> };

type Minute = { told: number; untold: number };

/** Our policy: an event each, up to this many a minute and process. */
const TOLD_EACH = 10;
const MINUTE_MS = 60_000;

/**
 * Anybody may send anything to a public address, and the log cannot be cleaned: beyond `toldEach` within a minute the
 * rest is counted, and told as one event when the minute is over.
 */
export function createRefusals({ toldEach = TOLD_EACH, windowMs = MINUTE_MS } = {}): Refusals {
  let minute: Minute | null = null;

  const begin = (ctx: Ctx, untold = 0): Minute => {
    const begun = { told: 0, untold };
    setTimeout(() => void end(ctx, begun), windowMs).unref();
    return begun;
  };
  const end = async (ctx: Ctx, { untold }: Minute): Promise<void> => {
    minute = null;
    if (untold === 0) return;
    const request = { id: randomUUID(), address: null };
    await recordStrangerRefused(ctx.db, { ...ctx, request }, refused({ untold })).catch(() => {
      // The database is away: the next minute tells of these too.
      if (minute) minute.untold += untold;
      else minute = begin(ctx, untold);
    });
  };

  return {
    async note(ctx, why) {
      minute ??= begin(ctx);
      if (minute.told >= toldEach) {
        minute.untold += 1;
        return;
      }
      minute.told += 1;
      const isUnico = why === "too_large" || why === "unreadable";
      if (isUnico)
        await recordAudit(ctx.db, { ...ctx, actor: { kind: "unico" } }, refused({ why }), "refused");
      else await recordStrangerRefused(ctx.db, ctx, refused({ why }));
    },
  };
}

const refused = (detail: { why: NoticeRefusal } | { untold: number }) =>
  ({ action: "notice.refuse", entityType: "notice", entityId: null, detail }) as const;
