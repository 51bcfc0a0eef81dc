import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import type { FileProblem, ImportMode } from "./import-schema.ts";

type Begun = { id: string; mode: ImportMode; startedById: string; startedAt: Date };
export type Counts = { byteCount: number; lineCount: number; rightCount: number; refusedCount: number };

export const insertImport = (tx: Tx, row: Begun) =>
  tx.referenceImport.create({ data: row, select: { id: true } });

/** False when it is no longer being read: it was given up as dead. */
export async function tellProgress(db: Db, id: string, counts: Counts): Promise<boolean> {
  const { byteCount, lineCount, rightCount, refusedCount } = counts;
  const told = await db.$executeRaw`
    UPDATE reference_import SET touched_at = clock_timestamp(), byte_count = ${byteCount}::bigint,
      line_count = ${lineCount}::integer, right_count = ${rightCount}::integer, refused_count = ${refusedCount}::integer
    WHERE id = ${id}::uuid AND state = 'reading'`;
  return told > 0;
}

/** Locks it for its end; null where somebody ended it, or is at it. */
export async function lockImport(tx: Tx, id: string, state: "reading" | "ready") {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM reference_import WHERE id = ${id}::uuid AND state = ${state}::text::import_state
    FOR UPDATE SKIP LOCKED`;
  if (!found) return null;
  return tx.referenceImport.findUniqueOrThrow({
    where: { id },
    select: {
      id: true,
      mode: true,
      startedById: true,
      sha256: true,
      lineCount: true,
      rightCount: true,
      refusedCount: true,
    },
  });
}

type Ended = {
  state: "done" | "same" | "refused" | "interrupted";
  sha256?: Uint8Array<ArrayBuffer>;
  addedCount?: number;
  changedCount?: number;
  disputedCount?: number;
  rightCount?: number;
  refusedCount?: number;
  problem?: FileProblem;
  problemLine?: number;
  earlierId?: string;
};

/** Whatever the end was, the lines on their way in are gone. */
export async function endImport(tx: Tx, id: string, finishedAt: Date, ended: Ended): Promise<void> {
  await tx.$executeRaw`DELETE FROM reference_import_line WHERE import_id = ${id}::uuid`;
  await tx.referenceImport.update({ where: { id }, data: { finishedAt, ...ended }, select: { id: true } });
}

export const makeReady = (tx: Tx, id: string, sha256: Uint8Array<ArrayBuffer>) =>
  tx.referenceImport.update({ where: { id }, data: { state: "ready", sha256 }, select: { id: true } });

/** One that brought in the whole of the same file: nothing of it can be new. */
export const findSameFile = (tx: Tx, sha256: Uint8Array<ArrayBuffer>) =>
  tx.referenceImport.findFirst({
    where: { sha256, state: "done", refusedCount: 0 },
    orderBy: [{ startedAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });

/** What is known already of the references and people of a batch. */
export async function findKnown(db: Db, ids: readonly string[], indexes: readonly Uint8Array<ArrayBuffer>[]) {
  const [references, people] = await Promise.all([
    db.$queryRaw<{ id: string; subsidiaryId: string | null }[]>`
      SELECT id::text, subsidiary_id::text AS "subsidiaryId" FROM reference_process WHERE id = ANY (${[...ids]}::uuid[])`,
    db.$queryRaw<{ id: string; index: string }[]>`
      SELECT id::text, encode(cpf_index, 'hex') AS index FROM subject WHERE cpf_index = ANY (${[...indexes]}::bytea[])`,
  ]);
  return {
    branchOf: new Map(references.map(({ id, subsidiaryId }) => [id, subsidiaryId])),
    subjectOf: new Map(people.map(({ id, index }) => [index, id])),
  };
}

export const listReady = (db: Db) =>
  db.referenceImport.findMany({
    where: { state: "ready" },
    orderBy: [{ startedAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });

/** Read by nobody any more for ten minutes, or not brought in within an hour: by the database's clock. */
export const listAbandoned = (db: Db) =>
  db.$queryRaw<{ id: string; state: "reading" | "ready" }[]>`
    SELECT id::text, state::text FROM reference_import
    WHERE finished_at IS NULL AND touched_at < clock_timestamp()
      - CASE state WHEN 'reading' THEN interval '10 minutes' ELSE interval '1 hour' END`;

/** What somebody who was given up as dead wrote all the same. */
export const dropLeftLines = (db: Db) => db.$executeRaw`
  DELETE FROM reference_import_line AS l USING reference_import AS i
  WHERE i.id = l.import_id AND i.finished_at IS NOT NULL`;
