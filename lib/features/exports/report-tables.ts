import type { Cell, Row, SheetColumn } from "#lib/export/sheet.ts";
import type { Report } from "#lib/features/reports/service.ts";
import {
  type Column,
  type Cell as ReportCell,
  type ReportTable,
  sayCell,
  unitOf,
  type Words,
} from "#lib/features/reports/table-of.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { type Translator, translatorFor } from "#lib/i18n/translator.ts";
import type { PdfPicture } from "#lib/pdf/model.ts";

import { pictureOf } from "./report-pictures.ts";

/** A table whose rows are all there. */
export type Sized = {
  title: string;
  columns: readonly SheetColumn[];
  rows: readonly Row[];
  picture?: PdfPicture;
};

type T = Translator<"exports">;
type Unit = ReturnType<typeof unitOf>;

const NAME_WIDTH = 34;
const TEXT_WIDTH = 22;
const NUMBER_WIDTH = 14;
const SECOND_MS = 1_000;

/** Times in seconds, everything else as it was measured. */
const plain = (cell: ReportCell, unit: Unit): Cell =>
  typeof cell === "number" && (unit === "span" || unit === "seconds") ? cell / SECOND_MS : cell;

const typeOf = ({ unit }: Column) => (unit === "text" ? "text" : "number");
const widthOf = (column: Column, place: number): number => {
  if (place === 0) return NAME_WIDTH;
  return column.unit === "text" ? TEXT_WIDTH : NUMBER_WIDTH;
};

/** What has no unit of its own needs none said: names, and how many there are. */
const headOf = ({ label, unit }: Column, t: T): string =>
  unit === "text" || unit === "count" || unit === "row" ? label : `${label} (${t(`unit.${unit}`)})`;

/** One sheet of a workbook: numbers as numbers, their unit in the head or, where each row has its own, beside them. */
export function sheetTable(table: ReportTable, locale: Locale): Sized {
  const t = translatorFor(locale, "exports");
  const { title, columns, rows, units } = table;
  const heads = columns.map(
    (column, place): SheetColumn => ({
      head: headOf(column, t),
      type: typeOf(column),
      width: widthOf(column, place),
    }),
  );
  const unit: SheetColumn = { head: t("long.unit"), type: "text", width: TEXT_WIDTH };
  return {
    title,
    columns: units ? [...heads, unit] : heads,
    rows: rows.map((cells, at) => [
      ...cells.map((cell, place) => plain(cell, unitOf(table, at, place))),
      ...(units ? [t(`unit.${units[at] ?? "count"}`)] : []),
    ]),
  };
}

/** As the page says it; what was not measured is left empty. */
export function paperTable(table: ReportTable, report: Report, words: Words): Sized {
  const picture = pictureOf(table, report, words);
  return {
    title: table.title,
    columns: table.columns.map((column, place) => ({
      head: column.label,
      type: typeOf(column),
      width: widthOf(column, place),
    })),
    rows: table.rows.map((cells, at) =>
      cells.map((cell, place) => (cell === null ? "" : sayCell(words, unitOf(table, at, place), cell))),
    ),
    ...(picture ? { picture } : {}),
  };
}

/** All tables as one, a record for each cell: table, row and column together name it, and no two are named alike. */
export function longTable(tables: readonly ReportTable[], locale: Locale): Sized {
  const t = translatorFor(locale, "exports");
  return {
    title: t("list.report"),
    columns: [
      { head: t("long.table"), type: "text", width: TEXT_WIDTH },
      { head: t("long.row"), type: "text", width: NAME_WIDTH },
      { head: t("long.column"), type: "text", width: TEXT_WIDTH },
      { head: t("long.value"), type: "number", width: NUMBER_WIDTH },
      { head: t("long.unit"), type: "text", width: TEXT_WIDTH },
    ],
    rows: tables.flatMap((table) => {
      const nameOf = namer();
      return table.rows.flatMap(([first, ...cells], at) => {
        const name = nameOf(String(first ?? ""));
        return cells.map((cell, place): Row => {
          const unit = unitOf(table, at, place + 1);
          const label = table.columns[place + 1]?.label ?? "";
          return [table.title, name, label, plain(cell, unit), unit === "text" ? null : t(`unit.${unit}`)];
        });
      });
    }),
  };
}

/** Two colleagues may have one name. */
function namer(): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  };
}
