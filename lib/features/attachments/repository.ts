import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { withinScope } from "#lib/auth/scope.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import type { AttachmentKind } from "./rules.ts";

const PERSON = { select: { id: true, name: true } } as const;

export const isThere = async (db: Db, actor: Actor, number: number): Promise<boolean> =>
  (await db.case.findUnique({ where: { number, ...withinScope(actor) }, select: { number: true } })) !== null;

/** What of the person whom a case is about stands in the way. */
export async function standingOf(db: Db, number: number): Promise<{ isErased: boolean; isHeld: boolean }> {
  const [row] = await db.$queryRaw<{ isErased: boolean; isHeld: boolean }[]>`
    SELECT is_erased AS "isErased", is_held AS "isHeld" FROM case_person_standing(${number}::integer)`;
  return row ?? { isErased: false, isHeld: false };
}

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

/** Says before it is put that something lies under the key; it is removed where no row comes to name it. */
export const noteLeft = (db: Db, key: string, forMinutes: number) => db.$executeRaw`
  INSERT INTO attachment_left (key, due_at)
  VALUES (${key}, clock_timestamp() + make_interval(mins => ${forMinutes}::integer))`;

/** False where the bytes are not to be named any more: they are on their way out. */
export const takeLeft = async (tx: Tx, key: string): Promise<boolean> =>
  (await tx.attachmentLeft.deleteMany({ where: { key } })).count === 1;

/** Lets go of the bytes and of what they were called. False where another did it meanwhile. */
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
    INSERT INTO attachment_left (key, due_at) SELECT key, clock_timestamp() FROM gone RETURNING key`;
  return rows[0] ?? null;
}

/** The next that is due beyond `after`, by the database's clock; nobody else has it in hand. */
export async function lockNextDue(tx: Tx, after: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    SELECT key FROM attachment_left WHERE due_at <= clock_timestamp() AND key > ${after}
    ORDER BY key LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return rows[0]?.key ?? null;
}
