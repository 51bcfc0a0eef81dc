import "server-only";
import type { Role } from "#lib/auth/roles.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import type { Identity } from "./company-rules.ts";
import type { SessionFacts } from "./rules.ts";

type Held = { id: string; name: string; role: Role; disabledAt: Date | null };

/** Whose identity it is, held still until the transaction ends. */
export async function holdByIdentity(tx: Tx, { issuer, subject }: Identity): Promise<Held | null> {
  const rows = await tx.$queryRaw<Held[]>`
    SELECT id::text, name, role::text, disabled_at AS "disabledAt"
    FROM app_user WHERE oidc_issuer = ${issuer} AND oidc_subject = ${subject} FOR UPDATE`;
  return rows[0] ?? null;
}

export const findByIdentity = (db: Db, { issuer, subject }: Identity) =>
  db.user.findUnique({
    where: { oidcIssuer_oidcSubject: { oidcIssuer: issuer, oidcSubject: subject } },
    select: { id: true, role: true },
  });

/** Whether the company is one of branches: somebody is limited to some of them. */
export const isOfBranches = async (db: Db): Promise<boolean> =>
  (await db.userSubsidiary.findFirst({ select: { userId: true } })) !== null;

type NewPerson = Identity & { email: string; name: string; role: Role; disabledAt: Date | null };

/** Null where the e-mail or the identity is somebody's already, also when both came in at the same moment. */
export async function addPerson(tx: Tx, person: NewPerson): Promise<Held | null> {
  const { issuer: oidcIssuer, subject: oidcSubject, email, name, role, disabledAt } = person;
  const added = await tx.user.createManyAndReturn({
    data: [{ email, name, role, disabledAt, oidcIssuer, oidcSubject }],
    select: { id: true, name: true, role: true, disabledAt: true },
    skipDuplicates: true,
  });
  return added[0] ?? null;
}

export const followClaims = (tx: Tx, id: string, data: { name?: string; role?: Role; lastSignInAt: Date }) =>
  tx.user.update({
    where: { id },
    data: { ...data, ...(data.role ? { version: { increment: 1 } } : {}) },
    select: { id: true },
  });

export type HeldSession = SessionFacts & { id: string; userId: string; confirmedAt: Date | null };

export const findSession = (db: Db, id: string): Promise<HeldSession | null> =>
  db.session.findUnique({
    where: { id },
    select: {
      id: true,
      userId: true,
      stage: true,
      way: true,
      createdAt: true,
      lastSeenAt: true,
      vouchedAt: true,
      confirmedAt: true,
      endedAt: true,
      user: { select: { disabledAt: true } },
    },
  });

type NewSession = {
  userId: string;
  at: Date;
  confirmedAt: Date | null;
  address: string | null;
  userAgent: string | null;
};

export const openCompanySession = (tx: Tx, { at, ...session }: NewSession) =>
  tx.session.create({
    data: { ...session, way: "company", stage: "full", createdAt: at, lastSeenAt: at, vouchedAt: at },
    select: { id: true },
  });

export const vouchForSession = (tx: Tx, id: string, now: Date) =>
  tx.session.updateMany({ where: { id, endedAt: null }, data: { vouchedAt: now, lastSeenAt: now } });

export const endSessions = (tx: Tx, where: { userId: string; id?: string }, endedAt: Date) =>
  tx.session.updateManyAndReturn({
    where: { ...where, endedAt: null },
    data: { endedAt },
    select: { id: true },
  });
