import "server-only";
import { createHash, randomUUIDv7 } from "node:crypto";
import { assertCan } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { assertRecordable } from "#lib/features/audit/recordable.ts";
import { openForSignal } from "#lib/features/cases/opening.ts";
import type { Signals } from "#lib/features/cases/rules.ts";
import { noteUnknownValues, unknownInProcess } from "#lib/features/connections/unknown-values.ts";
import type { Ctx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { linkReference } from "#lib/features/references/linking.ts";
import { ensureReference } from "#lib/features/references/repository.ts";
import { ensureSubject } from "#lib/features/subjects/repository.ts";
import { isAlert } from "#lib/features/triage/rules.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import type { Called } from "#lib/unico/call.ts";
import type { Lane } from "#lib/unico/gate.ts";
import { type ProcessOutcome, type ProcessReading, readingOfIdCheck } from "#lib/unico/process-reading.ts";
import type { IdCheckProcess } from "#lib/unico/process-schema.ts";
import { columnsOf, personIn, referenceIn } from "./document.ts";
import * as processes from "./repository.ts";
import {
  fraudstersOf,
  isServedFromSnapshot,
  type LookUpTrouble,
  livenessOf,
  scoreOf,
  signalsOf,
  troubleOf,
} from "./rules.ts";
import type { LookUpInput } from "./schema.ts";

/** `trouble`: Unico gave no new answer, and what stands under the id is the last one, of `asOf`. */
export type LookedUp = { id: string; asOf: Date; trouble: LookUpTrouble | null };
type Read = Result<LookedUp, { code: LookUpTrouble }>;
export type LookUpResult = Read | Result<never, TooMany>;

/**
 * Looks an IDCheck process up and keeps the answer as a snapshot. Free at Unico and safe to repeat; within the
 * cool-down a finished process is served from its snapshot. Fails only where there is no snapshot to show.
 */
export async function lookUpProcess(ctx: Ctx, { processId }: LookUpInput): Promise<LookUpResult> {
  assertCan(ctx.actor, "process:lookup");
  const [limit, kept] = await Promise.all([
    takeOwnLimit(ctx, "lookup"),
    processes.findNewestAnswer(ctx.db, processId),
  ]);
  if (!limit.ok) return limit;
  if (!kept || !isServedFromSnapshot(kept, ctx.now())) return askUnico(ctx, processId, kept?.lastSeenAt);
  await recordLookUp(ctx.db, ctx, processId, { source: "snapshot" });
  return ok({ id: processId, asOf: kept.lastSeenAt, trouble: null });
}

/** The same, asking Unico in any case. */
export async function refreshProcess(ctx: Ctx, input: LookUpInput): Promise<LookUpResult> {
  assertCan(ctx.actor, "process:lookup");
  const limit = await takeOwnLimit(ctx, "lookup");
  return limit.ok ? readProcessAnew(ctx, input, "person") : limit;
}

/** The same without a person's limit, for jobs. */
export async function readProcessAnew(ctx: Ctx, { processId }: LookUpInput, lane: Lane): Promise<Read> {
  assertCan(ctx.actor, "process:lookup");
  const kept = await processes.findNewestAnswer(ctx.db, processId);
  return askUnico(ctx, processId, kept?.lastSeenAt, lane);
}

async function askUnico(
  ctx: Ctx,
  processId: string,
  keptOf: Date | undefined,
  lane: Lane = "person",
): Promise<Read> {
  await assertRecordable(ctx.db);
  const answer = await ctx.unico.readProcess(processId, lane);
  const trouble = answer.ok ? misplaced(answer.value, processId) : troubleOf(answer.failure);
  if (trouble !== null || !answer.ok) {
    const code = trouble ?? "unreadable";
    await recordLookUp(ctx.db, ctx, processId, { source: "unico", trouble: code }, "failed");
    return keptOf ? ok({ id: processId, asOf: keptOf, trouble: code }) : fail({ code });
  }
  const asOf = ctx.now();
  // What Unico says is of no branch, and is kept whoever asked.
  await ctx.programDb.$transaction((tx) => keepAnswer(tx, ctx, processId, answer.value, asOf));
  return ok({ id: processId, asOf, trouble: null });
}

/** An answer about another process must never be kept under this id: it would mix two people. */
const misplaced = ({ value }: Called<IdCheckProcess>, processId: string): "unreadable" | null =>
  value.id.toLowerCase() === processId ? null : "unreadable";

async function keepAnswer(
  tx: Tx,
  ctx: Ctx,
  processId: string,
  { value, raw, durationMs, attempts }: Called<IdCheckProcess>,
  at: Date,
): Promise<void> {
  const reading = readingOfIdCheck(value);
  const person = personIn(value);
  const subjectId = person ? await ensureSubject(tx, ctx.vault, person) : null;
  const row = { id: processId, subjectId, ...columnsOf(value, reading) };
  const { before } = await processes.saveReading(tx, row, at);

  const snapshotId = randomUUIDv7();
  await processes.insertSnapshot(tx, {
    id: snapshotId,
    processId,
    takenAt: at,
    takenById: ctx.actor.kind === "user" ? ctx.actor.id : null,
    document: ctx.vault.seal({ table: "process_snapshot", row: snapshotId, column: "document" }, raw),
    sha256: new Uint8Array(createHash("sha256").update(raw).digest()),
    durationMs: Math.round(durationMs),
  });
  await noteUnknownValues(tx, at, unknownInProcess(value));
  await keepReference(tx, ctx, value, subjectId);
  const caseNumber = await openForSignals(tx, ctx, { processId, subjectId, value, reading, before });
  await recordLookUp(tx, ctx, processId, {
    source: "unico",
    snapshotId,
    outcome: reading.outcome,
    reason: reading.reason,
    attempts: attempts.length,
    caseNumber,
  });
}

async function keepReference(tx: Tx, ctx: Ctx, value: IdCheckProcess, subjectId: string | null) {
  const id = referenceIn(value);
  if (id === null) return;
  const enrolledAt = value.finishedAt ?? value.createdAt;
  const isNew = await ensureReference(tx, {
    id,
    origin: "idcheck",
    subjectId,
    subsidiaryId: null,
    enrolledAt,
  });
  if (!isNew) {
    if (subjectId) await linkReference(tx, ctx, id, subjectId);
    return;
  }
  await recordAudit(tx, ctx, {
    action: "reference.add",
    entityType: "reference",
    entityId: id,
    detail: { origin: "idcheck" },
  });
}

type Seen = {
  processId: string;
  subjectId: string | null;
  value: IdCheckProcess;
  reading: ProcessReading;
  before: processes.SignalsRead | null;
};

/** A process says its signals once: looking it up again is no new signal, and reopens nothing that was decided. */
async function openForSignals(tx: Tx, ctx: Ctx, { reading, before, ...seen }: Seen): Promise<number | null> {
  const signal = {
    origin: "idcheck" as const,
    // The outcomes of a case are those of a 1:1, which an IDCheck process is not.
    outcome: null,
    fraudsters: fraudstersOf(reading.alert),
    biometry: null,
    liveness: livenessOf(reading.liveness),
    score: scoreOf(reading),
    subjectId: seen.subjectId,
    subsidiaryId: null,
    referenceId: referenceIn(seen.value),
    reverificationId: null,
    processId: seen.processId,
  };
  // Before its end only an alert speaks: that something was not checked yet says nothing.
  if (!isReadable(reading.outcome, signal)) return null;
  const known = before && signalsOf(before);
  return openForSignal(tx, ctx, signal, before && known && isReadable(before.outcome, known) ? known : null);
}

const isReadable = (outcome: ProcessOutcome, signals: Pick<Signals, "fraudsters">): boolean =>
  outcome !== "wait" || isAlert(signals);

type Detail = Record<string, string | number | null>;

const recordLookUp = (
  db: Ctx["db"] | Tx,
  ctx: Ctx,
  processId: string,
  detail: Detail,
  outcome: "done" | "failed" = "done",
) =>
  recordAudit(
    db,
    ctx,
    { action: "process.lookup", entityType: "process", entityId: processId, detail },
    outcome,
  );
