import { randomUUID } from "node:crypto";
import pg from "pg";
import { aUser } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification, aSubject } from "#tests/support/factories.ts";
import { type Branch, type Company, openCompany } from "./branches.ts";

export const TABLES = [
  '"case"',
  "case_event",
  "case_note_edit",
  "case_mention",
  "case_attachment",
  "reverification",
  "reverification_attempt",
  "reference_process",
  "reference_claim",
  "reconciliation",
] as const;

/** A row of each fenced table, all of one branch. */
async function aWholeRow({ db }: Company, subsidiaryId: Branch | null, startedById: string): Promise<void> {
  const { number } = await aCase(db, { subsidiaryId });
  const { id: eventId } = await db.caseEvent.create({
    data: { caseNumber: number, kind: "noted", note: "x", actorId: startedById },
    select: { id: true },
  });
  const at = new Date();
  await db.caseNoteEdit.create({
    data: { eventId, place: 1, authorId: startedById, at, note: "y" },
    select: { place: true },
  });
  await db.caseMention.create({
    data: { eventId, userId: startedById, caseNumber: number, at },
    select: { at: true },
  });
  const id = randomUUID();
  await db.caseAttachment.create({
    data: {
      id,
      caseNumber: number,
      authorId: startedById,
      at,
      kind: "text",
      bytes: 1,
      about: new Uint8Array([1]),
      storageKey: `attachments/${id}`,
    },
    select: { id: true },
  });
  const { id: referenceId } = await aReference(db, { subsidiaryId });
  const { id: subjectId } = await aSubject(db);
  await db.referenceClaim.create({
    data: { referenceId, subjectId, origin: "import" },
    select: { referenceId: true },
  });
  const { id: reverificationId } = await aReverification(db, {
    startedById,
    referenceId,
    subsidiaryId,
    state: "unknown",
    failure: "unknown_timeout",
    outcome: null,
  });
  await db.reverificationAttempt.create({
    data: { reverificationId, startedAt: new Date() },
    select: { id: true },
  });
  await db.reconciliation.create({
    data: { reverificationId, says: "absent", note: "x", proposedById: startedById, proposedAt: new Date() },
    select: { id: true },
  });
}

export type FilledCompany = Company & {
  /** How many cases these branches have; each has one re-verification and one reference as well. */
  sumOf(scope: readonly Branch[]): number;
  /** Past the program, as the role of people who are limited. */
  asBranch(): pg.Pool;
};

/** Six branches with one to six rows of each fenced table, and three that belong to none. */
export async function openFilledCompany(): Promise<FilledCompany> {
  const company = await openCompany(6);
  const { db, branches, url } = company;
  const startedById = (await aUser(db, "analyst")).id;
  const casesOf = new Map(branches.map((branch, i) => [branch, i + 1]));
  for (const [branch, count] of [...casesOf, [null, 3] as const])
    for (let i = 0; i < count; i += 1) await aWholeRow(company, branch, startedById);
  return {
    ...company,
    sumOf: (scope) => scope.reduce((sum, branch) => sum + (casesOf.get(branch) ?? 0), 0),
    asBranch: () => new pg.Pool({ connectionString: url, options: "-c role=contraprova_branch", max: 1 }),
  };
}

export async function countsBy(client: pg.Pool | pg.PoolClient): Promise<number[]> {
  const counts = [];
  for (const table of TABLES)
    counts.push((await client.query(`SELECT count(*)::integer AS count FROM ${table}`)).rows[0].count);
  return counts;
}
