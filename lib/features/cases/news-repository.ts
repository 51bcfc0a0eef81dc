import "server-only";
import type { Db } from "#lib/db/client.ts";
import type { Snapshot } from "#lib/table/news.ts";

/** Whether something happened to a case that `since` does not see. */
export async function hasEventSince(db: Db, caseNumber: number, since: Snapshot): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT id FROM case_event
    WHERE case_number = ${caseNumber} AND xid >= pg_snapshot_xmin(${since}::pg_snapshot)::text::bigint
      AND NOT pg_visible_in_snapshot(xid::text::xid8, ${since}::pg_snapshot)
    LIMIT 1`;
  return rows.length > 0;
}
