import type { Database } from "#lib/db/client.ts";

/** What the log holds of one thing, the oldest first. */
export const auditOf = (db: Database, entityId: string) =>
  db.auditEvent.findMany({ where: { entityId }, orderBy: { seq: "asc" } });

/** The same without what is another each time: keys, moments, hashes, the session and the request. */
export const eventsAbout = async (db: Database, entityId: string) =>
  (await auditOf(db, entityId)).map(({ action, outcome, actorKind, actorId, detail, address }) => ({
    action,
    outcome,
    actorKind,
    actorId,
    detail,
    address,
  }));
