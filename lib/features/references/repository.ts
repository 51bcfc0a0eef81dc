import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { scopeOf, withinScope } from "#lib/auth/scope.ts";
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

export const findReference = (db: Db, actor: Actor, id: string) =>
  db.referenceProcess.findUnique({ where: { id, ...withinScope(actor) }, select: REFERENCE_COLUMNS });

/** What is said of the photo, and nothing of whose it is. */
export const findPhotoFacts = (db: Db, id: string) =>
  db.referenceProcess.findUniqueOrThrow({
    where: { id },
    select: { id: true, origin: true, enrolledAt: true, createdAt: true },
  });

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

/** Those that the actor sees. */
export const listSubsidiaries = (db: Db, actor: Actor) =>
  db.subsidiary.findMany({
    where: idsWithin(actor),
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });

export const findSubsidiary = (db: Db, actor: Actor, id: string) =>
  db.subsidiary.findFirst({ where: { AND: [{ id }, idsWithin(actor)] }, select: { id: true } });

function idsWithin(actor: Actor): { id?: { in: string[] } } {
  const scope = scopeOf(actor);
  return scope === null ? {} : { id: { in: [...scope] } };
}
