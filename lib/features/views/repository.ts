import "server-only";
import type { Db } from "#lib/db/client.ts";
import type { Prisma, TableDensity } from "#lib/db/generated/client.ts";
import { VIEWS_MAX } from "./rules.ts";

const VIEW = { id: true, name: true, isShared: true, ownerId: true, filter: true } as const;

export const findPreference = (db: Db, userId: string, list: string) =>
  db.tablePreference.findUnique({
    where: { userId_list: { userId, list } },
    select: { columns: true, density: true, viewId: true },
  });

type Preference = { columns?: string[]; density?: TableDensity; viewId?: string | null };
export const setPreference = (db: Db, userId: string, list: string, given: Preference) =>
  db.tablePreference.upsert({
    where: { userId_list: { userId, list } },
    create: { userId, list, columns: [], ...given },
    update: given,
    select: { userId: true },
  });

/** A person's own, then the team's, each by name. */
export const listViews = (db: Db, ownerId: string, list: string) =>
  db.savedView.findMany({
    where: { list, OR: [{ ownerId }, { isShared: true }] },
    select: VIEW,
    orderBy: [{ isShared: "asc" }, { name: "asc" }, { id: "asc" }],
    take: 2 * VIEWS_MAX,
  });

/** One that this person may use. */
export const findView = (db: Db, userId: string, list: string, id: string) =>
  db.savedView.findFirst({
    where: { id, list, OR: [{ ownerId: userId }, { isShared: true }] },
    select: VIEW,
  });

export const countViews = (db: Db, list: string, whose: { ownerId: string } | { isShared: true }) =>
  db.savedView.count({ where: { list, isShared: false, ...whose } });

type NewRow = {
  list: string;
  ownerId: string;
  name: string;
  isShared: boolean;
  filter: Prisma.InputJsonObject;
};
export const insertView = (db: Db, data: NewRow) => db.savedView.create({ data, select: { id: true } });

export const updateView = (db: Db, id: string, data: { name?: string; filter?: Prisma.InputJsonObject }) =>
  db.savedView.update({ where: { id }, data, select: { id: true } });

export const removeView = (db: Db, id: string) =>
  db.savedView.delete({ where: { id }, select: { id: true } });
