import "server-only";
import type { Db } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

/** The turn to that key that was begun and not ended, or a new one. `isNew` tells the caller to say so. */
export async function beginRotation(
  db: Db,
  keyId: string,
  at: Date,
): Promise<{ id: string; isNew: boolean }> {
  const [made] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO key_rotation (key_id, started_at) VALUES (${keyId}, ${at}::timestamptz)
    ON CONFLICT (key_id) WHERE finished_at IS NULL DO NOTHING RETURNING id`;
  if (made) return { id: made.id, isNew: true };
  const open = await db.keyRotation.findFirstOrThrow({
    where: { keyId, finishedAt: null },
    select: { id: true },
  });
  return { id: open.id, isNew: false };
}

export const addResealed = (db: Db, id: string, count: number) =>
  db.keyRotation.update({ where: { id }, data: { resealed: { increment: count } }, select: { id: true } });

type Ending = { unreadable: number; byKey: Prisma.InputJsonObject; finishedAt: Date };

/** False where another ended it first. */
export async function endRotation(db: Db, id: string, ending: Ending): Promise<boolean> {
  const { count } = await db.keyRotation.updateMany({ where: { id, finishedAt: null }, data: ending });
  return count === 1;
}

export const findRotation = (db: Db, id: string) =>
  db.keyRotation.findUniqueOrThrow({ where: { id }, select: { resealed: true } });

export const listRotations = (db: Db, take: number) =>
  db.keyRotation.findMany({ orderBy: { startedAt: "desc" }, take });
