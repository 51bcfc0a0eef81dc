import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { withinScope } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";
import { SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";
import { isUuid } from "#lib/uuid.ts";
import type { RevealPlace } from "./schema.ts";

const subject = { select: { ...SUBJECT_COLUMNS, erasedAt: true } } as const;

/** The person whom a record is about; null where the actor sees no such record, or nobody is in it. */
export async function findPersonOf(db: Db, actor: Actor, place: RevealPlace, record: string) {
  const within = withinScope(actor);
  if (place === "case") {
    const number = Number(record);
    const found = Number.isSafeInteger(number)
      ? await db.case.findUnique({ where: { number, ...within }, select: { subject } })
      : null;
    return found?.subject ?? null;
  }
  if (!isUuid(record)) return null;
  const byId = { where: { id: record }, select: { subject } } as const;
  const ofBranch = { where: { id: record, ...within }, select: { subject } } as const;
  switch (place) {
    case "process":
      return (await db.process.findUnique(byId))?.subject ?? null;
    case "reverification":
      return (await db.reverification.findUnique(ofBranch))?.subject ?? null;
    case "reference":
      return (await db.referenceProcess.findUnique(ofBranch))?.subject ?? null;
  }
}

/** Whether somebody took a look-up of that person themselves. */
export const hasOwnLookUp = async (db: Db, subjectId: string, personId: string): Promise<boolean> =>
  (await listOwnLookUps(db, [subjectId], personId)).length > 0;

/** Whom of them there is anything to reveal of. */
export async function listNotErased(db: Db, subjectIds: readonly string[]): Promise<string[]> {
  const where = { id: { in: [...subjectIds] }, erasedAt: null };
  return (await db.subject.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

/** Whom of them somebody looked up themselves. */
export async function listOwnLookUps(
  db: Db,
  subjectIds: readonly string[],
  personId: string,
): Promise<string[]> {
  const found = await db.process.findMany({
    where: {
      subjectId: { in: [...subjectIds] },
      // Unico was asked for them, or a kept answer was shown to them.
      OR: [{ snapshots: { some: { takenById: personId } } }, { looks: { some: { personId } } }],
    },
    distinct: ["subjectId"],
    select: { subjectId: true },
  });
  return found.flatMap(({ subjectId }) => subjectId ?? []);
}

/** The newest answer that the page of a process shows. */
export const findNewestDocument = (db: Db, processId: string) =>
  db.processSnapshot.findFirst({
    where: { processId },
    orderBy: [{ takenAt: "desc" }, { id: "desc" }],
    select: { id: true, document: true },
  });
