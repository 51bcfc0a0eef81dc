import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { AuditFacts } from "./canonical.ts";

const sql = Prisma.sql;

/** An event as a file tells it. */
export type ExportedEvent = Omit<AuditFacts, "detail"> & { seq: string; detail: string; hash: string };

type Direction = "at" | "-at";

/** Events of one page after another in the order of the list, each read when it is asked for: never more than one page. */
export async function* pagesOfEvents(
  db: Db,
  where: readonly Prisma.Sql[],
  { sort, until, size }: { sort: Direction; until: Date; size: number },
): AsyncGenerator<ExportedEvent[]> {
  const [order, beyond] = sort === "-at" ? [sql`DESC`, sql`<`] : [sql`ASC`, sql`>`];
  let last: ExportedEvent | undefined;
  do {
    const place = last ? [sql`(e.at, e.seq) ${beyond} (${last.at}::timestamptz, ${last.seq}::bigint)`] : [];
    const page = await db.$queryRaw<ExportedEvent[]>`
      SELECT e.seq::text, e.at, e.actor_kind::text AS "actorKind", e.actor_id::text AS "actorId",
        e.actor_role::text AS "actorRole", e.session_id::text AS "sessionId", e.address,
        e.request_id::text AS "requestId", e.action, e.outcome::text, e.entity_type AS "entityType",
        e.entity_id AS "entityId", e.detail::text, encode(e.hash, 'hex') AS hash
      FROM audit_event AS e
      WHERE ${Prisma.join([...where, ...place, sql`e.at < ${until}::timestamptz`], " AND ")}
      ORDER BY e.at ${order}, e.seq ${order} LIMIT ${size}`;
    if (page.length > 0) yield page;
    last = page.length === size ? page.at(-1) : undefined;
  } while (last);
}
