import "server-only";
import type { Db } from "#lib/db/client.ts";
import { SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";

export const REFERENCE_COLUMNS = {
  id: true,
  origin: true,
  enrolledAt: true,
  createdAt: true,
  subsidiary: { select: { id: true, name: true } },
  subject: { select: SUBJECT_COLUMNS },
} as const;

export const findReference = (db: Db, id: string) =>
  db.referenceProcess.findUnique({ where: { id }, select: REFERENCE_COLUMNS });

/** Whose it is and of which branch, as far as is known. */
export const findOwner = (db: Db, id: string) =>
  db.referenceProcess.findUnique({ where: { id }, select: { subjectId: true, subsidiaryId: true } });

export const listReferences = (db: Db, ids: readonly string[]) =>
  db.referenceProcess.findMany({
    where: { id: { in: [...ids] } },
    select: { ...REFERENCE_COLUMNS, _count: { select: { reverifications: true } } },
  });

type NewReference = {
  id: string;
  origin: "idcheck" | "reverification" | "import" | "manual";
  subjectId: string | null;
  subsidiaryId: string | null;
  enrolledAt: Date | null;
};

/** Adds a reference that is new; true when it was. */
export async function ensureReference(db: Db, reference: NewReference): Promise<boolean> {
  const { count } = await db.referenceProcess.createMany({ data: [reference], skipDuplicates: true });
  return count === 1;
}

export const listSubsidiaries = (db: Db) =>
  db.subsidiary.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });

export const findSubsidiary = (db: Db, id: string) =>
  db.subsidiary.findUnique({ where: { id }, select: { id: true } });
