import "server-only";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { inBranches, type Reader, type TableSource } from "./query.ts";

/** PostgreSQL's own text of a snapshot: `xmin:xmax:` and what was under way between them. */
export type Snapshot = string;
export const SNAPSHOT = /^\d{1,19}:\d{1,19}:(\d{1,19}(,\d{1,19})*)?$/;

/** What everybody can see at this moment. Taken before a page is read: then nothing falls between the two. */
export async function snapshotNow(db: Db): Promise<Snapshot> {
  const [row] = await db.$queryRaw<{ now: string }[]>`SELECT pg_current_snapshot()::text AS now`;
  if (!row) throw new Error("PostgreSQL gave no snapshot");
  return row.now;
}

/** Nobody counts further. */
const MOST = 99;

export type News = { fresh: number; changed: number };
type Changing = TableSource<string> & {
  /** The transaction of a row's last change (its xid8 as bigint), with an index; null where it never changed. */
  changed: Prisma.Sql;
};

/**
 * What was committed since `since`: rows that came to the list by `entered`, and rows of the page (`shown`) that are no
 * longer as they stand there. Exact, whatever the order in which transactions ended.
 */
export async function newsOf(
  { actor, db }: { actor: Reader["actor"]; db: Db },
  source: Changing,
  entered: readonly Prisma.Sql[],
  { since, shown }: { since: Snapshot; shown: readonly string[] },
): Promise<News> {
  const isShown = Prisma.sql`${source.key}::text = ANY (${[...shown]}::text[])`;
  const where = Prisma.join(
    [
      Prisma.sql`${source.changed} >= pg_snapshot_xmin(${since}::pg_snapshot)::text::bigint`,
      Prisma.sql`NOT pg_visible_in_snapshot(${source.changed}::text::xid8, ${since}::pg_snapshot)`,
      Prisma.sql`(${isShown} OR (${Prisma.join([...entered], " AND ")}))`,
      ...inBranches(source.scope, scopeOf(actor)),
    ],
    " AND ",
  );
  const [row] = await db.$queryRaw<News[]>`
    SELECT count(*) FILTER (WHERE NOT shown)::integer AS fresh, count(*) FILTER (WHERE shown)::integer AS changed
    FROM (SELECT ${isShown} AS shown FROM ${source.from} WHERE ${where} LIMIT ${MOST}) AS found`;
  return row ?? { fresh: 0, changed: 0 };
}
