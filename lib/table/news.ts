import "server-only";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { inBranches, type Reader, type TableSource } from "./query.ts";

/** PostgreSQL's own text of a snapshot: `xmin:xmax:` and what was under way between them. */
export type Snapshot = string;
const SNAPSHOT = /^(\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19})*)?)$/;
const XID_END = 2n ** 63n;

/** Whether PostgreSQL reads the text as a snapshot, and its numbers fit where those of rows are kept. */
export function isSnapshot(text: string): boolean {
  const [, first = "", end = "", list = ""] = SNAPSHOT.exec(text) ?? [];
  if (!first) return false;
  const [xmin, xmax] = [BigInt(first), BigInt(end)];
  const underWay = list === "" ? [] : list.split(",").map(BigInt);
  return (
    xmin > 0n &&
    xmin <= xmax &&
    xmax < XID_END &&
    underWay.every(
      (xid, place) => xid >= xmin && xid < xmax && (place === 0 || xid > (underWay[place - 1] ?? xid)),
    )
  );
}

/**
 * What everybody can see at this moment. Taken before a page is read: then nothing falls between the two. A replica does
 * not say what is under way, so from its first number on everything is news.
 */
export async function snapshotNow(db: Db): Promise<Snapshot> {
  const [row] = await db.$queryRaw<{ now: string }[]>`
    SELECT CASE WHEN pg_is_in_recovery()
      THEN concat(pg_snapshot_xmin(snapshot), ':', pg_snapshot_xmin(snapshot), ':')
      ELSE snapshot::text END AS now
    FROM pg_current_snapshot() AS snapshot`;
  if (!row) throw new Error("PostgreSQL gave no snapshot");
  return row.now;
}

/** Nobody counts further. */
const MOST = 99;
/** Our policy: so many changes are read at each look and no more, however long a page stays open. */
const MOST_READ = 2_000;

/** `isCut`: more changed than is read, and so the counts are not those of all of it. */
export type News = { fresh: number; changed: number; isCut?: true };
type Changing = TableSource<string> & {
  /** The transaction of a row's last change (its xid8 as bigint), with an index; null where it never changed. */
  changed: Prisma.Sql;
};

/**
 * What was committed since `since`: rows that came to the list by `entered`, and rows of the page (`shown`) that are no
 * longer as they stand there. Exact up to the cut, whatever the order in which transactions ended.
 */
export async function newsOf(
  { actor, db }: { actor: Reader["actor"]; db: Db },
  source: Changing,
  entered: readonly Prisma.Sql[],
  { since, shown }: { since: Snapshot; shown: readonly string[] },
): Promise<News> {
  const where = Prisma.join(
    [
      Prisma.sql`${source.changed} >= pg_snapshot_xmin(${since}::pg_snapshot)::text::bigint`,
      Prisma.sql`NOT pg_visible_in_snapshot(${source.changed}::text::xid8, ${since}::pg_snapshot)`,
      ...inBranches(source.scope, scopeOf(actor)),
    ],
    " AND ",
  );
  // In the order of the index: without one the planner may read every row to find the few that changed.
  const [row] = await db.$queryRaw<{ fresh: number; changed: number; read: number }[]>`
    SELECT least(count(*) FILTER (WHERE entered AND NOT shown), ${MOST})::integer AS fresh,
      count(*) FILTER (WHERE shown)::integer AS changed, count(*)::integer AS read
    FROM (
      SELECT ${source.key}::text = ANY (${[...shown]}::text[]) AS shown, (${Prisma.join([...entered], " AND ")}) AS entered
      FROM ${source.from} WHERE ${where} ORDER BY ${source.changed} LIMIT ${MOST_READ + 1}
    ) AS found`;
  const { fresh, changed, read } = row ?? { fresh: 0, changed: 0, read: 0 };
  return { fresh, changed, ...(read > MOST_READ ? { isCut: true } : {}) };
}
