import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Tx } from "#lib/db/client.ts";
import { failPoint } from "#lib/fail-points.ts";
import { auditOfStep, recordAudit } from "#lib/features/audit/record.ts";
import { openForSignal } from "#lib/features/cases/opening.ts";
import type { Signals } from "#lib/features/cases/rules.ts";
import { noteUnknownValues, unknownInValidation } from "#lib/features/connections/unknown-values.ts";
import type { Ctx } from "#lib/features/context.ts";
import { linkReference } from "#lib/features/references/linking.ts";
import type { Fraudsters } from "#lib/features/signals.ts";
import { isStillInForce, knownInForce } from "#lib/features/triage/in-force.ts";
import { isAlert, mayOpen } from "#lib/features/triage/rules.ts";
import { withoutCpfs } from "#lib/privacy/mask.ts";
import type { Called } from "#lib/unico/call.ts";
import type { Attempt } from "#lib/unico/failures.ts";
import type { Lane } from "#lib/unico/gate.ts";
import { readAnswer, type ValidationAnswer, validationAnswerSchema } from "#lib/unico/schemas.ts";
import { type Settlement, settlementOfAnswer } from "./rules.ts";
import * as steps from "./steps.ts";
import { isYoung } from "./sweep-repository.ts";

export type Settled = Settlement & {
  /** Unico's answer to the letter. */
  raw: string | null;
  httpStatus: number | null;
  unicoCode: string | null;
  /** The last request, as the client saw it; null where there was none, or where its sender says nothing more. */
  attempt: Attempt | null;
  /** False where it is certain that a match tells nothing new about the reference. */
  teaches?: boolean;
};

/** A connection that broke, a lock not had in time, a database that restarts: the same transaction may well succeed now. */
const RETRY_PAUSES_MS = [100, 400, 1_600, 5_000, 10_000, 15_000, 30_000, 60_000];

/**
 * Records what became of a call, the case that its signals open and the audit of both, in one transaction.
 * Does nothing when somebody settled it before: safe to run twice, and so it is tried again when it fails, for the
 * answer was paid for and comes only once.
 */
export async function settleReverification(
  ctx: Ctx,
  id: string,
  settled: Settled,
  from: readonly ("pending" | "sent" | "unknown")[] = FROM[settled.state],
): Promise<void> {
  const storable = { ...settled, raw: settled.raw && withoutCpfs(storableText(settled.raw)) };
  for (const pauseMs of RETRY_PAUSES_MS) {
    try {
      return await settleOnce(ctx, id, storable, from);
    } catch {
      // Whoever failed together does not come back together.
      await sleep(pauseMs * (0.5 + Math.random()));
    }
  }
  return settleOnce(ctx, id, storable, from);
}

/** PostgreSQL's text takes neither NUL nor half a character. */
const storableText = (raw: string): string => raw.replaceAll("\0", "\u{fffd}").toWellFormed();

async function settleOnce(
  ctx: Ctx,
  id: string,
  settled: Settled,
  from: readonly ("pending" | "sent" | "unknown")[],
): Promise<void> {
  const { attempt: _, raw, teaches = true, ...facts } = settled;
  const answer = raw === null ? null : readAnswer(validationAnswerSchema, raw);
  const strange = answer ? unknownInValidation(answer) : [];
  const at = ctx.now();
  const settledAt = settled.state === "sent" ? null : at;
  const end = { ...settled, at, settledAt, isAbandoned: settled.failure === "sender_died" };
  const audit = auditOfStep(
    ctx,
    { action: "reverification.settle", entityType: "reverification", entityId: id, detail: facts },
    facts.state === "completed" || facts.state === "sent" ? "done" : "failed",
  );
  const known = await knownInForce(ctx);
  const leadsOn =
    strange.length > 0 ||
    (facts.biometry === "match" && teaches) ||
    (isSignal(facts) && mayOpen(known.rules, { ...facts, score: null }));
  // Most answers lead to nothing more: one statement is their transaction, unless other rules are in force by now.
  if (!leadsOn) {
    const guard = isSignal(facts) ? isStillInForce(known.number) : null;
    failPoint("before_settle_commit");
    if (await steps.settleWhole(ctx.db, id, from, end, audit, guard)) return failPoint("after_settle_commit");
  }
  await ctx.db.$transaction(async (tx) => {
    const row = await steps.settleWhole(tx, id, from, end, audit);
    if (!row) return comeLate(tx, ctx, id, settled);
    if (isSignal(facts)) await followUp(tx, ctx, id, row, facts);
    if (strange.length > 0) await noteUnknownValues(tx, at, strange);
    failPoint("before_settle_commit");
  });
  failPoint("after_settle_commit");
}

/**
 * The row has an end already, and ends never change. An answer that says something else is kept in the audit log,
 * and one that speaks of fraud opens its case all the same.
 */
async function comeLate(tx: Tx, ctx: Ctx, id: string, settled: Settled): Promise<void> {
  const { attempt, state, raw, outcome, unicoProcessId } = settled;
  // "Still at work" takes back nothing that was settled meanwhile, but by its id it can be read again.
  const said = { state, outcome, fraudsters: settled.fraudsters, biometry: settled.biometry, unicoProcessId };
  const told = (kept: string) =>
    ({
      action: "reverification.late_answer",
      entityType: "reverification",
      entityId: id,
      detail: { kept, ...said },
    }) as const;
  if (state === "sent")
    return void (await steps.keepProcessId(tx, id, unicoProcessId, raw, auditOfStep(ctx, told("unknown"))));
  const end = await steps.findEnd(tx, id);
  const isKnown = end?.state === state && end.unicoProcessId === unicoProcessId;
  if (!end || isKnown || outcome === null) return;
  if (attempt) await steps.closeAttempt(tx, id, attempt);
  await steps.keepLateAnswer(tx, id, raw);
  await recordAudit(tx, ctx, told(end.state));
  if (isSignal(settled)) await followUp(tx, ctx, id, end, settled);
}

const FROM = {
  sent: ["sent"],
  completed: ["sent", "unknown"],
  refused: ["sent", "unknown"],
  // Also before its first request left: the turn never came, or there was no token.
  failed: ["pending", "sent", "unknown"],
  unknown: ["sent", "unknown"],
} as const;

/** Whether rules look at it: an answer that is an end, or an alert in one that is none yet. */
const isSignal = ({ state, outcome, fraudsters }: Pick<Settled, "state" | "outcome" | "fraudsters">) =>
  (outcome !== null && state !== "sent") || isAlert({ fraudsters });

/** What an answer leads to: a case where it speaks of fraud, and a reference that learns whose it is. */
async function followUp(
  tx: Tx,
  ctx: Ctx,
  id: string,
  row: steps.Ended,
  { outcome, fraudsters, biometry, liveness }: Pick<Settled, keyof Signals>,
): Promise<void> {
  const { subjectId, subsidiaryId, referenceId } = row;
  if (biometry === "match" && subjectId) await linkReference(tx, ctx, referenceId, subjectId);
  await openForSignal(tx, ctx, {
    subjectId,
    subsidiaryId,
    referenceId,
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

/** Nothing is known of an end but the end. */
export const NOTHING = {
  outcome: null,
  fraudsters: null,
  biometry: null,
  liveness: null,
  unicoProcessId: null,
  raw: null,
  httpStatus: null,
  unicoCode: null,
  attempt: null,
} as const;
