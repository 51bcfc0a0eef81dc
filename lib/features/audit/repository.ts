import "server-only";
import type { Db } from "#lib/db/client.ts";

const SHOWN = {
  seq: true,
  at: true,
  actorKind: true,
  actorId: true,
  actorRole: true,
  action: true,
  outcome: true,
  entityType: true,
  entityId: true,
  detail: true,
} as const;

export const listEvents = (db: Db, keys: readonly string[]) =>
  db.auditEvent.findMany({ where: { seq: { in: keys.map(BigInt) } }, select: SHOWN });

export const findEvent = (db: Db, seq: number) =>
  db.auditEvent.findFirst({
    where: { seq: BigInt(seq) },
    select: { ...SHOWN, sessionId: true, address: true, requestId: true, hash: true, form: true, xid: true },
  });

/** Names behind ids of accounts; the ones that nobody has are left out. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const people = await db.user.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true },
  });
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** For the filter; beyond these, a person is filtered by a link. */
const PEOPLE_OFFERED = 200;
export const listPeople = (db: Db) =>
  db.user.findMany({
    select: { id: true, name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: PEOPLE_OFFERED,
  });
