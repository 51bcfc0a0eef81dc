import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { withinScope } from "#lib/auth/scope.ts";
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

export const listReferences = (db: Db, ids: readonly string[]) =>
  db.referenceProcess.findMany({
    where: { id: { in: [...ids] } },
    select: { ...REFERENCE_COLUMNS, _count: { select: { reverifications: true, claims: true } } },
  });

/** How many references each of them has, among those that the actor sees. */
export async function countReferencesOf(
  db: Db,
  actor: Actor,
  subjectIds: readonly string[],
): Promise<Map<string, number>> {
  if (subjectIds.length === 0) return new Map();
  const counts = await db.referenceProcess.groupBy({
    by: ["subjectId"],
    where: { subjectId: { in: [...subjectIds] }, ...withinScope(actor) },
    _count: true,
  });
  return new Map(
    counts.flatMap(({ subjectId, _count }) => (subjectId ? [[subjectId, _count] as const] : [])),
  );
}

export const findClaims = (db: Db, actor: Actor, id: string) =>
  db.referenceProcess.findUnique({
    where: { id, ...withinScope(actor) },
    select: { subjectId: true, _count: { select: { claims: true } } },
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
