import "server-only";
import type { Db } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { EVERY, type Every } from "./schedule-rules.ts";

const SCHEDULE = {
  id: true,
  ownerId: true,
  list: true,
  format: true,
  every: true,
  hour: true,
  nextAt: true,
  brokenAt: true,
};

const everyOf = (value: string): Every => EVERY.find((known) => known === value) ?? "month";

export const insert = (db: Db, data: Prisma.ExportScheduleUncheckedCreateInput) =>
  db.exportSchedule.create({ data, select: { id: true } });

export const countOf = (db: Db, ownerId: string) =>
  db.exportSchedule.count({ where: { ownerId, endedAt: null } });

export const find = (db: Db, id: string) =>
  db.exportSchedule.findFirst({ where: { id, endedAt: null }, select: SCHEDULE });

export const list = (db: Db, whose: { ownerId?: string }) =>
  db.exportSchedule.findMany({
    where: { ...whose, endedAt: null },
    select: { ...SCHEDULE, owner: { select: { name: true } } },
    orderBy: [{ nextAt: "asc" }, { id: "asc" }],
  });

export async function listDue(db: Db, now: Date) {
  const due = await db.exportSchedule.findMany({
    where: { nextAt: { lte: now }, endedAt: null },
    select: { ...SCHEDULE, asked: true },
    orderBy: [{ nextAt: "asc" }, { id: "asc" }],
  });
  return due.map((row) => ({ ...row, every: everyOf(row.every) }));
}

/** False where another moved it on first, or it ended. */
export async function moveOn(
  db: Db,
  { id, nextAt }: { id: string; nextAt: Date },
  to: { nextAt: Date; brokenAt: Date | null },
): Promise<boolean> {
  const { count } = await db.exportSchedule.updateMany({ where: { id, nextAt, endedAt: null }, data: to });
  return count === 1;
}

export async function end(db: Db, id: string, at: Date): Promise<boolean> {
  const { count } = await db.exportSchedule.updateMany({
    where: { id, endedAt: null },
    data: { endedAt: at, asked: null },
  });
  return count === 1;
}

/** Of what a program of before this one ended. */
export const forgetEnded = (db: Db) =>
  db.exportSchedule.updateMany({
    where: { endedAt: { not: null }, asked: { not: null } },
    data: { asked: null },
  });
