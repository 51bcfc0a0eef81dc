import { LIST_PATHS, type Rows } from "#lib/features/reports/rows.ts";
import type { Report } from "#lib/features/reports/service.ts";
import type { Column, Words } from "#lib/features/reports/table-of.ts";
import { type Cell, sayCell } from "#lib/features/reports/table-of.ts";
import { hrefOf } from "#lib/table/address.ts";

export const REPORTS_PATH = "/reports";

/** What the panels of a report are drawn with. */
export type Given = Words & { report: Report };

export const rowsHref = ({ list, filter }: Rows): string => hrefOf(LIST_PATHS[list], filter);

/** A table of the report as heads and said cells. */
export function saidTable(
  given: Words,
  { columns, rows }: { columns: readonly Column[]; rows: readonly (readonly Cell[])[] },
) {
  return {
    heads: columns.map(({ label }) => label),
    rows: rows.map((cells, place) => ({
      key: `${place} ${cells[0]}`,
      cells: cells.map((cell, at) => sayCell(given, columns[at]?.unit ?? "text", cell)),
    })),
    words: columns.flatMap(({ unit }, at) => (unit === "text" ? [at] : [])),
  };
}
