import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";

export const findUserByEmail = (db: Db, email: string) =>
  db.user.findUnique({
    where: { email },
    select: { id: true, role: true, name: true, passwordHash: true, disabledAt: true },
  });

/** Reads what lets a person in and holds it still until the transaction ends. */
export async function lockUser(tx: Tx, id: string) {
  const rows = await tx.$queryRaw<{ passwordHash: string | null; disabledAt: Date | null }[]>`
    SELECT password_hash AS "passwordHash", disabled_at AS "disabledAt"
    FROM app_user WHERE id = ${id}::uuid FOR UPDATE`;
  return rows[0] ?? null;
}

export const insertSession = (
  db: Db,
  data: { userId: string; createdAt: Date; address: string | null; userAgent: string | null },
) => db.session.create({ data: { ...data, lastSeenAt: data.createdAt }, select: { id: true } });

export const findSession = (db: Db, id: string) =>
  db.session.findUnique({
    where: { id },
    select: {
      id: true,
      createdAt: true,
      lastSeenAt: true,
      endedAt: true,
      user: {
        select: {
          id: true,
          email: true,
          name: true,
          role: true,
          locale: true,
          theme: true,
          disabledAt: true,
        },
      },
    },
  });

export const touchSession = (db: Db, id: string, lastSeenAt: Date) =>
  db.session.updateMany({ where: { id, endedAt: null }, data: { lastSeenAt } });

/** Rows ended now: none when it had ended already. */
export const endSession = (db: Db, id: string, userId: string, endedAt: Date) =>
  db.session.updateMany({ where: { id, userId, endedAt: null }, data: { endedAt } });

export const findOwnerOfSession = async (db: Db, id: string): Promise<string | null> =>
  (await db.session.findUnique({ where: { id }, select: { userId: true } }))?.userId ?? null;

export const endSessionsOf = (db: Db, userId: string, endedAt: Date) =>
  db.session.updateMany({ where: { userId, endedAt: null }, data: { endedAt } });

export const listSessions = (db: Db, userId: string, since: Date) =>
  db.session.findMany({
    where: { userId, endedAt: null, lastSeenAt: { gt: since } },
    select: { id: true, createdAt: true, lastSeenAt: true, address: true, userAgent: true },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
  });

export const insertUser = (
  db: Db,
  data: { email: string; name: string; role: "support" | "analyst" | "manager" | "admin" },
) => db.user.create({ data, select: { id: true } });

export const insertLink = (
  db: Db,
  data: { userId: string; tokenHash: Uint8Array<ArrayBuffer>; expiresAt: Date },
) => db.oneTimeLink.create({ data, select: { id: true } });

export const findLink = (db: Db, tokenHash: Uint8Array<ArrayBuffer>) =>
  db.oneTimeLink.findUnique({
    where: { tokenHash },
    select: { userId: true, usedAt: true, expiresAt: true },
  });

/** Uses a link up: the one update that finds it unused wins. */
export async function spendLink(
  db: Db,
  tokenHash: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<string | null> {
  const used = await db.oneTimeLink.updateManyAndReturn({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
    select: { userId: true },
  });
  return used[0]?.userId ?? null;
}

export const setPasswordHash = (db: Db, id: string, passwordHash: string) =>
  db.user.update({ where: { id }, data: { passwordHash }, select: { id: true } });

export const setPreferences = (db: Db, id: string, data: { locale: string | null; theme: string | null }) =>
  db.user.update({ where: { id }, data, select: { id: true } });
