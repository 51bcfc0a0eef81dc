import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { withinScope } from "#lib/auth/scope.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import type { AttachmentKind } from "./rules.ts";

const PERSON = { select: { id: true, name: true } } as const;

export const isThere = async (db: Db, actor: Actor, number: number): Promise<boolean> =>
  (await db.case.findUnique({ where: { number, ...withinScope(actor) }, select: { number: true } })) !== null;

export const countHeld = (db: Db, caseNumber: number): Promise<number> =>
  db.caseAttachment.count({ where: { caseNumber, removedAt: null } });

const COLUMNS = {
  id: true,
  caseNumber: true,
  at: true,
  kind: true,
  bytes: true,
  about: true,
  storageKey: true,
  removedAt: true,
  author: PERSON,
} as const;

/** Those that are there, oldest first. */
export const listHeld = (db: Db, caseNumber: number) =>
  db.caseAttachment.findMany({
    where: { caseNumber, removedAt: null },
    select: COLUMNS,
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
export type HeldRow = Awaited<ReturnType<typeof listHeld>>[number];

export const find = (db: Db, actor: Actor, caseNumber: number, id: string): Promise<HeldRow | null> =>
  db.caseAttachment.findFirst({
    where: { id, caseNumber, removedAt: null, case: withinScope(actor) },
    select: COLUMNS,
  });

type NewRow = {
  id: string;
  caseNumber: number;
  authorId: string;
  at: Date;
  kind: AttachmentKind;
  bytes: number;
  about: Uint8Array<ArrayBuffer>;
  storageKey: string;
};
export const insert = (tx: Tx, data: NewRow) => tx.caseAttachment.create({ data, select: { id: true } });

/** Bytes that no row names, of attachments and copies of selfies, and when they are removed. */
export type Left = { readonly key: string; readonly dueAt: Date };

/**
 * By then an upload is whole, or was given up, and whatever was being sealed anew while its file was let go of lies there
 * again: the bytes are removed, once more if need be.
 */
const LEFT_MINUTES = 60;

/** Says that something lies, or comes to lie, under the key; it is removed where no row comes to name it. */
export async function noteLeft(db: Db, key: string): Promise<Left> {
  const [row] = await db.$queryRaw<Left[]>`
    INSERT INTO attachment_left (key, due_at)
    VALUES (${key}, clock_timestamp() + make_interval(mins => ${LEFT_MINUTES}::integer))
    ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at RETURNING key, due_at AS "dueAt"`;
  if (!row) throw new Error("nothing was noted");
  return row;
}

/** False where the bytes are not to be named any more: the job has them in hand, and said so by another time. */
export const takeLeft = async (tx: Db, where: { key: string; dueAt?: Date }): Promise<boolean> =>
  (await tx.attachmentLeft.deleteMany({ where })).count === 1;

/** Whether bytes are noted as left. Waits for whoever is about to name them. */
export const isLeft = async (db: Db, key: string): Promise<boolean> =>
  (await db.$queryRaw<unknown[]>`SELECT key FROM attachment_left WHERE key = ${key} FOR UPDATE`).length > 0;

export const isNamed = async (db: Db, storageKey: string): Promise<boolean> =>
  (await db.caseAttachment.count({ where: { storageKey } })) > 0;

/** Lets go of the bytes and of what they were called. Null where another did it meanwhile. */
export async function letGo(
  tx: Tx,
  { id, at, by }: { id: string; at: Date; by: string },
): Promise<{ key: string } | null> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    WITH gone AS (
      UPDATE case_attachment SET about = NULL, storage_key = NULL, removed_at = ${at}::timestamptz,
        removed_by_id = ${by}::uuid
      WHERE id = ${id}::uuid AND removed_at IS NULL RETURNING old.storage_key AS key
    )
    INSERT INTO attachment_left (key, due_at)
    SELECT key, clock_timestamp() + make_interval(mins => ${LEFT_MINUTES}::integer) FROM gone RETURNING key`;
  return rows[0] ?? null;
}

/** Before the next run: what could not be removed is tried again then. */
const IN_HAND_MINUTES = 30;

/** Takes the next that is due beyond `after` in hand, by the database's clock: nobody else does, and nobody names it. */
export async function claimNextDue(db: Db, after: string): Promise<string | null> {
  const rows = await db.$queryRaw<{ key: string }[]>`
    UPDATE attachment_left SET due_at = clock_timestamp() + make_interval(mins => ${IN_HAND_MINUTES}::integer)
    WHERE key = (
      SELECT key FROM attachment_left WHERE due_at <= clock_timestamp() AND key > ${after}
      ORDER BY key LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING key`;
  return rows[0]?.key ?? null;
}
