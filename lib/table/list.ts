import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { countUpTo, inOrder, type Page, pageOfKeys, type Reader, type TableSource } from "./query.ts";

export const PAGE_SIZE = 50;

export type Listed<Row> = Page & { rows: Row[]; count: number; capped: boolean };
type Position<S extends string> = {
  sort: S | `-${S}`;
  after?: string | number | undefined;
  before?: string | number | undefined;
};

/** One page of a table with its count: the keys by SQL, the rows behind them by `rowsOf` in any order. */
export async function listPage<S extends string, Row>(
  reader: Reader,
  source: TableSource<S>,
  where: readonly Prisma.Sql[],
  position: Position<S>,
  rowsOf: (keys: string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
  size = PAGE_SIZE,
): Promise<Listed<Row>> {
  const readPage = async () => {
    const page = await pageOfKeys(reader, source, { where, size, ...position });
    const rows = page.keys.length > 0 ? await rowsOf(page.keys) : [];
    return { ...page, rows: inOrder(page.keys, rows, keyOf) };
  };
  // What many rows match takes longer to count than to show: the rows need not wait for it.
  const [page, total] = await Promise.all([readPage(), countUpTo(reader, source, where)]);
  return { ...page, ...total };
}

/**
 * `column IN (…)`, or nothing when no value is set. Each value is cast by itself: an array of texts cast to an array
 * of the enum hides its values from the planner, which then reads the whole table.
 */
export function anyOf(column: Prisma.Sql, values: readonly string[], type: Prisma.Sql): Prisma.Sql[] {
  if (values.length === 0) return [];
  return [Prisma.sql`${column} IN (${Prisma.join(values.map((value) => Prisma.sql`${value}::${type}`))})`];
}

/** The fragment when the value is set. */
export const when = <T>(value: T | undefined, fragment: (value: T) => Prisma.Sql): Prisma.Sql[] =>
  value === undefined ? [] : [fragment(value)];
