import "server-only";
import { randomUUID } from "node:crypto";
import { recordStrangerRefused } from "#lib/features/audit/record.ts";
import type { OpenCtx } from "#lib/features/context.ts";

type Ctx = Pick<OpenCtx, "db" | "now" | "request">;
type Minute = { told: number; untold: number };

/** Our policy: an event each, up to this many a minute and process. */
const TOLD_EACH = 30;
const MINUTE_MS = 60_000;

/**
 * Anybody may call the company's way in, and the log cannot be cleaned: beyond `toldEach` within a minute the rest is
 * counted, and told as one event when the minute is over.
 */
export function createCompanyRefusals({ toldEach = TOLD_EACH, windowMs = MINUTE_MS } = {}) {
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
    const entry = { action: "session.refuse", entityType: "account", entityId: null } as const;
    await recordStrangerRefused(ctx.db, { ...ctx, request }, { ...entry, detail: { untold } }).catch(() => {
      // The database is away: the next minute tells of these too.
      if (minute) minute.untold += untold;
      else minute = begin(ctx, untold);
    });
  };

  return {
    /** For tests, which refuse more in a minute than people do. */
    forget(): void {
      minute = null;
    },
    async note(ctx: Ctx, tell: () => Promise<void>): Promise<void> {
      minute ??= begin(ctx);
      if (minute.told >= toldEach) {
        minute.untold += 1;
        return;
      }
      minute.told += 1;
      await tell();
    },
  };
}

export const companyRefusals = createCompanyRefusals();
