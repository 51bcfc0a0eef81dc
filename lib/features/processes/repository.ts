import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { withinScope } from "#lib/auth/scope.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import { SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";
import type { ProcessColumns } from "./document.ts";
import { MOST_IN_COOL_DOWN } from "./rules.ts";

/** What is known of it, with when its newest answers that are still kept were taken, newest first. */
export async function findNewestAnswer(db: Db, id: string) {
  const found = await db.process.findUnique({
    where: { id },
    select: {
      state: true,
      lastSeenAt: true,
      snapshots: {
        orderBy: [{ takenAt: "desc" }, { id: "desc" }],
        take: MOST_IN_COOL_DOWN,
        select: { takenAt: true },
      },
    },
  });
  if (!found) return null;
  const { snapshots, ...rest } = found;
  return { ...rest, takenAt: snapshots.map(({ takenAt }) => takenAt) };
}

/**
 * Somebody was shown the newest answer that is kept: a look-up of theirs, for which Unico was not asked. False where none
 * is kept any more.
 */
export async function noteLook(
  tx: Tx,
  processId: string,
  personId: string,
  lookedAt: Date,
): Promise<boolean> {
  const noted = await tx.$executeRaw`
    INSERT INTO process_look (person_id, process_id, snapshot_id, looked_at)
    SELECT ${personId}::uuid, ${processId}::uuid, held.id, ${lookedAt}::timestamptz
    FROM hold_newest_snapshot(${processId}::uuid) AS held (id) WHERE held.id IS NOT NULL
    ON CONFLICT (person_id, process_id) DO UPDATE
      SET snapshot_id = excluded.snapshot_id, looked_at = excluded.looked_at`;
  return noted > 0;
}

type Reading = ProcessColumns & { id: string; subjectId: string | null };
export type SignalsRead = Pick<ProcessColumns, "outcome" | "fraudsters" | "liveness" | "score">;

/**
 * Keeps the newest reading; an answer that was overtaken changes nothing. `before` is the reading that stood there,
 * locked until the transaction ends, or null for a process that is new.
 */
export async function saveReading(
  tx: Tx,
  reading: Reading,
  at: Date,
): Promise<{ before: SignalsRead | null }> {
  const row = { ...reading, firstSeenAt: at, lastSeenAt: at };
  const { count } = await tx.process.createMany({ data: [row], skipDuplicates: true });
  if (count === 1) return { before: null };
  const [before] = await tx.$queryRaw<SignalsRead[]>`
    SELECT outcome::text, fraudsters, liveness, score FROM process WHERE id = ${reading.id}::uuid FOR UPDATE`;
  const { id, subjectId, ...newest } = reading;
  await tx.process.updateMany({
    where: { id, lastSeenAt: { lte: at } },
    data: { ...newest, ...(subjectId ? { subjectId } : {}), lastSeenAt: at },
  });
  return { before: before ?? null };
}

type NewSnapshot = {
  id: string;
  processId: string;
  takenAt: Date;
  takenById: string | null;
  document: Uint8Array<ArrayBuffer>;
  sha256: Uint8Array<ArrayBuffer>;
  durationMs: number;
};

export const insertSnapshot = (tx: Tx, snapshot: NewSnapshot) =>
  tx.processSnapshot.create({ data: snapshot, select: { id: true } });

/** Newest first. */
export const listSnapshots = (db: Db, processId: string, take: number) =>
  db.processSnapshot.findMany({
    where: { processId },
    orderBy: [{ takenAt: "desc" }, { id: "desc" }],
    take,
    select: { id: true, takenAt: true, document: true, sha256: true, takenBy: { select: { name: true } } },
  });

export const findProcess = (db: Db, id: string) =>
  db.process.findUnique({
    where: { id },
    select: {
      id: true,
      subjectId: true,
      authenticationId: true,
      firstSeenAt: true,
      lastSeenAt: true,
      _count: { select: { snapshots: true } },
    },
  });

/** One that was looked up, with the newest answer that is kept, where there is one. */
export const findForgotten = (db: Db, id: string) =>
  db.process.findUnique({
    where: { id },
    select: {
      id: true,
      outcome: true,
      lastSeenAt: true,
      subject: { select: { erasedAt: true } },
      snapshots: {
        orderBy: [{ takenAt: "desc" }, { id: "desc" }],
        take: 1,
        select: { id: true, document: true },
      },
    },
  });

/** Cases that the process opened, and those of the same person. */
export const listCasesAbout = (
  db: Db,
  actor: Actor,
  processId: string,
  subjectId: string | null,
  take: number,
) =>
  db.case.findMany({
    where: { OR: [{ processId }, ...(subjectId ? [{ subjectId }] : [])], ...withinScope(actor) },
    orderBy: { number: "desc" },
    take,
    select: { number: true, status: true, openedAt: true, closedAt: true },
  });

/**
 * One that is still open past `expiredBefore` (for up to a week), and that nobody has read since `readBefore`: the
 * longest unseen first. Its id, marked as read, for one who asks; whoever asks at the same time gets another.
 */
export async function claimOpenExpired(db: Db, now: Date, readBefore: Date): Promise<string | null> {
  // Where Unico does not say, a journey lives for 7 days. Source: developer.unico.io, Web & SDK, "Create process".
  const [claimed] = await db.$queryRaw<{ id: string }[]>`
    UPDATE process SET read_again_at = ${now}::timestamptz WHERE id = (
      SELECT id FROM process
      WHERE outcome = 'wait' AND last_seen_at < ${readBefore}::timestamptz
        AND (read_again_at IS NULL OR read_again_at < ${readBefore}::timestamptz)
        AND coalesce(expires_at, coalesce(started_at, first_seen_at) + interval '7 days')
          BETWEEN ${now}::timestamptz - interval '7 days' AND ${now}::timestamptz
      ORDER BY last_seen_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  return claimed?.id ?? null;
}

const ROW_COLUMNS = {
  id: true,
  outcome: true,
  state: true,
  result: true,
  authentication: true,
  liveness: true,
  fraudsters: true,
  score: true,
  lastSeenAt: true,
} as const;

export const listProcessRows = (db: Db, ids: readonly string[]) =>
  db.process.findMany({
    where: { id: { in: [...ids] } },
    select: { ...ROW_COLUMNS, subject: { select: SUBJECT_COLUMNS } },
  });

/** How far back a person's own look-ups are read: two of the longest lists, and beyond them nobody looks for "the last ones". */
const MOST_SNAPSHOTS = 10_000;

/**
 * The last processes that somebody looked up, each once, newest first; not those that a list of theirs was the last to
 * look up. Grouped and not joined: a plan that goes through a list for each of thousands of snapshots takes seconds.
 */
export async function listLastLookUps(db: Db, takenById: string, take: number) {
  const last = await db.$queryRaw<{ id: string; at: Date }[]>`
    WITH own AS MATERIALIZED (
      SELECT process_id, taken_at FROM (
        (SELECT process_id, taken_at FROM process_snapshot WHERE taken_by_id = ${takenById}::uuid
          ORDER BY taken_at DESC LIMIT ${MOST_SNAPSHOTS})
        UNION ALL
        (SELECT process_id, looked_at FROM process_look WHERE person_id = ${takenById}::uuid
          ORDER BY looked_at DESC LIMIT ${MOST_SNAPSHOTS})) AS every
      ORDER BY taken_at DESC LIMIT ${MOST_SNAPSHOTS}
    ), since AS MATERIALIZED (SELECT min(taken_at) AS at FROM own)
    SELECT process_id AS id, max(taken_at) AS at
    FROM (
      SELECT process_id, taken_at, NULL AS listed_at FROM own
      UNION ALL
      SELECT item.process_id, NULL, item.ended_at FROM look_up_list AS list
      JOIN look_up_item AS item ON item.list_id = list.id
      WHERE list.asked_by_id = ${takenById}::uuid AND item.state = 'done' AND item.ended_at >= (SELECT at FROM since)
        AND (list.ended_at IS NULL OR list.ended_at >= (SELECT at FROM since))
    ) AS told
    GROUP BY process_id
    HAVING max(taken_at) > coalesce(max(listed_at), '-infinity')
    ORDER BY at DESC, process_id LIMIT ${take}`;
  const rows = await db.process.findMany({
    where: { id: { in: last.map(({ id }) => id) } },
    select: { id: true, outcome: true },
  });
  const outcomes = new Map(rows.map(({ id, outcome }) => [id, outcome]));
  return last.flatMap(({ id, at }) => {
    const outcome = outcomes.get(id);
    return outcome ? [{ id, at, outcome }] : [];
  });
}

/** Each flow once, by stepping from one to the next in the index: the table is not read. */
export async function listFlows(db: Db, take: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ flow: string }[]>`
    WITH RECURSIVE seen AS (
      (SELECT flow FROM process WHERE flow IS NOT NULL ORDER BY flow LIMIT 1)
      UNION ALL
      SELECT (SELECT flow FROM process WHERE flow > seen.flow ORDER BY flow LIMIT 1) FROM seen WHERE seen.flow IS NOT NULL
    )
    SELECT flow FROM seen WHERE flow IS NOT NULL LIMIT ${take}`;
  return rows.map(({ flow }) => flow);
}
