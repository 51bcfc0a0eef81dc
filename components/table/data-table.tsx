import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "#components/ui/icon.tsx";

export type Column<Row> = {
  id: string;
  header: ReactNode;
  align?: "start" | "end";
  /** CSS width; a column without one shares what is left. */
  width?: string;
  sort?: { href: string; direction: "ascending" | "descending" | null };
  cell: (row: Row) => ReactNode;
  /** What the row cannot do without, such as the way to open it: nobody is asked whether to show it. */
  always?: boolean;
  /** Shown to whoever chose it, and to nobody else. */
  optional?: boolean;
  /** Goes first where it is tight: "xl" under 1400 px, "lg" under 1180 px. A phone's place overrules it. */
  hideUnder?: "lg" | "xl";
  /** Where the cell stands in a phone's block of three lines; "end" and "line3-end" stand at the right. */
  phone?: "line1" | "line2" | "line3" | "end" | "line3-end" | "hidden";
};

/** A cell's column and its seat on each screen. */
export type Place = {
  id: string;
  seat: { "data-align"?: string; "data-hide"?: string; "data-phone": string };
};

type Props<Row> = {
  /** Accessible name of the table. */
  name: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Draws the rows from something else than the columns' own cells. */
  drawRows?: ((places: readonly Place[]) => ReactNode) | undefined;
  empty?: ReactNode;
  /** Key of the row that is open or under the keyboard. */
  current?: string | undefined;
  selected?: ReadonlySet<string>;
  density?: "compact" | "comfortable" | undefined;
  /** Without the sticky head, for a short table inside a page. */
  flat?: boolean;
};

/** Rows of anything, in a real table; on a phone each row is a block of three lines. */
export function DataTable<Row>({
  name,
  columns,
  rows,
  rowKey,
  drawRows,
  empty,
  current,
  selected,
  density,
  flat,
}: Props<Row>) {
  const places = columns.map(placeOf);
  return (
    <div className="min-w-0 grow border-t border-line bg-surface" data-density={density}>
      <table className={clsx("tbl", flat && "tbl-flat")} aria-label={name}>
        <colgroup>
          {columns.map((column) => (
            <col
              key={column.id}
              data-hide={column.hideUnder}
              style={column.width ? { width: column.width } : undefined}
            />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.id} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {drawRows
            ? drawRows(places)
            : rows.map((row) => {
                const key = rowKey(row);
                return (
                  <tr
                    key={key}
                    {...(key === current ? { "data-current": true } : {})}
                    {...(selected?.has(key) ? { "data-selected": true } : {})}
                  >
                    {columns.map((column, at) => (
                      <td key={column.id} {...places[at]?.seat}>
                        {column.cell(row)}
                      </td>
                    ))}
                  </tr>
                );
              })}
          {rows.length === 0 && empty ? (
            <tr className="tbl-empty">
              <td colSpan={columns.length}>{empty}</td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}

/** Only what is set: what is not would be sent along with every cell, as a word for nothing. */
const placeOf = ({
  id,
  align,
  hideUnder,
  phone = "line2",
}: Pick<Column<never>, "id" | "align" | "hideUnder" | "phone">): Place => ({
  id,
  seat: {
    ...(align ? { "data-align": align } : {}),
    ...(hideUnder ? { "data-hide": hideUnder } : {}),
    "data-phone": phone,
  },
});

function Head<Row>({ column }: { column: Column<Row> }) {
  const direction = column.sort?.direction ?? undefined;
  return (
    <th scope="col" aria-sort={direction} data-align={column.align} data-hide={column.hideUnder}>
      {column.sort ? (
        <Link href={column.sort.href} prefetch={false} scroll={false}>
          {column.header}
          {direction ? (
            <Icon name={direction === "ascending" ? "chevron-up" : "chevron-down"} size={12} />
          ) : null}
        </Link>
      ) : (
        column.header
      )}
    </th>
  );
}
