import "server-only";
import { createHash, randomUUIDv7 } from "node:crypto";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { openForSignal } from "#lib/features/cases/opening.ts";
import type { Signals } from "#lib/features/cases/rules.ts";
import { noteUnknownValues, unknownInProcess } from "#lib/features/connections/unknown-values.ts";
import type { Ctx } from "#lib/features/context.ts";
import { linkReference } from "#lib/features/references/linking.ts";
import { ensureReference } from "#lib/features/references/repository.ts";
import { ensureSubject } from "#lib/features/subjects/repository.ts";
import { isAlert } from "#lib/features/triage/rules.ts";
import type { Called } from "#lib/unico/call.ts";
import { type ProcessOutcome, type ProcessReading, readingOfIdCheck } from "#lib/unico/process-reading.ts";
import type { IdCheckProcess } from "#lib/unico/process-schema.ts";
import { columnsOf, personIn, referenceIn } from "./document.ts";
import * as processes from "./repository.ts";
import { fraudstersOf, livenessOf, scoreOf, signalsOf } from "./rules.ts";

type Answered = { processId: string; answer: Called<IdCheckProcess>; at: Date; detail: Detail };

/** Keeps an answer of Unico: the snapshot, the newest reading, the person, the reference, and the case that it opens. */
export async function keepAnswer(
  tx: Tx,
  ctx: Ctx,
  { processId, answer, at, detail }: Answered,
): Promise<void> {
  const { value, raw, durationMs, attempts } = answer;
  const reading = readingOfIdCheck(value, ctx.reading);
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
    ...detail,
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

/** Ids, codes and counts for the log. */
export type Detail = Readonly<Record<string, string | number | null>>;

export const recordLookUp = (
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
