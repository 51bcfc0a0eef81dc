import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";

export const findUserByEmail = (db: Db, email: string) =>
  db.user.findUnique({
    where: { email },
    select: { id: true, email: true, role: true, name: true, passwordHash: true, disabledAt: true },
  });

/** What a signed-in person proves again that it is them with. */
export const readProofs = (db: Db, id: string) =>
  db.user.findUniqueOrThrow({
    where: { id },
    select: { email: true, passwordHash: true, totpConfirmedAt: true },
  });

type Locked = {
  email: string;
  passwordHash: string | null;
  oidcSubject: string | null;
  disabledAt: Date | null;
  totpConfirmedAt: Date | null;
};

/** Reads what lets a person in and holds it still until the transaction ends. */
export async function lockUser(tx: Tx, id: string): Promise<Locked | null> {
  const rows = await tx.$queryRaw<Locked[]>`
    SELECT email, password_hash AS "passwordHash", oidc_subject AS "oidcSubject", disabled_at AS "disabledAt",
      totp_confirmed_at AS "totpConfirmedAt"
    FROM app_user WHERE id = ${id}::uuid FOR UPDATE`;
  return rows[0] ?? null;
}

export type NewSession = {
  userId: string;
  createdAt: Date;
  lastSeenAt: Date;
  stage: "password" | "full";
  way: "password" | "company";
  confirmedAt: Date | null;
  vouchedAt?: Date | null;
  address: string | null;
  userAgent: string | null;
};

export const insertSession = (db: Db, data: NewSession) => db.session.create({ data, select: { id: true } });

export const noteSignIn = (db: Db, id: string, lastSignInAt: Date) =>
  db.user.update({ where: { id }, data: { lastSignInAt }, select: { id: true } });

export const findSession = (db: Db, id: string) =>
  db.session.findUnique({
    where: { id },
    select: {
      id: true,
      createdAt: true,
      lastSeenAt: true,
      vouchedAt: true,
      endedAt: true,
      stage: true,
      way: true,
      confirmedAt: true,
      user: {
        select: {
          id: true,
          email: true,
          name: true,
          role: true,
          locale: true,
          theme: true,
          letterKeys: true,
          disabledAt: true,
          totpConfirmedAt: true,
          branches: { select: { subsidiaryId: true }, orderBy: { subsidiaryId: "asc" } },
        },
      },
    },
  });

/** Ends a session to put another in its place: null when it had ended already. */
export async function replaceSession(db: Db, id: string, userId: string, endedAt: Date) {
  const ended = await db.session.updateManyAndReturn({
    where: { id, userId, endedAt: null },
    data: { endedAt, totpSetup: null },
    select: {
      createdAt: true,
      way: true,
      confirmedAt: true,
      vouchedAt: true,
      address: true,
      userAgent: true,
    },
  });
  return ended[0] ?? null;
}

export const endOtherSessions = (db: Db, userId: string, keptId: string, endedAt: Date) =>
  db.session.updateManyAndReturn({
    where: { userId, endedAt: null, NOT: { id: keptId } },
    data: { endedAt, totpSetup: null },
    select: { id: true },
  });

export const touchSession = (db: Db, id: string, lastSeenAt: Date) =>
  db.session.updateMany({ where: { id, endedAt: null }, data: { lastSeenAt } });

/** Rows ended now: none when it had ended already. */
export const endSession = (db: Db, id: string, userId: string, endedAt: Date) =>
  db.session.updateMany({ where: { id, userId, endedAt: null }, data: { endedAt, totpSetup: null } });

export const findOwnerOfSession = async (db: Db, id: string): Promise<string | null> =>
  (await db.session.findUnique({ where: { id }, select: { userId: true } }))?.userId ?? null;

export const endSessionsOf = (db: Db, userId: string, endedAt: Date) =>
  db.session.updateMany({ where: { userId, endedAt: null }, data: { endedAt, totpSetup: null } });

export const listSessions = (db: Db, userId: string) =>
  db.session.findMany({
    where: { userId, endedAt: null },
    select: {
      id: true,
      createdAt: true,
      lastSeenAt: true,
      endedAt: true,
      stage: true,
      way: true,
      vouchedAt: true,
      address: true,
      userAgent: true,
    },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
  });

export const insertLink = (
  db: Db,
  data: { userId: string; tokenHash: Uint8Array<ArrayBuffer>; expiresAt: Date },
) => db.oneTimeLink.create({ data, select: { id: true } });

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

type Preferences = { locale: string | null; theme: string | null; letterKeys: boolean };
export const setPreferences = (db: Db, id: string, data: Preferences) =>
  db.user.update({ where: { id }, data, select: { id: true } });
