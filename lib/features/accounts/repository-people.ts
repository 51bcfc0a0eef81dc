import "server-only";
import type { Role, Scope } from "#lib/auth/roles.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import { isConfiguredIssuer } from "./company-issuer.ts";
import { isDemoElsewhere } from "./demo-people.ts";
import { type HeldPerson, managesPeople, type PersonStanding, standingOfPerson } from "./people-rules.ts";
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from "./rules.ts";

const SHOWN = {
  id: true,
  email: true,
  name: true,
  role: true,
  version: true,
  disabledAt: true,
  passwordHash: true,
  oidcIssuer: true,
  oidcSubject: true,
  totpConfirmedAt: true,
  lastSignInAt: true,
  createdAt: true,
  branches: {
    select: { subsidiary: { select: { id: true, name: true } } },
    orderBy: { subsidiary: { name: "asc" } },
  },
} as const;

type Shown = Awaited<ReturnType<typeof findShown>>[number];

const findShown = (db: Db, ids: readonly string[]) =>
  db.user.findMany({ where: { id: { in: [...ids] } }, select: SHOWN });

/** What lets a person in stays here: beyond this file it is a standing. */
const personOf = ({ passwordHash, oidcIssuer, oidcSubject, totpConfirmedAt, branches, ...row }: Shown) => ({
  ...row,
  standing: standingOfPerson({ disabledAt: row.disabledAt, passwordHash, oidcSubject }),
  secondFactorSince: totpConfirmedAt,
  company: oidcIssuer && oidcSubject ? { issuer: oidcIssuer, subject: oidcSubject } : null,
  branches: branches.map(({ subsidiary }) => subsidiary),
});

export const listPeople = async (db: Db, ids: readonly string[]) => (await findShown(db, ids)).map(personOf);

export async function findPerson(db: Db, id: string) {
  const [found] = await findShown(db, [id]);
  return found ? personOf(found) : null;
}

export const listBranches = (db: Db) =>
  db.subsidiary.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });

export const countBranches = (db: Db, ids: readonly string[]) =>
  db.subsidiary.count({ where: { id: { in: [...ids] } } });

export const listOpenSessions = (db: Db, userId: string, now: Date) =>
  db.session.findMany({
    where: {
      userId,
      endedAt: null,
      lastSeenAt: { gt: new Date(now.getTime() - SESSION_IDLE_MS) },
      createdAt: { gt: new Date(now.getTime() - SESSION_LIFE_MS) },
    },
    select: { id: true, createdAt: true, lastSeenAt: true, address: true, userAgent: true, way: true },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
  });

export const findOpenLink = (db: Db, userId: string, now: Date) =>
  db.oneTimeLink.findFirst({
    where: { userId, usedAt: null, expiresAt: { gt: now } },
    select: { expiresAt: true },
    orderBy: { expiresAt: "desc" },
  });

/** A link with what is asked of who holds it. */
export const findOwnerOfLink = (db: Db, tokenHash: Uint8Array<ArrayBuffer>) =>
  db.oneTimeLink.findUnique({
    where: { tokenHash },
    select: {
      userId: true,
      usedAt: true,
      expiresAt: true,
      user: { select: { email: true, name: true, disabledAt: true } },
    },
  });

type Locked = {
  id: string;
  email: string;
  role: Role;
  version: number;
  disabledAt: Date | null;
  passwordHash: string | null;
  oidcIssuer: string | null;
  oidcSubject: string | null;
  totpConfirmedAt: Date | null;
  lastSignInAt: Date | null;
};

/**
 * The person and everybody with a role that may look after people, held still until the transaction ends: of several
 * at once each sees what the one before it left. Always in the order of ids, so that no two wait for each other.
 */
export async function holdPeople(tx: Tx, id: string, managerRoles: readonly Role[], now: Date) {
  const rows = await tx.$queryRaw<Locked[]>`
    SELECT id::text, email, role::text, version, disabled_at AS "disabledAt", password_hash AS "passwordHash",
      oidc_issuer AS "oidcIssuer", oidc_subject AS "oidcSubject", totp_confirmed_at AS "totpConfirmedAt",
      last_sign_in_at AS "lastSignInAt"
    FROM app_user WHERE id = ${id}::uuid OR role::text = ANY(${[...managerRoles]})
    ORDER BY id FOR UPDATE`;
  const ableManagers = rows.filter((row) => isAbleManager(row, now)).map((row) => row.id);
  const found = rows.find((row) => row.id === id);
  if (!found) return { person: null, ableManagers };
  const person: HeldPerson = {
    id: found.id,
    role: found.role,
    version: found.version,
    standing: standingOfPerson(found),
    hasSecondFactor: found.totpConfirmedAt !== null,
    isOfCompany: found.oidcSubject !== null,
    branches: (await readScope(tx, found.id)) ?? [],
  };
  return { person, ableManagers };
}

/** The branches that somebody was given; none given is all of them. */
export async function readScope(tx: Tx, userId: string): Promise<Scope> {
  const given = await tx.userSubsidiary.findMany({
    where: { userId },
    select: { subsidiaryId: true },
    orderBy: { subsidiaryId: "asc" },
  });
  return given.length > 0 ? given.map(({ subsidiaryId }) => subsidiaryId) : null;
}

/** Demo people let nobody in outside the sandbox: there they are no administrators to rely on. */
function isAbleManager(row: Locked, now: Date): boolean {
  const standing: PersonStanding = standingOfPerson(row);
  return (
    managesPeople(row.role) && standing === "active" && !isDemoElsewhere(row.email) && hasWayIn(row, now)
  );
}

/** Ours: a company takes who left out of its own sign-in, and tells us nothing of it. */
const COMPANY_WORD_DAYS = 90;

/** A password of ours, or a company sign-in that is there and was used lately. */
function hasWayIn({ passwordHash, oidcIssuer, lastSignInAt }: Locked, now: Date): boolean {
  if (passwordHash !== null) return true;
  if (!isConfiguredIssuer(oidcIssuer) || lastSignInAt === null) return false;
  return now.getTime() - lastSignInAt.getTime() <= COMPANY_WORD_DAYS * 86_400_000;
}

/** The id of the new person; null where somebody has the e-mail already. */
export async function insertNewPerson(
  tx: Tx,
  data: { email: string; name: string; role: Role },
): Promise<string | null> {
  const made = await tx.user.createManyAndReturn({
    data: [data],
    skipDuplicates: true,
    select: { id: true },
  });
  return made[0]?.id ?? null;
}

type Change = { role?: Role; disabledAt?: Date | null };

export const changePerson = (tx: Tx, id: string, data: Change = {}) =>
  tx.user.update({ where: { id }, data: { ...data, version: { increment: 1 } }, select: { id: true } });

export async function setBranches(tx: Tx, userId: string, ids: readonly string[]): Promise<void> {
  await tx.userSubsidiary.deleteMany({ where: { userId } });
  await tx.userSubsidiary.createMany({ data: ids.map((subsidiaryId) => ({ userId, subsidiaryId })) });
}

/** A link ends the ones before it, and all end with the account. */
export const endLinksOf = (tx: Tx, userId: string, now: Date) =>
  tx.oneTimeLink.updateMany({
    where: { userId, usedAt: null, expiresAt: { gt: now } },
    data: { expiresAt: now },
  });
