import "server-only";
import { randomBytes } from "node:crypto";
import type { Db, Tx } from "#lib/db/client.ts";
import type { Vault } from "#lib/privacy/vault.ts";

/** Of the person, and those of nobody named against the person's references. */
const ofPerson = (subjectId: string) => ({
  OR: [{ subjectId }, { subjectId: null, reference: { subjectId } }],
});

/** Locked until the transaction ends, so that no two erase the same person. */
export async function lockTitular(tx: Tx, id: string) {
  const [row] = await tx.$queryRaw<{ erasedAt: Date | null }[]>`
    SELECT erased_at AS "erasedAt" FROM subject WHERE id = ${id}::uuid FOR UPDATE`;
  return row ?? null;
}

/** What is about the person only by a process or a re-verification counts as well. */
export const countOpenCases = (tx: Tx, subjectId: string) =>
  tx.case.count({
    where: {
      status: { not: "closed" },
      OR: [{ subjectId }, { process: { subjectId } }, { reverification: ofPerson(subjectId) }],
    },
  });

export const countUnfinished = (tx: Tx, subjectId: string) =>
  tx.reverification.count({
    where: { ...ofPerson(subjectId), state: { in: ["pending", "sent", "unknown"] } },
  });

/** Overwrites who it is: what is sealed holds nothing, and no CPF leads to the row. */
export async function overwritePerson(tx: Tx, vault: Vault, id: string, erasedAt: Date): Promise<void> {
  await tx.subject.update({
    where: { id },
    data: {
      name: null,
      nameKey: null,
      cpf: vault.seal({ table: "subject", row: id, column: "cpf" }, ""),
      cpfIndex: new Uint8Array(randomBytes(32)),
      email: null,
      phone: null,
      erasedAt,
    },
    select: { id: true },
  });
}

/** Documents and typed notes; the database refuses it of anybody who was not erased. */
export async function eraseHistory(tx: Tx, id: string): Promise<{ snapshots: number; notes: number }> {
  const [row] = await tx.$queryRaw<{ snapshots: number; notes: number }[]>`
    SELECT snapshots, notes FROM erase_history(${id}::uuid)`;
  return row ?? { snapshots: 0, notes: 0 };
}

/** Answers stay as codes; what they said to the letter goes. */
export async function eraseAnswers(tx: Tx, subjectId: string): Promise<number> {
  const where = { ...ofPerson(subjectId), answer: { not: null } };
  return (await tx.reverification.updateMany({ where, data: { answer: null } })).count;
}

/** Takes the files out of everybody's reach and notes them as still to be removed; how many they are. */
export const noteFiles = (tx: Tx, id: string, since: Date): Promise<number> =>
  tx.$executeRaw`
    WITH noted AS (
      UPDATE reverification SET selfie_key = NULL
      WHERE selfie_key IS NOT NULL AND id IN (SELECT reverifications_of(${id}::uuid))
      RETURNING id, old.selfie_key AS key
    )
    INSERT INTO erased_file (key, subject_id, reverification_id, since)
    SELECT key, ${id}::uuid, id, ${since}::timestamptz FROM noted`;

/** The same of what was attached to cases about the person, which are locked; what it was called goes with it. */
export const noteAttachments = (tx: Tx, id: string, since: Date): Promise<number> =>
  tx.$executeRaw`
    WITH noted AS (
      UPDATE case_attachment SET about = NULL, storage_key = NULL, removed_at = ${since}::timestamptz
      WHERE removed_at IS NULL AND case_number IN (SELECT cases_of(${id}::uuid))
      RETURNING id, old.storage_key AS key
    )
    INSERT INTO erased_file (key, subject_id, attachment_id, since)
    SELECT key, ${id}::uuid, id, ${since}::timestamptz FROM noted`;

/** Of one of the two. */
export type ErasedFile = {
  key: string;
  subjectId: string;
  reverificationId: string | null;
  attachmentId: string | null;
};

/** In the order of their keys, beyond `after`. */
export const listErasedFiles = (
  db: Db,
  subjectId: string | undefined,
  after: string,
  take: number,
): Promise<ErasedFile[]> =>
  db.erasedFile.findMany({
    where: { key: { gt: after }, ...(subjectId ? { subjectId } : {}) },
    orderBy: { key: "asc" },
    take,
    select: { key: true, subjectId: true, reverificationId: true, attachmentId: true },
  });

export const countErasedFiles = (db: Db, subjectId: string): Promise<number> =>
  db.erasedFile.count({ where: { subjectId } });

/** 0 where another did it meanwhile. */
export const forgetFile = async (tx: Tx, key: string): Promise<number> =>
  (await tx.erasedFile.deleteMany({ where: { key } })).count;
