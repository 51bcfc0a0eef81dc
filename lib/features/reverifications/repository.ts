import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { withinScope } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";

/** True when the row was still in one of `from`: whoever comes second changes nothing. */
export async function settle(
  db: Db,
  id: string,
  from: readonly ("sent" | "unknown" | "pending")[],
  data: Prisma.ReverificationUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await db.reverification.updateMany({ where: { id, state: { in: [...from] } }, data });
  return count === 1;
}

const LIST_COLUMNS = {
  id: true,
  number: true,
  state: true,
  outcome: true,
  fraudsters: true,
  biometry: true,
  liveness: true,
  startedAt: true,
  failure: true,
  unicoCode: true,
  startedBy: { select: { id: true, name: true } },
  subject: { select: SUBJECT_COLUMNS },
  referenceId: true,
} as const;

export const listByIds = (db: Db, actor: Actor, ids: readonly string[]) =>
  db.reverification.findMany({
    where: { id: { in: [...ids] }, ...withinScope(actor) },
    select: LIST_COLUMNS,
  });

/** Newest first: those of a reference, of a person, or that somebody started. */
export const listNewest = (
  db: Db,
  actor: Actor,
  where: { referenceId: string } | { subjectId: string } | { startedById: string },
  take: number,
) =>
  db.reverification.findMany({
    where: { ...where, ...withinScope(actor) },
    select: LIST_COLUMNS,
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take,
  });

export const findWhole = (db: Db, actor: Actor, id: string) =>
  db.reverification.findUnique({
    where: { id, ...withinScope(actor) },
    include: {
      startedBy: { select: { name: true } },
      subject: { select: SUBJECT_COLUMNS },
      subsidiary: { select: { name: true } },
      attempts: { orderBy: [{ startedAt: "asc" }, { id: "asc" }] },
      opened: { where: withinScope(actor), select: { number: true, status: true } },
    },
  });

/** The kept selfie of the earlier re-verification that a reference is, where it is one of ours. */
export const findReferenceSelfie = (db: Db, actor: Actor, referenceId: string) =>
  db.reverification.findFirst({
    where: { unicoProcessId: referenceId, selfieKey: { not: null }, ...withinScope(actor) },
    select: { id: true, number: true, startedAt: true },
  });

/** The case that this answer joined, where it opened none; looked for among the same person's only. */
export const listJoined = (db: Db, actor: Actor, reverificationId: string, subjectId: string) =>
  db.case.findMany({
    where: {
      subjectId,
      ...withinScope(actor),
      events: {
        some: {
          kind: "signal_joined",
          detail: { path: ["reverificationId"], equals: reverificationId },
        },
      },
    },
    select: { number: true, status: true },
    orderBy: { number: "asc" },
  });
