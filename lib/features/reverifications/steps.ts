import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { kept } from "#lib/db/kept.ts";
import type { Attempt } from "#lib/unico/failures.ts";
import type { ReverificationState } from "./rules.ts";

/** Our policy: within it the same picture against the same reference asks first. */
const TWIN_WITHIN_MIN = 10;

type Start = { startedById: string; idempotencyKey: string; referenceId: string; imageSha256: Uint8Array };

const isSameForm = ({ startedById, idempotencyKey }: Start) =>
  Prisma.sql`r.started_by_id = ${startedById}::uuid AND r.idempotency_key = ${idempotencyKey}::uuid`;

/** Only what Unico worked on, or may have: what it certainly did not costs nothing to repeat. */
const isTwin = ({ referenceId, imageSha256 }: Start) => Prisma.sql`
  r.reference_id = ${referenceId}::uuid AND r.image_sha256 = ${imageSha256} AND (r.state IN ('pending', 'sent')
    OR (r.touched_at > clock_timestamp() - make_interval(mins => ${TWIN_WITHIN_MIN})
      AND (r.state IN ('completed', 'unknown') OR (r.state = 'failed' AND r.unico_process_id IS NOT NULL))))`;

/**
 * What a start may be the same as: the row of the same form, and those of the same picture and reference, newest first.
 * And whose the reference is, as far as it is known.
 */
export async function findBefore(db: Db, start: Start) {
  const found = await db.$queryRaw<(Owned & (Before | { id: null }))[]>(kept`
    SELECT p.id IS NOT NULL AS "isKnown", p.subject_id AS "ownerId", p.subsidiary_id AS "ownerBranch",
      r.id, r.number, r.state::text, r.started_at AS "startedAt", r.reference_id AS "referenceId",
      r.image_sha256 AS "imageSha256", r.reason::text, r.case_number AS "caseNumber", s.cpf_index AS "cpfIndex",
      r.subsidiary_id AS "subsidiaryId",
      (${isSameForm(start)}) AS "isSameForm"
    FROM (SELECT ${start.referenceId}::uuid AS id) AS asked
      LEFT JOIN reference_process AS p ON p.id = asked.id
      LEFT JOIN reverification AS r ON (${isSameForm(start)}) OR (${isTwin(start)})
      LEFT JOIN subject AS s ON s.id = r.subject_id
    ORDER BY r.touched_at DESC, r.id DESC`);
  const rows = found.filter((row): row is Owned & Before => row.id !== null);
  const [reference] = found;
  const known = reference?.isKnown
    ? { subjectId: reference.ownerId, subsidiaryId: reference.ownerBranch }
    : null;
  const twins = rows.filter(({ isSameForm }) => !isSameForm);
  const byKey = rows.find(({ isSameForm }) => isSameForm) ?? null;
  return { known, byKey, twins, seen: rows.map(({ id }) => id) };
}

type Owned = { isKnown: boolean; ownerId: string | null; ownerBranch: string | null };

export type Before = {
  id: string;
  number: number;
  state: ReverificationState;
  startedAt: Date;
  referenceId: string;
  imageSha256: Uint8Array;
  reason: string;
  caseNumber: number | null;
  subsidiaryId: string | null;
  cpfIndex: Uint8Array | null;
  isSameForm: boolean;
};

/** The one to be sent anew. */
export async function findReplaced(db: Db, id: string) {
  const row = await db.reverification.findUnique({
    where: { id },
    select: { state: true, referenceId: true, subsidiaryId: true, replacedBy: { select: { id: true } } },
  });
  return row && { ...row, replacedById: row.replacedBy?.id ?? null };
}

export type NewRow = Start & {
  id: string;
  startedAt: Date;
  senderId: string;
  subjectId: string | null;
  subsidiaryId: string | null;
  /** Whose a reference is that is new; null where everybody's. */
  referenceBranch: string | null;
  caseNumber: number | null;
  replacesId: string | null;
  reason: string;
  capture: string;
  capturedAt: Date | null;
  imageBytes: number;
  imageFormat: string;
  imageWidth: number | null;
  imageHeight: number | null;
  reencoded: boolean;
  keyLiveness: boolean;
  keyAlert: boolean;
};

/**
 * Writes the intent, its reference where that is new, and the audit of both, in one statement. False when another start
 * came first since `findBefore` looked: then nothing was written but perhaps the reference. Two at the same moment
 * the unique indexes keep apart; one that is over already and was not in `seen`, the condition does.
 */
export async function insertPending(
  db: Db,
  row: NewRow,
  seen: readonly string[],
  audit: { ofReference: Prisma.Sql; ofIntent: Prisma.Sql },
): Promise<boolean> {
  const count = await db.$executeRaw(kept`
    WITH added AS (
      INSERT INTO reference_process (id, origin, subsidiary_id)
      VALUES (${row.referenceId}::uuid, 'manual', ${row.referenceBranch}::uuid)
      ON CONFLICT DO NOTHING RETURNING id
    ), added_told AS (${audit.ofReference}), replaced AS (
      SELECT id FROM reverification WHERE id = ${row.replacesId}::uuid AND state = 'unknown' FOR UPDATE
    ), step AS (
      INSERT INTO reverification (id, idempotency_key, started_by_id, started_at, sender_id, reference_id, subject_id,
        subsidiary_id, case_number, replaces_id, reason, capture, captured_at, image_sha256, image_bytes, image_format,
        image_width, image_height, reencoded, key_liveness, key_alert)
      SELECT ${row.id}::uuid, ${row.idempotencyKey}::uuid, ${row.startedById}::uuid, ${row.startedAt}::timestamptz,
        ${row.senderId}::uuid, ${row.referenceId}::uuid, ${row.subjectId}::uuid, ${row.subsidiaryId}::uuid,
        ${row.caseNumber}::integer, ${row.replacesId}::uuid, ${row.reason}::reverification_reason,
        ${row.capture}::capture_kind, ${row.capturedAt}::timestamptz, ${row.imageSha256}::bytea,
        ${row.imageBytes}::integer, ${row.imageFormat}::text, ${row.imageWidth}::integer, ${row.imageHeight}::integer,
        ${row.reencoded}::boolean, ${row.keyLiveness}::boolean, ${row.keyAlert}::boolean
      WHERE (${row.replacesId}::uuid IS NULL OR EXISTS (SELECT FROM replaced))
        AND NOT EXISTS (SELECT FROM reverification AS r WHERE ${isTwin(row)} AND r.id <> ALL (${[...seen]}::uuid[]))
      ON CONFLICT DO NOTHING RETURNING id
    ) ${audit.ofIntent}`);
  return count === 1;
}

/**
 * Opens an attempt, told as `audit` says; false when somebody ended the row. The first takes the row from pending to
 * sent; a further one closes the attempt before it, which was certainly not worked on.
 */
export async function openAttempt(
  db: Db,
  id: string,
  startedAt: Date,
  previous: Attempt | null,
  audit: Prisma.Sql,
): Promise<boolean> {
  const step = Prisma.sql`
    WITH step AS (
      UPDATE reverification SET state = 'sent', sent_at = ${startedAt}, touched_at = clock_timestamp()
      WHERE id = ${id}::uuid AND unico_process_id IS NULL
        AND state = ${previous ? "sent" : "pending"}::reverification_state RETURNING id
    )`;
  const opened = Prisma.sql`
    opened AS (
      INSERT INTO reverification_attempt (reverification_id, started_at) SELECT id, ${startedAt} FROM step
    ) ${audit}`;
  if (!previous) return (await db.$executeRaw(kept`${step}, ${opened}`)) === 1;
  // At most one is live, and PostgreSQL looks after every row: the one before is closed by a statement of its own.
  const { finishedAt, httpStatus, verdict } = previous;
  await db.$executeRaw`
    UPDATE reverification_attempt SET finished_at = ${finishedAt}, http_status = ${httpStatus}, verdict = ${verdict}
    WHERE reverification_id = ${id}::uuid AND finished_at IS NULL`;
  return (await db.$executeRaw`${step}, ${opened}`) === 1;
}

export type Ended = { subjectId: string | null; subsidiaryId: string | null; referenceId: string };

/**
 * Settles a row that is still in one of `from`, with its live attempt and its audit, in one statement; what people said
 * of it meanwhile a trigger ends. null when somebody was there before, or `guard` does not hold. What was known of Unico's answer is never
 * lost to a later silence. A late answer also corrects an attempt that was given up; one of which nobody saw the end
 * is closed as unknown.
 */
export async function settleWhole(
  db: Db,
  id: string,
  from: readonly ReverificationState[],
  end: End,
  audit: Prisma.Sql,
  guard: Prisma.Sql | null = null,
): Promise<Ended | null> {
  const { attempt, settledAt } = end;
  const [row] = await db.$queryRaw<Ended[]>(kept`
    WITH step AS (
      UPDATE reverification SET state = ${end.state}::reverification_state, outcome = ${end.outcome}::outcome,
        fraudsters = coalesce(${end.fraudsters}::fraudsters, fraudsters), biometry = ${end.biometry}::biometry,
        liveness = ${end.liveness}::liveness, failure = ${end.failure},
        unico_process_id = coalesce(${end.unicoProcessId}::uuid, unico_process_id),
        answer = coalesce(${end.raw}, answer), http_status = coalesce(${end.httpStatus}::smallint, http_status),
        unico_code = ${end.unicoCode}, settled_at = ${settledAt}
      WHERE id = ${id}::uuid AND state = ANY (${[...from]}::text[]::reverification_state[])
        AND (NOT ${end.isAbandoned} OR unico_process_id IS NULL) AND ${guard ?? Prisma.sql`true`}
      RETURNING id, subject_id, subsidiary_id, reference_id
    ), attempt AS (
      UPDATE reverification_attempt SET finished_at = ${attempt?.finishedAt ?? end.at},
        http_status = ${attempt?.httpStatus ?? null}, verdict = ${attempt?.verdict ?? "unknown"}
      WHERE reverification_id = (SELECT id FROM step)
        AND (finished_at IS NULL OR (verdict = 'unknown' AND ${attempt !== null}))
    ), told AS (${audit})
    SELECT subject_id AS "subjectId", subsidiary_id AS "subsidiaryId", reference_id AS "referenceId" FROM step`);
  return row ?? null;
}

type End = {
  state: ReverificationState;
  outcome: string | null;
  fraudsters: string | null;
  biometry: string | null;
  liveness: string | null;
  failure: string | null;
  unicoProcessId: string | null;
  raw: string | null;
  httpStatus: number | null;
  unicoCode: string | null;
  attempt: Attempt | null;
  at: Date;
  settledAt: Date | null;
  /** Its sender says nothing more: an id that came meanwhile says more than that. */
  isAbandoned: boolean;
};

/** Corrects the attempt that was given up, where the row itself has an end that stays. */
export async function closeAttempt(db: Db, reverificationId: string, seen: Attempt): Promise<void> {
  const { finishedAt, httpStatus, verdict } = seen;
  await db.reverificationAttempt.updateMany({
    where: { reverificationId, OR: [{ finishedAt: null }, { verdict: "unknown" }] },
    data: { finishedAt, httpStatus, verdict },
  });
}

/** Where a row stands that could not be settled. */
export const findEnd = (db: Db, id: string) =>
  db.reverification.findUnique({
    where: { id },
    select: { state: true, unicoProcessId: true, subjectId: true, subsidiaryId: true, referenceId: true },
  });

/** An unknown one learns its id from an answer that is no end yet; told as `audit` says. */
export const keepProcessId = (
  db: Db,
  id: string,
  unicoProcessId: string | null,
  answer: string | null,
  audit: Prisma.Sql,
) =>
  db.$executeRaw`
    WITH step AS (
      UPDATE reverification SET unico_process_id = ${unicoProcessId}::uuid, answer = ${answer}
      WHERE id = ${id}::uuid AND state = 'unknown' AND unico_process_id IS NULL RETURNING id
    ) ${audit}`;

/** The text of an answer that came after an end, where there is none yet. */
export const keepLateAnswer = (db: Db, id: string, answer: string | null) =>
  db.$executeRaw`UPDATE reverification SET answer = coalesce(answer, ${answer}) WHERE id = ${id}::uuid`;

/** 0 where the person was erased meanwhile. */
export const noteSelfie = (db: Db, id: string, selfieKey: string, audit: Prisma.Sql) =>
  db.$executeRaw(kept`
    WITH step AS (
      UPDATE reverification SET selfie_key = ${selfieKey} WHERE id = ${id}::uuid AND NOT EXISTS (
        SELECT FROM subject WHERE subject.id = person_of_reverification(${id}::uuid) AND erased_at IS NOT NULL)
      RETURNING id
    ) ${audit}`);
