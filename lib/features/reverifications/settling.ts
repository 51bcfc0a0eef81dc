import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { openForSignal } from "#lib/features/cases/opening.ts";
import type { Signals } from "#lib/features/cases/rules.ts";
import type { Ctx } from "#lib/features/context.ts";
import { linkReference } from "#lib/features/references/linking.ts";
import { withoutCpfs } from "#lib/privacy/mask.ts";
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

/** A connection that broke or a lock that was not had in time: the same transaction may well succeed now. */
const RETRY_PAUSES_MS = [100, 400, 1_600];

/**
 * Records what became of a call, the case that its signals open and the audit of both, in one transaction.
 * Does nothing when somebody settled it before: safe to run twice, and so it is tried again when it fails, for the
 * answer was paid for and comes only once.
 */
export async function settleReverification(ctx: Ctx, id: string, settled: Settled): Promise<void> {
  const storable = { ...settled, raw: settled.raw && withoutCpfs(storableText(settled.raw)) };
  for (const pauseMs of RETRY_PAUSES_MS) {
    try {
      return await settleOnce(ctx, id, storable);
    } catch {
      await sleep(pauseMs);
    }
  }
  return settleOnce(ctx, id, storable);
}

/** PostgreSQL's text takes neither NUL nor half a character. */
const storableText = (raw: string): string => raw.replaceAll("\0", "\u{fffd}").toWellFormed();

async function settleOnce(ctx: Ctx, id: string, { attempts, raw, state, ...facts }: Settled): Promise<void> {
  const at = ctx.now();
  await ctx.db.$transaction(async (tx) => {
    const answered = { ...facts, state, answer: raw, settledAt: state === "sent" ? null : at };
    if (!(await reverifications.settle(tx, id, FROM[state], answered))) {
      // "Still at work" takes back nothing that was settled meanwhile, but by its id it can be read again.
      if (state === "sent") await reverifications.keepProcessId(tx, id, facts.unicoProcessId, raw);
      return;
    }
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
    if (state === "completed") await followUp(tx, ctx, id, facts);
  });
}

const FROM = {
  sent: ["sent"],
  completed: ["sent", "unknown"],
  refused: ["sent", "unknown"],
  failed: ["sent", "unknown"],
  unknown: ["sent", "unknown"],
} as const;

/** What an answer leads to: a case where it speaks of fraud, and a reference that learns whose it is. */
async function followUp(tx: Tx, ctx: Ctx, id: string, facts: Pick<Settled, keyof Signals>): Promise<void> {
  const row = await tx.reverification.findUniqueOrThrow({
    where: { id },
    select: { subjectId: true, subsidiaryId: true, referenceId: true },
  });
  const { outcome, fraudsters, biometry, liveness } = facts;
  if (biometry === "match" && row.subjectId) await linkReference(tx, ctx, row.referenceId, row.subjectId);
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
}

const BATCH = 50;
/** Our policy: what Unico has not ended after a week is left to people. */
const READ_FOR_MS = 7 * 86_400_000;

/**
 * Finds intents whose sender died. One that was never sent has failed; one that was sent is unknown and a person
 * reconciles it. What Unico gave an id for is read again by it. Nothing is ever sent again. Safe to run twice.
 */
export async function sweepReverifications(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now().getTime() - SENDER_DEAD_AFTER_MS);
  const abandoned = await reverifications.listAbandoned(ctx.db, before, BATCH);
  for (const { id, state } of abandoned) {
    if (state === "pending") await giveUp(ctx, id);
    else await settleReverification(ctx, id, { ...NOTHING, state: "unknown", failure: "sender_died" });
  }
  const since = new Date(ctx.now().getTime() - READ_FOR_MS);
  const readable = await reverifications.listReadable(ctx.db, since, BATCH);
  for (const { id, unicoProcessId, keyLiveness, keyAlert } of readable) {
    if (!unicoProcessId) continue;
    await reverifications.markRead(ctx.db, id, ctx.now());
    await readAgain(ctx, id, unicoProcessId, { liveness: keyLiveness, alert: keyAlert });
  }
  return abandoned.length + readable.length;
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
    // Another process's answer says nothing about this one.
    if (settlement.state === "sent" || settlement.unicoProcessId !== unicoProcessId) return;
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
