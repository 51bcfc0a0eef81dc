import "server-only";
import { countedRefusals, MINUTE_MS } from "#lib/features/audit/counted-refusals.ts";
import { recordAudit, recordStrangerRefused } from "#lib/features/audit/record.ts";
import type { OpenCtx } from "#lib/features/context.ts";
import type { NoticeRefusal } from "./rules.ts";

type Ctx = Pick<OpenCtx, "db" | "now" | "request">;

/** Tells the audit log of notices that were turned away. */
export type Refusals = { note(ctx: Ctx, why: NoticeRefusal): Promise<void> };

/** Our policy: an event each, up to this many a minute and process. */
const TOLD_EACH = 10;

/** Notices that were turned away, which anybody may send. */
export function createRefusals({ toldEach = TOLD_EACH, windowMs = MINUTE_MS } = {}): Refusals {
  const counted = countedRefusals({ toldEach, windowMs, restOf: (untold) => refused({ untold }) });
  return {
    note: (ctx, why) =>
      counted.note(ctx, async () => {
        const isUnico = why === "too_large" || why === "unreadable";
        if (isUnico)
          await recordAudit(ctx.db, { ...ctx, actor: { kind: "unico" } }, refused({ why }), "refused");
        else await recordStrangerRefused(ctx.db, ctx, refused({ why }));
      }),
  };
}

const refused = (detail: { why: NoticeRefusal } | { untold: number }) =>
  ({ action: "notice.refuse", entityType: "notice", entityId: null, detail }) as const;
