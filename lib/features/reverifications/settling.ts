import "server-only";
import { recordAudit } from "#lib/features/audit/record.ts";
import { openForSignal } from "#lib/features/cases/opening.ts";
import type { Ctx } from "#lib/features/context.ts";
import type { Attempt } from "#lib/unico/failures.ts";
import type { Verdict } from "#lib/unico/verdicts.ts";
import * as reverifications from "./repository.ts";
import { SENDER_DEAD_AFTER_MS, type Settlement, settlementOfAnswer } from "./rules.ts";

export type Settled = Settlement & {
  /** Unico's answer to the letter. */
  raw: string | null;
  httpStatus: number | null;
  unicoCode: string | null;
  attempts: readonly Attempt[];
};

/** How a live attempt ended when the client could not say. */
const VERDICT_OF: Record<Settlement["state"], Verdict> = {
  sent: "done",
  completed: "done",
  refused: "refused",
  failed: "not_sent",
  unknown: "unknown",
};

/**
 * Records what became of a call, the case that its signals open and the audit of both, in one transaction.
 * Does nothing when somebody settled it before: safe to run twice.
 */
export async function settleReverification(ctx: Ctx, id: string, settled: Settled): Promise<void> {
  const { attempts, raw, state, ...facts } = settled;
  const at = ctx.now();
  await ctx.db.$transaction(async (tx) => {
    const answered = { ...facts, state, answer: raw, settledAt: state === "sent" ? null : at };
    // "Still at work" takes back nothing that was settled meanwhile.
    const from = state === "sent" ? (["sent"] as const) : (["sent", "unknown"] as const);
    if (!(await reverifications.settle(tx, id, from, answered))) return;
    await reverifications.closeAttempts(tx, id, attempts, { finishedAt: at, verdict: VERDICT_OF[state] });
    await recordAudit(
      tx,
      ctx,
      {
        action: "reverification.settle",
        entityType: "reverification",
        entityId: id,
        detail: { state, ...facts },
      },
      state === "completed" || state === "sent" ? "done" : "failed",
    );
    if (state !== "completed") return;
    const row = await tx.reverification.findUniqueOrThrow({
      where: { id },
      select: { subjectId: true, subsidiaryId: true, referenceId: true },
    });
    const { outcome, fraudsters, biometry, liveness } = facts;
    await openForSignal(tx, ctx, {
      ...row,
      outcome,
      fraudsters,
      biometry,
      liveness,
      origin: "reverification",
      reverificationId: id,
      processId: null,
      score: null,
    });
  });
}

const BATCH = 50;

/**
 * Finds intents whose sender died. One that was never sent has failed; one that was sent is read again where Unico
 * gave an id, else it is unknown and a person reconciles it. Nothing is ever sent again. Safe to run twice.
 */
export async function sweepReverifications(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now().getTime() - SENDER_DEAD_AFTER_MS);
  const abandoned = await reverifications.listAbandoned(ctx.db, before, BATCH);
  for (const { id, state, unicoProcessId, keyLiveness, keyAlert } of abandoned) {
    if (state === "pending") await giveUp(ctx, id);
    else if (unicoProcessId)
      await readAgain(ctx, id, unicoProcessId, { liveness: keyLiveness, alert: keyAlert });
    else await settleReverification(ctx, id, { ...NOTHING, state: "unknown", failure: "sender_died" });
  }
  return abandoned.length;
}

const NOTHING = {
  outcome: null,
  fraudsters: null,
  biometry: null,
  liveness: null,
  unicoProcessId: null,
  raw: null,
  httpStatus: null,
  unicoCode: null,
  attempts: [],
} as const;

async function giveUp(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const isOurs = await reverifications.settle(tx, id, ["pending"], {
      state: "failed",
      failure: "sender_died",
      settledAt: ctx.now(),
    });
    if (isOurs) {
      await recordAudit(
        tx,
        ctx,
        {
          action: "reverification.settle",
          entityType: "reverification",
          entityId: id,
          detail: { state: "failed", failure: "sender_died" },
        },
        "failed",
      );
    }
  });
}

async function readAgain(
  ctx: Ctx,
  id: string,
  unicoProcessId: string,
  key: { liveness: boolean; alert: boolean },
): Promise<void> {
  const called = await ctx.unico.readValidation(unicoProcessId);
  if (called.ok) {
    const { value, raw, httpStatus } = called.value;
    const settlement = settlementOfAnswer(value, key);
    if (settlement.state === "sent") return;
    await settleReverification(ctx, id, { ...settlement, raw, httpStatus, unicoCode: null, attempts: [] });
  } else if (called.failure.kind === "gone") {
    await settleReverification(ctx, id, {
      ...NOTHING,
      state: "failed",
      failure: "unico_error",
      outcome: "error",
      unicoProcessId,
    });
  } else if (called.failure.kind === "not_found") {
    await settleReverification(ctx, id, {
      ...NOTHING,
      state: "unknown",
      failure: "not_found",
      unicoProcessId,
    });
  }
}
