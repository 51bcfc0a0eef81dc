import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Tx } from "#lib/db/client.ts";
import { failPoint } from "#lib/fail-points.ts";
import { auditOfStep, recordAudit } from "#lib/features/audit/record.ts";
import { noteUnknownValues, unknownInValidation } from "#lib/features/connections/unknown-values.ts";
import type { Ctx } from "#lib/features/context.ts";
import { withoutCpfs } from "#lib/privacy/mask.ts";
import type { Attempt } from "#lib/unico/failures.ts";
import { readAnswer, validationAnswerSchema } from "#lib/unico/schemas.ts";
import { followUp, isSignal, knownToFollow } from "./following.ts";
import type { Settlement } from "./rules.ts";
import * as steps from "./steps.ts";

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
  const more =
    strange.length > 0 || (facts.biometry === "match" && teaches)
      ? null
      : await knownToFollow(ctx, id, facts);
  // Most answers lead to nothing more, or to a new case: one statement is their transaction. Where another one opens
  // the same case in that moment it fails, and comes again to join it.
  if (more) {
    failPoint("before_settle_commit");
    if (await steps.settleWhole(ctx.db, id, from, end, audit, more)) return failPoint("after_settle_commit");
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
