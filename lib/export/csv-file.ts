import { CSV_START, csvLine, type Separator } from "#lib/csv.ts";
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
    let text = "";
    for (const row of rows) text += lineOf(row, separator);
    yield Buffer.from(text);
  }
}

/** What begins so is no formula, and what holds none of these needs no quotes: most texts. */
const HARMLESS_START = /^[\p{L}\p{N}*]/u;
const NEEDS_QUOTES = /[",;\r\n\t|]/;

/** `csvLine` for many rows: what is harmless is written as it is. */
function lineOf(row: Row, separator: Separator): string {
  let line = "";
  for (let i = 0; i < row.length; i += 1) {
    const cell = row[i];
    if (i > 0) line += separator;
    if (cell === null || cell === undefined) continue;
    if (typeof cell === "number" || isPlain(cell)) line += cell;
    else line += csvLine([cell], separator).slice(0, -2);
  }
  return `${line}\r\n`;
}

const isPlain = (text: string): boolean => {
  const code = text.charCodeAt(0);
  const isAscii = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return (isAscii || HARMLESS_START.test(text)) && !NEEDS_QUOTES.test(text);
};
