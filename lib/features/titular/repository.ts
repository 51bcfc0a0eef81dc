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

/** Their files go first, then the key in the row. */
export const listSelfies = (db: Db, subjectId: string) =>
  db.reverification.findMany({
    where: { ...ofPerson(subjectId), selfieKey: { not: null } },
    select: { id: true, selfieKey: true },
  });
