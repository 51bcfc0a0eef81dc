import "server-only";
import { randomUUID } from "node:crypto";
import type { OpenCtx } from "#lib/features/context.ts";
import { recordStrangerRefused } from "./record.ts";

type Ctx = Pick<OpenCtx, "db" | "now" | "request">;
type Minute = { told: number; untold: number };
type Given = {
  toldEach: number;
  windowMs: number;
  /** The one event of all that were only counted. */
  restOf: (untold: number) => Parameters<typeof recordStrangerRefused>[2];
};

export const MINUTE_MS = 60_000;

/**
 * Where anybody may knock, and the log cannot be cleaned: beyond `toldEach` within a minute the rest is counted, and
 * told as one event when the minute is over.
 */
export function countedRefusals({ toldEach, windowMs, restOf }: Given) {
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
    await recordStrangerRefused(ctx.db, { ...ctx, request }, restOf(untold)).catch(() => {
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
