import "server-only";
import type { Actor, Scope } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";

type Sql = Prisma.Sql;

/**
 * A list that can be filtered and paged. `key` is unique and the stable tie-break; every expression of `sorts`
 * is never null and has an index that ends in the key, so the millionth row costs what the first does.
 */
export type TableSource<S extends string> = {
  from: Sql;
  key: Sql;
  /** PostgreSQL's type of the key: a cursor from the address is cast to it. */
  keyType: "integer" | "uuid" | "bigint";
  sorts: Record<S, Sql>;
  /** The column of the branch, which every query of this source keeps to; null where rows belong to no branch. */
  scope: Sql | null;
};

/** Who reads, and from where: no list is read without saying both. */
export type Reader = { actor: Actor; readDb: Db };

export type PageRequest<S extends string> = {
  /** All must hold. */
  where: readonly Sql[];
  sort: S | `-${S}`;
  after?: string | number | undefined;
  before?: string | number | undefined;
  size: number;
};

export type Page = { keys: string[]; hasPrevious: boolean; hasNext: boolean };

export const COUNT_CAP = 10_000;

const all = (where: readonly Sql[]): Sql =>
  where.length === 0 ? Prisma.sql`true` : Prisma.join([...where], " AND ");

/** One branch as an equality, so that an index by branch and order gives the order too. */
export function inBranches(column: Sql | null, scope: Scope): Sql[] {
  if (scope === null || column === null) return [];
  const [only] = scope;
  return scope.length === 1
    ? [Prisma.sql`${column} = ${only}::uuid`]
    : [Prisma.sql`${column} = ANY (${[...scope]}::uuid[])`];
}

const scoped = ({ actor }: Reader, { scope }: Pick<TableSource<string>, "scope">, where: readonly Sql[]) =>
  all([...where, ...inBranches(scope, scopeOf(actor))]);
const castOf = { integer: Prisma.sql`::integer`, uuid: Prisma.sql`::uuid`, bigint: Prisma.sql`::bigint` };

/**
 * Keys of one page, in order. The cursor in the address is only the key of a row: where that row stands is looked
 * up, so that no sort value (a name, say) ever stands in an address.
 */
export async function pageOfKeys<S extends string>(
  reader: Reader,
  source: TableSource<S>,
  { where, sort, after, before, size }: PageRequest<S>,
): Promise<Page> {
  const descending = sort.startsWith("-");
  const by = source.sorts[(descending ? sort.slice(1) : sort) as S];
  const backwards = before !== undefined;
  const cursor = backwards ? before : after;
  const down = descending !== backwards;
  const [order, beyond] = down ? [Prisma.sql`DESC`, Prisma.sql`<`] : [Prisma.sql`ASC`, Prisma.sql`>`];
  const place =
    cursor === undefined
      ? []
      : [
          Prisma.sql`(${by}, ${source.key}) ${beyond} (SELECT ${by}, ${source.key} FROM ${source.from}
            WHERE ${scoped(reader, source, [Prisma.sql`${source.key} = ${String(cursor)}${castOf[source.keyType]}`])})`,
        ];
  const rows = await reader.readDb.$queryRaw<{ key: string }[]>`
    SELECT ${source.key}::text AS key FROM ${source.from}
    WHERE ${scoped(reader, source, [...where, ...place])}
    ORDER BY ${by} ${order}, ${source.key} ${order}
    LIMIT ${size + 1}`;
  const keys = rows.slice(0, size).map((row) => row.key);
  const more = rows.length > size;
  return backwards
    ? { keys: keys.reverse(), hasPrevious: more, hasNext: true }
    : { keys, hasPrevious: cursor !== undefined, hasNext: more };
}

/** The same for several filters at once, in their order and in one round trip. */
export async function countsUpTo(
  reader: Reader,
  source: Pick<TableSource<string>, "from" | "scope">,
  filters: readonly (readonly Sql[])[],
  cap = COUNT_CAP,
): Promise<{ count: number; capped: boolean }[]> {
  if (filters.length === 0) return [];
  const counts = filters.map(
    (where, place) => Prisma.sql`SELECT ${place}::integer AS place, count(*)::integer AS count
      FROM (SELECT 1 FROM ${source.from} WHERE ${scoped(reader, source, where)} LIMIT ${cap + 1}) AS found`,
  );
  const rows = await reader.readDb.$queryRaw<{ place: number; count: number }[]>`
    ${Prisma.join(counts, " UNION ALL ")} ORDER BY place`;
  return rows.map(({ count }) => ({ count: Math.min(count, cap), capped: count > cap }));
}

/**
 * The same among rows that all the filters share, which are read once; null where these are more than the cap.
 * `as`: what the source's rows are called in its conditions.
 */
export async function countsAmong(
  reader: Reader,
  source: Pick<TableSource<string>, "from" | "scope"> & { as: Sql },
  shared: readonly Sql[],
  filters: readonly (readonly Sql[])[],
  cap = COUNT_CAP,
): Promise<number[] | null> {
  const counts = filters.map((where) => Prisma.sql`count(*) FILTER (WHERE ${all(where)})::integer`);
  const [row] = await reader.readDb.$queryRaw<{ all: number; counts: number[] }[]>`
    WITH shared AS MATERIALIZED (
      SELECT * FROM ${source.from} WHERE ${scoped(reader, source, shared)} LIMIT ${cap + 1}
    )
    SELECT count(*)::integer AS all, ARRAY[${Prisma.join(counts)}]::integer[] AS counts FROM shared AS ${source.as}`;
  return row && row.all <= cap ? row.counts : null;
}

/** Exact up to the cap; beyond it nobody needs the figure and everybody would pay for it. */
export async function countUpTo(
  reader: Reader,
  source: Pick<TableSource<string>, "from" | "scope">,
  where: readonly Sql[],
  cap = COUNT_CAP,
): Promise<{ count: number; capped: boolean }> {
  const [row] = await reader.readDb.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count
    FROM (SELECT 1 FROM ${source.from} WHERE ${scoped(reader, source, where)} LIMIT ${cap + 1}) AS found`;
  const found = row?.count ?? 0;
  return { count: Math.min(found, cap), capped: found > cap };
}

/** Rows come back from Prisma in any order; the page's order is that of its keys. */
export function inOrder<Row>(
  keys: readonly string[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Row[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}
