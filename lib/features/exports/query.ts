import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { inBranches } from "#lib/table/query.ts";
import type { AskedRows, Asker, ExportColumn, ExportList } from "./list.ts";
import type { Asked } from "./schema.ts";

const { sql } = Prisma;

export type ExportQuery = AskedRows & {
  columns: readonly ExportColumn[];
  /** Every row with the columns' values, in the list's order. */
  rows: Prisma.Sql;
  count: Prisma.Sql;
  /** Whom all those rows are about, each once; in the order of the index that they are written to. */
  people: Prisma.Sql;
};

/** The asked columns in the list's own order; the list's own where none is known. */
export function columnsOf(list: ExportList, ids: readonly string[]): readonly ExportColumn[] {
  const chosen = list.columns.filter(({ id }) => ids.includes(id));
  return chosen.length > 0 ? chosen : list.columns;
}

/** One query for page and file: the list's source, its conditions, and the branches of whoever asks. */
export function queryOf(list: ExportList, actor: Actor, asker: Asker, asked: Asked): ExportQuery {
  const scope = scopeOf(actor);
  const read = list.read(asked.params, { ...asker, scope });
  const columns = columnsOf(list, asked.columns);
  const picked = asked.keys === null ? [] : [list.picked(asked.keys) ?? sql`false`];
  const conditions = [...read.where, ...picked, ...inBranches(list.source.scope, scope)];
  const where = conditions.length > 0 ? Prisma.join(conditions, " AND ") : sql`true`;
  const joins = [...new Set(columns.flatMap((column) => column.joins))].flatMap(
    (name) => list.joins[name] ?? [],
  );
  const joined = joins.length > 0 ? Prisma.join(joins, " ") : Prisma.empty;
  const values = Prisma.join(columns.flatMap(({ select }) => select));
  return {
    ...read,
    columns,
    where: conditions,
    rows: sql`SELECT ${values} FROM ${list.source.from} ${joined} WHERE ${where} ORDER BY ${read.order}`,
    count: sql`SELECT count(*) FROM ${list.source.from} WHERE ${where}`,
    people: sql`SELECT DISTINCT ${list.subject} FROM ${list.source.from} WHERE ${where} AND ${list.subject} IS NOT NULL ORDER BY 1`,
  };
}
