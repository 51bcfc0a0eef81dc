import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import {
  ATTEMPTS_MAX,
  type ExportState,
  RUNNING_JOBS,
  RUNNING_PER_PERSON,
  SILENT_S,
  WAITING_PER_PERSON,
} from "./rules.ts";

/** Whoever begins to write a file waits for whoever does at the same moment: so the counts below are exact. */
const lockBeginning = (tx: Tx) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('contraprova export', 0))`;

const WHOLE = {
  id: true,
  ownerId: true,
  list: true,
  format: true,
  masked: true,
  reason: true,
  asked: true,
  manifest: true,
  state: true,
  direct: true,
  attempt: true,
  sha256: true,
  fileName: true,
  storageKey: true,
  rowsDone: true,
  expiresAt: true,
  scheduleId: true,
} as const;
export type ExportRow = Prisma.ExportGetPayload<{ select: typeof WHOLE }>;

export const insert = (db: Db, data: Prisma.ExportUncheckedCreateInput) =>
  db.export.create({ data, select: { id: true } });

export const find = (db: Db, id: string): Promise<ExportRow | null> =>
  db.export.findUnique({ where: { id }, select: WHOLE });

/** What one person asks for at the same moment is asked for one after the other: so what is counted is exact. */
export const lockAsking = (tx: Tx, ownerId: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`contraprova exports of ${ownerId}`}, 0))`;

/** Whether one more of theirs may wait. */
export async function hasRoom(tx: Tx, ownerId: string): Promise<boolean> {
  await lockAsking(tx, ownerId);
  const waiting = await tx.export.count({ where: { ownerId, state: { in: ["queued", "ready"] } } });
  return waiting < WAITING_PER_PERSON;
}

/** The next in line whose owner has a file less under way than one may have; null where there is none. */
export async function claimNext(tx: Tx, now: Date): Promise<ExportRow | null> {
  await lockBeginning(tx);
  const [next] = await tx.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM export AS e
    WHERE e.state = 'queued'
      AND (SELECT count(*) FROM export AS r WHERE r.state = 'running' AND NOT r.direct) < ${RUNNING_JOBS}
      AND (SELECT count(*) FROM export AS r WHERE r.state = 'running' AND r.owner_id = e.owner_id)
        < ${RUNNING_PER_PERSON}
    ORDER BY e.created_at, e.id LIMIT 1`;
  return next ? begin(tx, next.id, "queued", now) : null;
}

/** One that is written while it is taken in; null where its owner has as many under way as one may have. */
export async function claimDirect(tx: Tx, id: string, ownerId: string, now: Date): Promise<ExportRow | null> {
  await lockBeginning(tx);
  const running = await tx.export.count({ where: { ownerId, state: "running" } });
  return running < RUNNING_PER_PERSON ? begin(tx, id, "ready", now) : null;
}

async function begin(tx: Tx, id: string, from: ExportState, now: Date): Promise<ExportRow | null> {
  const begun = await tx.$executeRaw`
    UPDATE export SET state = 'running', attempt = attempt + 1, started_at = ${now}::timestamptz,
      seen_at = clock_timestamp(), rows_done = 0, failure = NULL, ended_at = NULL
    WHERE id = ${id}::uuid AND state = ${from}::export_state`;
  return begun > 0 ? find(tx, id) : null;
}

type Attempt = Pick<ExportRow, "id" | "attempt">;

/** False once it is somebody else's, or was cancelled. */
export async function beat(
  db: Db,
  { id, attempt }: Attempt,
  { done, total }: { done: number; total: number | null },
): Promise<boolean> {
  const still = await db.$executeRaw`
    UPDATE export SET seen_at = clock_timestamp(), rows_done = ${done}, rows_total = coalesce(${total}, rows_total)
    WHERE id = ${id}::uuid AND attempt = ${attempt} AND state = 'running'`;
  return still > 0;
}

/** True where the attempt was still the one that counts. */
export async function endAttempt(
  db: Db,
  { id, attempt }: Attempt,
  data: Prisma.ExportUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await db.export.updateMany({ where: { id, attempt, state: "running" }, data });
  return count === 1;
}

/** True where it was in one of these states. */
export async function change(
  db: Db,
  id: string,
  from: readonly ExportState[],
  data: Prisma.ExportUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await db.export.updateMany({ where: { id, state: { in: [...from] } }, data });
  return count === 1;
}

/** Whom a file holds in the clear. One that is begun anew may hold others: it is known of all of them. */
export const noteHeld = (db: Db, exportId: string, people: readonly string[]) =>
  db.$executeRaw`
    INSERT INTO export_held (subject_id, export_id) SELECT unnest(${[...people]}::uuid[]), ${exportId}::uuid
    ON CONFLICT DO NOTHING`;

export const noteTaken = (db: Db, id: string, takenAt: Date) =>
  db.export.updateMany({ where: { id, takenAt: null }, data: { takenAt } });

/** Those whose writer has been silent: to be written anew, or given up. */
export const listSilent = (db: Db): Promise<{ id: string; attempt: number; isOver: boolean }[]> =>
  db.$queryRaw`
    SELECT id, attempt, (direct OR attempt >= ${ATTEMPTS_MAX}) AS "isOver" FROM export
    WHERE state = 'running' AND seen_at < clock_timestamp() - make_interval(secs => ${SILENT_S})
    ORDER BY created_at, id`;

export const listQueued = (db: Db) =>
  db.export.findMany({ where: { state: "queued" }, select: { id: true }, orderBy: { createdAt: "asc" } });

export const listNotFetched = (db: Db, before: Date) =>
  db.export.findMany({ where: { state: "ready", createdAt: { lt: before } }, select: { id: true } });

/**
 * Those whose time is over, and those that may hold somebody who was erased since: with a margin, for clocks differ, an
 * erasure takes its time, and a reader may be behind.
 */
export const listExpired = (
  db: Db,
  now: Date,
  { after, take }: { after: string; take: number },
): Promise<{ id: string; storageKey: string; isOld: boolean }[]> =>
  db.$queryRaw`
    SELECT id::text, storage_key AS "storageKey", coalesce(expires_at <= ${now}::timestamptz, true) AS "isOld"
    FROM export
    WHERE storage_key IS NOT NULL AND (expires_at <= ${now}::timestamptz OR state = 'expired'
      OR started_at - interval '15 minutes' <= (SELECT max(erased_at) FROM subject WHERE erased_at IS NOT NULL))
      AND id > ${after}::uuid
    ORDER BY id LIMIT ${take}`;

/** Of what came to nothing so long ago nobody asks for it again. */
export const forgetAsked = (db: Db, before: Date) =>
  db.export.updateMany({
    where: { state: { in: ["failed", "cancelled"] }, endedAt: { lt: before }, asked: { not: null } },
    data: { asked: null },
  });

/** Where whoever asked is written to. */
export const findOwner = (db: Db, id: string) =>
  db.user.findFirst({ where: { id, disabledAt: null }, select: { email: true, locale: true } });
