import "server-only";
import type { Separator } from "#lib/csv.ts";
import { eachValue, type TextRow, textsOf, type WireRows } from "#lib/db/wire-rows.ts";
import { csvBytes } from "#lib/export/csv-bytes.ts";
import { csvCell } from "#lib/export/csv-cells.ts";
import type { Cell, PackedRows } from "#lib/export/sheet.ts";
import type { ExportColumn, Writing } from "./list.ts";
import { remembering } from "./remembering.ts";

/**
 * Rows of PostgreSQL's as those of a file. Of a CSV most values are passed on byte by byte; only what must be opened or
 * said in words becomes a text. Whatever else is written takes the cells.
 */
export function packer(columns: readonly ExportColumn[], writing: Writing) {
  const places: number[] = [];
  let values = 0;
  for (const { select } of columns) {
    places.push(values);
    values += select.length;
  }
  const readers = columns.map(({ cell }) => cell(writing));
  const cellsOf = (row: TextRow): Cell[] => readers.map((read, i) => read(row, places[i] ?? 0));
  let lines: ((wire: WireRows) => Buffer) | undefined;
  return (wire: WireRows): PackedRows => ({
    length: wire.count,
    rows: () => textsOf(wire).map(cellsOf),
    csv(separator) {
      lines ??= csvLines(columns, writing, separator);
      return lines(wire);
    },
  });
}

type WriteValue = (bytes: Buffer, from: number, to: number) => void;

function csvLines(columns: readonly ExportColumn[], writing: Writing, separator: Separator) {
  const csv = csvBytes(separator);
  const writers = columns.map(({ type, bytesKept, keyBytes, cell }): WriteValue => {
    if (bytesKept > 0) {
      const write = type === "text" ? csv.text : csv.plain;
      return (bytes, from, to) => write(bytes, from, Math.min(to, from + bytesKept));
    }
    const read = cell(writing);
    const written = remembering((value) => {
      const made = read([value], 0);
      return Buffer.from(typeof made === "string" ? csvCell(made, separator) : String(made ?? ""));
    }, keyBytes);
    return (bytes, from, to) => {
      const made = written(bytes, from, to);
      csv.plain(made, 0, made.length);
    };
  });
  let column = 0;
  const value: WriteValue = (bytes, from, to) => {
    if (column > 0) csv.endCell();
    if (from < to) writers[column]?.(bytes, from, to);
    column += 1;
  };
  const ended = () => {
    csv.endLine();
    column = 0;
  };
  return (wire: WireRows): Buffer => {
    eachValue(wire, value, ended);
    return csv.take();
  };
}
