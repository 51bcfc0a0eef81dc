import "server-only";
import type { Db } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";
import type { Attempt } from "#lib/unico/failures.ts";
import type { Verdict } from "#lib/unico/verdicts.ts";

export const findByKey = (db: Db, startedById: string, idempotencyKey: string) =>
  db.reverification.findUnique({
    where: { startedById_idempotencyKey: { startedById, idempotencyKey } },
    select: { id: true },
  });

export async function insertPending(
  db: Db,
  data: Prisma.ReverificationUncheckedCreateInput,
): Promise<string> {
  const { id } = await db.reverification.create({ data, select: { id: true } });
  return id;
}

export async function markSent(db: Db, id: string, sentAt: Date): Promise<void> {
  await db.reverification.update({
    where: { id, state: "pending" },
    data: { state: "sent", sentAt },
    select: { id: true },
  });
  await db.reverificationAttempt.create({
    data: { reverificationId: id, startedAt: sentAt },
    select: { id: true },
  });
}

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

/** Closes the live attempt with what the client saw, or with `otherwise`, and adds its further ones. */
export async function closeAttempts(
  db: Db,
  reverificationId: string,
  attempts: readonly Attempt[],
  otherwise: { finishedAt: Date; verdict: Verdict },
): Promise<void> {
  const [first, ...rest] = attempts;
  // A late answer also corrects the attempt that was given up in the meantime.
  const live = first ? { OR: [{ finishedAt: null }, { verdict: "unknown" }] } : { finishedAt: null };
  await db.reverificationAttempt.updateMany({
    where: { reverificationId, ...live },
    data: first ?? otherwise,
  });
  if (rest.length > 0)
    await db.reverificationAttempt.createMany({
      data: rest.map((attempt) => ({ ...attempt, reverificationId })),
    });
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
  startedBy: { select: { id: true, name: true } },
  subject: { select: SUBJECT_COLUMNS },
  referenceId: true,
} as const;

export const listByIds = (db: Db, ids: readonly string[]) =>
  db.reverification.findMany({ where: { id: { in: [...ids] } }, select: LIST_COLUMNS });

/** Newest first: those of a reference, of a person, or that somebody started. */
export const listNewest = (
  db: Db,
  where: { referenceId: string } | { subjectId: string } | { startedById: string },
  take: number,
) =>
  db.reverification.findMany({
    where,
    select: LIST_COLUMNS,
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take,
  });

export const findWhole = (db: Db, id: string) =>
  db.reverification.findUnique({
    where: { id },
    include: {
      startedBy: { select: { name: true } },
      subject: { select: SUBJECT_COLUMNS },
      subsidiary: { select: { name: true } },
      reference: { select: { id: true, origin: true, enrolledAt: true, createdAt: true } },
      attempts: { orderBy: [{ startedAt: "asc" }, { id: "asc" }] },
      opened: { select: { number: true, status: true } },
    },
  });

/** The case that this answer joined, where it opened none; looked for among the same person's only. */
export const listJoined = (db: Db, reverificationId: string, subjectId: string) =>
  db.case.findMany({
    where: {
      subjectId,
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

/** Intents whose sender must be gone, oldest first. */
export const listAbandoned = (db: Db, before: Date, take: number) =>
  db.reverification.findMany({
    where: {
      unicoProcessId: null,
      OR: [
        { state: "pending", startedAt: { lt: before } },
        { state: "sent", sentAt: { lt: before } },
      ],
    },
    select: { id: true, state: true },
    orderBy: [{ startedAt: "asc" }, { id: "asc" }],
    take,
  });

/**
 * Those that Unico gave an id for and no end yet, started since then: whoever waited longest for a look comes first.
 * What Unico said that it does not know is not asked for again.
 */
export const listReadable = (db: Db, since: Date, take: number) =>
  db.reverification.findMany({
    where: {
      unicoProcessId: { not: null },
      startedAt: { gte: since },
      OR: [{ state: "sent" }, { state: "unknown", outcome: null, failure: { not: "not_found" } }],
    },
    select: { id: true, unicoProcessId: true, keyLiveness: true, keyAlert: true },
    orderBy: [{ readAgainAt: { sort: "asc", nulls: "first" } }, { id: "asc" }],
    take,
  });

export const markRead = (db: Db, id: string, readAgainAt: Date) =>
  db.reverification.updateMany({ where: { id }, data: { readAgainAt } });

export const keepProcessId = (db: Db, id: string, unicoProcessId: string | null, answer: string | null) =>
  db.reverification.updateMany({
    where: { id, state: "unknown", unicoProcessId: null },
    data: { unicoProcessId, answer },
  });

/** A call of the same picture against the same reference that is still under way. */
export const findTwinUnderWay = (db: Db, referenceId: string, imageSha256: Uint8Array<ArrayBuffer>) =>
  db.reverification.findFirst({
    where: { referenceId, imageSha256, state: { in: ["pending", "sent"] } },
    select: { id: true },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
  });

/** Holds whoever else sends this form, or this picture against this reference, until the transaction ends. */
export const lockStart = (db: Db, idempotencyKey: string, referenceId: string, imageSha256: Uint8Array) => {
  const twin = `${referenceId}:${Buffer.from(imageSha256).toString("hex")}`;
  return db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${idempotencyKey}, 1)), pg_advisory_xact_lock(hashtextextended(${twin}, 2))`;
};
