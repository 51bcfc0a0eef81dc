import { CSV_START, csvLine, type Separator } from "#lib/csv.ts";
import { csvCell } from "./csv-cells.ts";
import type { Batches, Row } from "./sheet.ts";

export type CsvOptions = { separator: Separator; bom: boolean };

/** A file of comma-separated values, a batch at a time. */
export async function* csvFile(
  heads: readonly string[],
  batches: Batches,
  { separator, bom }: CsvOptions,
): AsyncGenerator<Buffer> {
  yield Buffer.from((bom ? CSV_START : "") + csvLine(heads, separator));
  for await (const rows of batches) {
    yield "csv" in rows
      ? rows.csv(separator)
      : Buffer.from(rows.map((row) => lineOf(row, separator)).join(""));
  }
}

/** `csvLine` for many rows: what is harmless is written as it is. */
function lineOf(row: Row, separator: Separator): string {
  let line = "";
  for (let i = 0; i < row.length; i += 1) {
    const cell = row[i];
    if (i > 0) line += separator;
    if (cell === null || cell === undefined) continue;
    line += typeof cell === "number" ? cell : csvCell(cell, separator);
  }
  return `${line}\r\n`;
}
