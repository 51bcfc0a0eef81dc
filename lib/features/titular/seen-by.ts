import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { listEvents } from "#lib/features/audit/repository.ts";
import { type Things, whereOfSubject } from "#lib/features/audit/table.ts";
import { subjectAuditTable } from "#lib/features/audit/table-schema.ts";
import { readAddress } from "#lib/table/address.ts";

/** Nobody reads more of it in one file. */
const EVENTS_MAX = 10_000;

/** Every event about one person, newest first. */
export async function listEventsAbout(db: Db, things: Things) {
  const { filter } = readAddress(subjectAuditTable, {});
  const where = Prisma.join(whereOfSubject(things, filter), " AND ");
  const found = await db.$queryRaw<{ seq: bigint }[]>`
    SELECT e.seq FROM audit_event AS e WHERE ${where} ORDER BY e.at DESC, e.seq DESC LIMIT ${EVENTS_MAX + 1}`;
  const rows = await listEvents(
    db,
    found.slice(0, EVENTS_MAX).map(({ seq }) => String(seq)),
  );
  return {
    rows: rows.sort((a, b) => b.at.getTime() - a.at.getTime()),
    isCut: found.length > EVENTS_MAX,
  };
}
