import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import type { Handling } from "./rules.ts";
import type { Notice } from "./schema.ts";

/** Id of the row, or null when the same was noticed before. */
export async function insertNotice(
  tx: Tx,
  notice: Notice & { receivedAt: Date; handledAt: Date | null; handling: Handling | null },
): Promise<string | null> {
  const rows = await tx.unicoNotice.createManyAndReturn({
    data: [notice],
    skipDuplicates: true,
    select: { id: true },
  });
  return rows[0]?.id ?? null;
}

/** Takes one that was not ours, or not found, back to unread: its id, or null when there is none. */
export async function reopenNotice(tx: Tx, notice: Notice): Promise<string | null> {
  const rows = await tx.unicoNotice.updateManyAndReturn({
    where: { ...notice, handling: { in: ["not_ours", "not_found"] } },
    data: { handledAt: null, handling: null },
    select: { id: true },
  });
  return rows[0]?.id ?? null;
}

export const findUnhandled = (db: Db, id: string) =>
  db.unicoNotice.findFirst({ where: { id, handledAt: null }, select: { id: true, processId: true } });

export const markHandled = (db: Db, id: string, handledAt: Date, handling: Handling) =>
  db.unicoNotice.updateMany({ where: { id, handledAt: null }, data: { handledAt, handling } });

/** Oldest first. */
export const listUnhandled = (db: Db, from: Date, to: Date, take: number) =>
  db.unicoNotice.findMany({
    where: { handledAt: null, receivedAt: { gte: from, lte: to } },
    select: { id: true },
    orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
    take,
  });

/** The 1:1 that Unico gave this id, or null. */
export const findReverification = (db: Db, unicoProcessId: string) =>
  db.reverification.findFirst({
    where: { unicoProcessId },
    select: { id: true, state: true, keyLiveness: true, keyAlert: true },
    orderBy: { id: "asc" },
  });

export const findProcess = (db: Db, id: string) =>
  db.process.findUnique({ where: { id }, select: { id: true } });
