import Link from "next/link";
import type { ReactNode } from "react";
import { Panel } from "#components/charts/panel.tsx";
import { PlainTable } from "#components/charts/plain-table.tsx";
import type { ReportTable } from "#lib/features/reports/table-of.ts";
import { type DefinedId, definitionOf } from "#lib/features/reports/whose.ts";
import { type Given, saidTable } from "./given.ts";

type Props = {
  given: Given;
  table: ReportTable;
  /** Which definition; the panel's own name where none is given. */
  means: DefinedId;
  note?: string | undefined;
  link?: { href: string; text: string } | undefined;
  /** Where a cell of the table leads, by row and column; null where it leads nowhere. */
  hrefOf?: (row: number, column: number) => string | null;
  /** What is drawn over the table; nothing where the table is all there is. */
  children?: ReactNode;
  isEmpty?: boolean;
};

/** A panel of the report with its definition and its figures as a table. */
export function ReportPanel({ given, table, means, note, link, hrefOf, children, isEmpty = false }: Props) {
  const { r } = given;
  const { title, id } = table;
  const { rows, ...shown } = saidTable(given, table);
  const linked = rows.map(({ key, cells }, row) => ({
    key,
    cells: cells.map((cell, column) => {
      const href = hrefOf?.(row, column) ?? null;
      return href === null ? (
        cell
      ) : (
        <Link key={shown.heads[column]} href={href} prefetch={false} className="link">
          {cell}
        </Link>
      );
    }),
  }));
  const said = <PlainTable name={title} {...shown} rows={linked} />;
  return (
    <Panel
      id={id}
      title={title}
      note={note}
      definition={{ text: definitionOf(r, means), label: r("define", { name: title }) }}
      link={link}
      table={children && !isEmpty ? { label: r("table"), content: said } : undefined}
    >
      {isEmpty ? <p className="text-ink-2">{r("nothing")}</p> : (children ?? said)}
    </Panel>
  );
}
