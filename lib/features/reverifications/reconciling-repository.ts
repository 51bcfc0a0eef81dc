import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { withinScope } from "#lib/auth/scope.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";

const READ_COLUMNS = {
  id: true,
  number: true,
  state: true,
  referenceId: true,
  unicoProcessId: true,
  keyLiveness: true,
  keyAlert: true,
} as const;

export const findRow = (db: Db, actor: Actor, id: string) =>
  db.reverification.findUnique({ where: { id, ...withinScope(actor) }, select: READ_COLUMNS });

/** Held against whoever else settles it or speaks about it, until the transaction ends. */
export async function lockRow(tx: Tx, actor: Actor, id: string) {
  await tx.$executeRaw`SELECT 1 FROM reverification WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return findRow(tx, actor, id);
}

/** Holds whoever else puts this process to a re-verification, until the transaction ends. */
export const lockProcess = (tx: Tx, processId: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${processId}, 3))`;

/**
 * What an id is known as beside this re-verification, or null: then its answer is about something else. Looked for in
 * every branch, or it would decide about the wrong person.
 */
export async function findOtherUse(db: Db, processId: string, reverificationId: string) {
  const other = await db.reverification.findFirst({
    where: { unicoProcessId: processId, id: { not: reverificationId } },
    select: { number: true, subsidiaryId: true },
  });
  if (other) return { kind: "reverification" as const, ...other };
  const where = { id: processId };
  if (await db.referenceProcess.findUnique({ where, select: { id: true } }))
    return { kind: "reference" as const };
  return (await db.process.findUnique({ where, select: { id: true } })) && { kind: "id_check" as const };
}

/** Throws where the row is not unknown any more, or has another id than it was held with. */
export const putProcessId = (tx: Tx, id: string, before: string | null, unicoProcessId: string) =>
  tx.reverification.update({
    where: { id, state: "unknown", unicoProcessId: before },
    data: { unicoProcessId },
    select: { id: true },
  });

const WORD_COLUMNS = {
  id: true,
  reverificationId: true,
  says: true,
  unicoProcessId: true,
  note: true,
  proposedById: true,
  proposedAt: true,
  endedAt: true,
  ending: true,
  endingNote: true,
  proposedBy: { select: { name: true } },
  endedBy: { select: { name: true } },
} as const;

export const findWord = (db: Db, id: string) =>
  db.reconciliation.findUnique({ where: { id }, select: WORD_COLUMNS });

export const findOpenWord = (db: Db, reverificationId: string) =>
  db.reconciliation.findFirst({ where: { reverificationId, ending: null }, select: WORD_COLUMNS });

/** Whether the id was read in the portal, and did not come from Unico itself. */
export const isProcessOfWord = async (db: Db, reverificationId: string, unicoProcessId: string) =>
  (await db.reconciliation.count({ where: { reverificationId, unicoProcessId, ending: "accepted" } })) > 0;

export async function insertWord(tx: Tx, data: Prisma.ReconciliationUncheckedCreateInput): Promise<string> {
  const { id } = await tx.reconciliation.create({ data, select: { id: true } });
  return id;
}

/** Throws where it is not open any more. */
export const endWord = (
  tx: Tx,
  id: string,
  data: Pick<Prisma.ReconciliationUncheckedUpdateInput, "ending" | "endedById" | "endedAt" | "endingNote">,
) => tx.reconciliation.update({ where: { id, ending: null }, data, select: { id: true } });

/** What belongs to one beside its own facts: what people said of it, and what was sent in whose place. */
export const findAround = (db: Db, id: string) =>
  db.reverification.findUniqueOrThrow({
    where: { id },
    select: {
      replaces: { select: { id: true, number: true } },
      replacedBy: { select: { id: true, number: true } },
      words: { orderBy: [{ proposedAt: "desc" }, { id: "desc" }], select: WORD_COLUMNS },
    },
  });

/** Unknown ones with what is known of each. */
export const listUnknownByIds = (db: Db, ids: readonly string[]) =>
  db.reverification.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      number: true,
      state: true,
      failure: true,
      httpStatus: true,
      unicoProcessId: true,
      startedAt: true,
      sentAt: true,
      startedBy: { select: { name: true } },
      subject: { select: SUBJECT_COLUMNS },
      replacedBy: { select: { id: true, number: true } },
      words: {
        where: { ending: null },
        select: { says: true, proposedAt: true, proposedBy: { select: { name: true } } },
      },
    },
  });
