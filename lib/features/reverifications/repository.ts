import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";
import type { Attempt } from "#lib/unico/failures.ts";
import type { ReverificationState } from "./rules.ts";
import { SENDER_SILENT_AFTER_S } from "./sender.ts";

/** What a start may be the same as: the row of the same form, and the newest of the same picture and reference. */
export async function findBefore(
  db: Db,
  start: {
    startedById: string;
    idempotencyKey: string;
    referenceId: string;
    imageSha256: Uint8Array<ArrayBuffer>;
    since: Date;
  },
) {
  const { startedById, idempotencyKey, referenceId, imageSha256, since } = start;
  const rows = await db.reverification.findMany({
    where: {
      OR: [
        { startedById, idempotencyKey },
        { referenceId, imageSha256, state: { in: ["pending", "sent"] } },
        // Only what Unico worked on, or may have: what it certainly did not costs nothing to repeat.
        {
          referenceId,
          imageSha256,
          startedAt: { gt: since },
          OR: [
            { state: { in: ["completed", "unknown"] } },
            { state: "failed", unicoProcessId: { not: null } },
          ],
        },
      ],
    },
    select: {
      id: true,
      number: true,
      state: true,
      startedAt: true,
      startedById: true,
      idempotencyKey: true,
      referenceId: true,
      imageSha256: true,
    },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
  });
  const isByKey = (row: (typeof rows)[number]) =>
    row.startedById === startedById && row.idempotencyKey === idempotencyKey;
  const others = rows.filter((row) => !isByKey(row));
  const isUnderWay = (row: (typeof rows)[number]) => row.state === "pending" || row.state === "sent";
  return { byKey: rows.find(isByKey) ?? null, twin: others.find(isUnderWay) ?? others[0] ?? null };
}

/** The one to be sent anew, held until the transaction ends. */
export async function lockReplaced(db: Db, id: string) {
  await db.$executeRaw`SELECT 1 FROM reverification WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await db.reverification.findUnique({
    where: { id },
    select: { state: true, referenceId: true, replacedBy: { select: { id: true } } },
  });
  return row && { ...row, replacedById: row.replacedBy?.id ?? null };
}

export async function insertPending(
  db: Db,
  data: Prisma.ReverificationUncheckedCreateInput,
): Promise<string> {
  const { id } = await db.reverification.create({ data, select: { id: true } });
  return id;
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
      UPDATE reverification SET state = 'sent', sent_at = ${startedAt}
      WHERE id = ${id}::uuid AND unico_process_id IS NULL
        AND state = ${previous ? "sent" : "pending"}::reverification_state RETURNING id
    )`;
  const opened = Prisma.sql`
    opened AS (
      INSERT INTO reverification_attempt (reverification_id, started_at) SELECT id, ${startedAt} FROM step
    ) ${audit}`;
  if (!previous) return (await db.$executeRaw`${step}, ${opened}`) === 1;
  // At most one is live, and PostgreSQL looks after every row: the one before is closed by a statement of its own.
  const { finishedAt, httpStatus, verdict } = previous;
  await db.$executeRaw`
    UPDATE reverification_attempt SET finished_at = ${finishedAt}, http_status = ${httpStatus}, verdict = ${verdict}
    WHERE reverification_id = ${id}::uuid AND finished_at IS NULL`;
  return (await db.$executeRaw`${step}, ${opened}`) === 1;
}

/** True when the row was still in one of `from`: whoever comes second changes nothing. */
export async function settle(
  db: Db,
  id: string,
  from: readonly ("sent" | "unknown" | "pending")[],
  data: Prisma.ReverificationUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await db.reverification.updateMany({ where: { id, state: { in: [...from] } }, data });
  return count === 1;
}

export type Ended = { subjectId: string | null; subsidiaryId: string | null; referenceId: string };

/**
 * Settles a row that is still in one of `from`, with its live attempt and its audit, in one statement; what people said
 * of it meanwhile a trigger ends. null when somebody was there before. A late answer also corrects an attempt that was given up; one of which nobody
 * saw the end is closed as unknown.
 */
export async function settleWhole(
  db: Db,
  id: string,
  from: readonly ReverificationState[],
  end: End,
  audit: Prisma.Sql,
): Promise<Ended | null> {
  const { attempt, settledAt } = end;
  const [row] = await db.$queryRaw<Ended[]>`
    WITH step AS (
      UPDATE reverification SET state = ${end.state}::reverification_state, outcome = ${end.outcome}::outcome,
        fraudsters = ${end.fraudsters}::fraudsters, biometry = ${end.biometry}::biometry,
        liveness = ${end.liveness}::liveness, failure = ${end.failure}, unico_process_id = ${end.unicoProcessId}::uuid,
        answer = ${end.raw}, http_status = ${end.httpStatus}, unico_code = ${end.unicoCode}, settled_at = ${settledAt}
      WHERE id = ${id}::uuid AND state = ANY (${[...from]}::text[]::reverification_state[])
      RETURNING id, subject_id, subsidiary_id, reference_id
    ), attempt AS (
      UPDATE reverification_attempt SET finished_at = ${attempt?.finishedAt ?? end.at},
        http_status = ${attempt?.httpStatus ?? null}, verdict = ${attempt?.verdict ?? "unknown"}
      WHERE reverification_id = (SELECT id FROM step)
        AND (finished_at IS NULL OR (verdict = 'unknown' AND ${attempt !== null}))
    ), told AS (${audit})
    SELECT subject_id AS "subjectId", subsidiary_id AS "subsidiaryId", reference_id AS "referenceId" FROM step`;
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

const LIST_COLUMNS = {
  id: true,
  number: true,
  state: true,
  outcome: true,
  fraudsters: true,
  biometry: true,
  liveness: true,
  startedAt: true,
  failure: true,
  startedBy: { select: { id: true, name: true } },
  subject: { select: SUBJECT_COLUMNS },
  referenceId: true,
} as const;

export const listByIds = (db: Db, ids: readonly string[]) =>
  db.reverification.findMany({ where: { id: { in: [...ids] } }, select: LIST_COLUMNS });

/** Newest first: those of a reference, of a person, or that somebody started. */
export const listNewest = (
  db: Db,
  where: { referenceId: string } | { subjectId: string } | { startedById: string },
  take: number,
) =>
  db.reverification.findMany({
    where,
    select: LIST_COLUMNS,
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take,
  });

export const findWhole = (db: Db, id: string) =>
  db.reverification.findUnique({
    where: { id },
    include: {
      startedBy: { select: { name: true } },
      subject: { select: SUBJECT_COLUMNS },
      subsidiary: { select: { name: true } },
      reference: { select: { id: true, origin: true, enrolledAt: true, createdAt: true } },
      attempts: { orderBy: [{ startedAt: "asc" }, { id: "asc" }] },
      opened: { select: { number: true, status: true } },
    },
  });

/** The case that this answer joined, where it opened none; looked for among the same person's only. */
export const listJoined = (db: Db, reverificationId: string, subjectId: string) =>
  db.case.findMany({
    where: {
      subjectId,
      events: {
        some: {
          kind: "signal_joined",
          detail: { path: ["reverificationId"], equals: reverificationId },
        },
      },
    },
    select: { number: true, status: true },
    orderBy: { number: "asc" },
  });

/**
 * Intents that nobody is at any more, oldest first: their sender fell silent, by the database's clock, or has not
 * come to an end with them since `before`.
 */
export const listAbandoned = (db: Db, before: Date, take: number) =>
  db.$queryRaw<{ id: string; state: "pending" | "sent" }[]>`
    SELECT r.id, r.state FROM reverification AS r LEFT JOIN sender AS s ON s.id = r.sender_id
    WHERE r.state IN ('pending', 'sent') AND r.unico_process_id IS NULL
      AND (s.id IS NULL OR s.seen_at < clock_timestamp() - make_interval(secs => ${SENDER_SILENT_AFTER_S})
        OR coalesce(r.sent_at, r.started_at) < ${before})
    ORDER BY r.started_at, r.id LIMIT ${take}`;

/**
 * Those that Unico gave an id for and no end yet, started since then: whoever waited longest for a look comes first.
 * What Unico said that it does not know is not asked for again.
 */
export const listReadable = (db: Db, since: Date, take: number) =>
  db.reverification.findMany({
    where: {
      unicoProcessId: { not: null },
      startedAt: { gte: since },
      OR: [{ state: "sent" }, { state: "unknown", outcome: null, failure: { not: "not_found" } }],
    },
    select: { id: true, unicoProcessId: true, keyLiveness: true, keyAlert: true },
    orderBy: [{ readAgainAt: { sort: "asc", nulls: "first" } }, { id: "asc" }],
    take,
  });

export const markRead = (db: Db, id: string, readAgainAt: Date) =>
  db.reverification.updateMany({ where: { id }, data: { readAgainAt } });

export const keepProcessId = (db: Db, id: string, unicoProcessId: string | null, answer: string | null) =>
  db.reverification.updateMany({
    where: { id, state: "unknown", unicoProcessId: null },
    data: { unicoProcessId, answer },
  });

export const noteSelfie = (db: Db, id: string, selfieKey: string) =>
  db.$executeRaw`UPDATE reverification SET selfie_key = ${selfieKey} WHERE id = ${id}::uuid`;

/** Holds whoever else sends this form, or this picture against this reference, until the transaction ends. */
export const lockStart = (db: Db, idempotencyKey: string, referenceId: string, imageSha256: Uint8Array) => {
  const twin = `${referenceId}:${Buffer.from(imageSha256).toString("hex")}`;
  return db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${idempotencyKey}, 1)), pg_advisory_xact_lock(hashtextextended(${twin}, 2))`;
};

/** One whose end nobody knows, as the form that sends it anew names it. */
export const findReplaceable = (db: Db, id: string) =>
  db.reverification.findFirst({
    where: { id, state: "unknown" },
    select: { id: true, number: true, referenceId: true },
  });
