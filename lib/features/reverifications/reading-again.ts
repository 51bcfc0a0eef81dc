import "server-only";
import { failPoint } from "#lib/fail-points.ts";
import type { Ctx } from "#lib/features/context.ts";
import type { Fraudsters } from "#lib/features/signals.ts";
import { isAlert } from "#lib/features/triage/rules.ts";
import type { Called } from "#lib/unico/call.ts";
import type { Lane } from "#lib/unico/gate.ts";
import type { ValidationAnswer } from "#lib/unico/schemas.ts";
import { settlementOfAnswer } from "./rules.ts";
import { NOTHING, settleReverification } from "./settling.ts";
import { isYoung, lookSoon } from "./sweep-repository.ts";

/** A row that Unico gave an id for, as it is read again by it. */
export type Readable = {
  id: string;
  unicoProcessId: string;
  keyLiveness: boolean;
  keyAlert: boolean;
  /** Known already: an alert that an unfinished answer brings is told once. */
  fraudsters?: Fraudsters | null;
};
/** settled: it has an end now. working: Unico is still at it. Or what kept us from knowing. */
export type ReadEnd = "settled" | "working" | "not_found" | "gone" | "foreign" | "unreadable" | "unreachable";

/** A process may take a while to be known under its id. */
const NOT_FOUND_AFTER_MIN = 10;
/**
 * Gone soon after it was sent, it ended with status 5; later it may as well have been deleted by retention.
 * Source: developer.unico.io, "GET processes by id", 410.
 */
const ERROR_WITHIN_MIN = 24 * 60;

/** Asks Unico by the id and settles with what it says. Free, and safe to repeat. */
export async function readAgain(ctx: Ctx, row: Readable, lane: Lane = "refresh"): Promise<ReadEnd> {
  const { id, unicoProcessId } = row;
  const called = await ctx.unico.readValidation(unicoProcessId, lane);
  failPoint("in_reconcile");
  if (called.ok) return hear(ctx, row, called.value);
  switch (called.failure.kind) {
    case "gone": {
      const isError = await isYoung(ctx.db, id, ERROR_WITHIN_MIN);
      const end = isError
        ? ({ state: "failed", failure: "unico_error", outcome: "error" } as const)
        : ({ state: "unknown", failure: "gone" } as const);
      await settleReverification(ctx, id, { ...NOTHING, ...end, unicoProcessId });
      return isError ? "settled" : "gone";
    }
    case "not_found":
      if (!(await isYoung(ctx.db, id, NOT_FOUND_AFTER_MIN)))
        await settleReverification(ctx, id, {
          ...NOTHING,
          state: "unknown",
          failure: "not_found",
          unicoProcessId,
        });
      return "not_found";
    case "not_sent":
      return "unreachable";
    default:
      return "unreadable";
  }
}

/**
 * The same because a notice spoke of its end. Where Unico is at work all the same, the two may be out of step for a
 * moment only: the next sweep looks again.
 */
export async function readNoticedAgain(ctx: Ctx, row: Readable): Promise<ReadEnd> {
  const end = await readAgain(ctx, row);
  if (end === "working") await lookSoon(ctx.db, row.id);
  return end;
}

async function hear(ctx: Ctx, row: Readable, called: Called<ValidationAnswer>): Promise<ReadEnd> {
  const { value, raw, httpStatus } = called;
  const settlement = settlementOfAnswer(value, { liveness: row.keyLiveness, alert: row.keyAlert });
  // Another process's answer says nothing about this one.
  if (settlement.unicoProcessId !== row.unicoProcessId) return "foreign";
  const isWorking = settlement.state === "sent";
  if (isWorking && (!isAlert(settlement) || isAlert({ fraudsters: row.fraudsters ?? null })))
    return "working";
  await settleReverification(ctx, row.id, { ...settlement, raw, httpStatus, unicoCode: null, attempt: null });
  return isWorking ? "working" : "settled";
}
