import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { kept } from "#lib/db/kept.ts";
import type { Left } from "#lib/features/attachments/repository.ts";
import type { Attempt } from "#lib/unico/failures.ts";
import type { ReverificationState } from "./rules.ts";

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
 * of it meanwhile a trigger ends. null when somebody was there before, or `more.guard` does not hold. What was known of Unico's answer
 * is never lost to a later silence. A late answer also corrects an attempt that was given up; one of which nobody saw
 * the end is closed as unknown. `more.leadsTo` are parts of the statement that go by its `step`.
 */
export async function settleWhole(
  db: Db,
  id: string,
  from: readonly ReverificationState[],
  end: End,
  audit: Prisma.Sql,
  { guard = Prisma.sql`true`, leadsTo = Prisma.empty }: More = {},
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
        AND (NOT ${end.isAbandoned} OR unico_process_id IS NULL) AND ${guard}
      RETURNING id, subject_id, subsidiary_id, reference_id
    ), attempt AS (
      UPDATE reverification_attempt SET finished_at = ${attempt?.finishedAt ?? end.at},
        http_status = ${attempt?.httpStatus ?? null}, verdict = ${attempt?.verdict ?? "unknown"}
      WHERE reverification_id = (SELECT id FROM step)
        AND (finished_at IS NULL OR (verdict = 'unknown' AND ${attempt !== null}))
    ), told AS (${audit})${leadsTo}
    SELECT subject_id AS "subjectId", subsidiary_id AS "subsidiaryId", reference_id AS "referenceId" FROM step`);
  return row ?? null;
}

export type More = { guard?: Prisma.Sql; leadsTo?: Prisma.Sql };

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

/** Names a copy that lies there as left; 0 where it is removed already, or the person was erased meanwhile. */
export const noteSelfie = (db: Db, id: string, { key, dueAt }: Left, audit: Prisma.Sql) =>
  db.$executeRaw(kept`
    WITH held AS (
      SELECT key FROM attachment_left WHERE key = ${key} AND due_at = ${dueAt}::timestamptz FOR UPDATE
    ), step AS (
      UPDATE reverification SET selfie_key = ${key} WHERE id = ${id}::uuid AND EXISTS (SELECT FROM held)
        AND NOT EXISTS (
          SELECT FROM subject WHERE subject.id = person_of_reverification(${id}::uuid) AND erased_at IS NOT NULL)
      RETURNING id
    ), taken AS (
      DELETE FROM attachment_left WHERE key = ${key} AND EXISTS (SELECT FROM step)
    ) ${audit}`);
