import "server-only";
import type { Db } from "#lib/db/client.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** The sealed secret that counts, or null for who has no second factor. */
export async function findSecret(db: Db, userId: string): Promise<Uint8Array | null> {
  const user = await db.user.findUnique({
    where: { id: userId },
    select: { totpSecret: true, totpConfirmedAt: true },
  });
  return user?.totpConfirmedAt ? user.totpSecret : null;
}

/** Takes a code's time step once: of many at one moment the database lets one through, and never an older one after. */
export async function takeStep(db: Db, userId: string, secret: Uint8Array, step: number): Promise<boolean> {
  const taken = await db.$executeRaw`
    UPDATE app_user SET totp_last_step = ${step}::bigint
    WHERE id = ${userId}::uuid AND totp_confirmed_at IS NOT NULL AND totp_secret = ${secret}::bytea
      AND (totp_last_step IS NULL OR totp_last_step < ${step}::bigint)`;
  return taken === 1;
}

export const setSecret = (
  db: Db,
  id: string,
  data: { totpSecret: Bytes; totpConfirmedAt: Date; totpLastStep: bigint },
) => db.user.update({ where: { id }, data, select: { id: true } });

export const clearSecret = (db: Db, id: string) =>
  db.user.update({
    where: { id },
    data: { totpSecret: null, totpConfirmedAt: null, totpLastStep: null },
    select: { id: true },
  });

export async function replaceRecoveryCodes(db: Db, userId: string, hashes: readonly Bytes[]): Promise<void> {
  await db.recoveryCode.deleteMany({ where: { userId } });
  await db.recoveryCode.createMany({ data: hashes.map((codeHash) => ({ userId, codeHash })) });
}

/** Uses a recovery code up: the one update that finds it unused wins. */
export async function takeRecoveryCode(
  db: Db,
  userId: string,
  codeHash: Bytes,
  usedAt: Date,
): Promise<boolean> {
  const { count } = await db.recoveryCode.updateMany({
    where: { userId, codeHash, usedAt: null },
    data: { usedAt },
  });
  return count > 0;
}

export const countRecoveryCodes = (db: Db, userId: string) =>
  db.recoveryCode.count({ where: { userId, usedAt: null } });

/** The sealed secret that a live session is setting up. */
export const findSetUp = async (db: Db, sessionId: string): Promise<Uint8Array | null> =>
  (await db.session.findUnique({ where: { id: sessionId, endedAt: null }, select: { totpSetup: true } }))
    ?.totpSetup ?? null;

/** `over`: what is being set up already gives way. */
export async function keepSetUp(
  db: Db,
  sessionId: string,
  totpSetup: Bytes,
  over: boolean,
): Promise<boolean> {
  const { count } = await db.session.updateMany({
    where: { id: sessionId, endedAt: null, ...(over ? {} : { totpSetup: null }) },
    data: { totpSetup },
  });
  return count > 0;
}

/** What was set up counts now, and is proof of who sits there. */
export const closeSetUp = (db: Db, sessionId: string, confirmedAt: Date) =>
  db.session.updateMany({ where: { id: sessionId, endedAt: null }, data: { totpSetup: null, confirmedAt } });
