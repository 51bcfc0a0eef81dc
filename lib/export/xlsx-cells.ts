import { guarded } from "#lib/csv.ts";
import type { Cell, CellType, Row } from "./sheet.ts";

/** Places in `cellXfs` of `xlsx-parts.ts`. */
export const STYLE = { time: 1, text: 2, head: 3 } as const;

const UNSAFE = /[&<>\p{Cs}\uFFFE\uFFFF]|[^\P{Cc}\t\n\u007F-\u009F]|_x[0-9A-Fa-f]{4}_/u;
const EACH_UNSAFE = /[&<>\p{Cs}\uFFFE\uFFFF]|[^\P{Cc}\t\n\u007F-\u009F]|_(?=x[0-9A-Fa-f]{4}_)/gu;
const NAMED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" };

/** What XML cannot hold stands as `_x0001_` (ECMA-376, ST_Xstring); an underscore that would read so is written so. */
const escaped = (text: string): string =>
  UNSAFE.test(text)
    ? text.replace(
        EACH_UNSAFE,
        (found) => NAMED[found] ?? `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
      )
    : text;

const inline = (text: string): string =>
  /^\s|\s$|[\n\t]/.test(text) ? `<t xml:space="preserve">${escaped(text)}</t>` : `<t>${escaped(text)}</t>`;

const DAY_MS = 86_400_000;
/** Days from 1899-12-30 to 1970-01-01. */
const EPOCH_DAY = 25_569;

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** `2026-11-22 07:31:53` as the days since 1899-12-30 that a spreadsheet counts in. */
export function serialOf(time: string): number {
  const at = (from: number, to: number) => Number(time.slice(from, to));
  const ms = Date.UTC(at(0, 4), at(5, 7) - 1, at(8, 10), at(11, 13), at(14, 16), at(17, 19));
  return ms / DAY_MS + EPOCH_DAY;
}

/** A, …, Z, AA, … */
export const letterOf = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : letterOf(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));

const KNOWN_MAX = 2_000;

/** Writes rows of given columns; it remembers how texts are written that come again. */
export function rowWriter(types: readonly CellType[], textStyle: number = STYLE.text) {
  const letters = types.map((_type, i) => letterOf(i));
  const known = new Map<string, string>();
  const text = (value: string): string => {
    const found = known.get(value);
    if (found !== undefined) return found;
    const written = ` s="${textStyle}" t="inlineStr"><is>${inline(guarded(value))}</is></c>`;
    if (known.size < KNOWN_MAX) known.set(value, written);
    return written;
  };
  const cell = (value: Cell, type: CellType | undefined): string => {
    if (typeof value === "number") return `><v>${value}</v></c>`;
    // In the place of a time words may stand, of a table with nothing in it.
    if (type === "time" && value !== null && TIME.test(value))
      return ` s="${STYLE.time}"><v>${serialOf(value)}</v></c>`;
    return text(value ?? "");
  };
  return (row: Row, number: number): string => {
    let xml = `<row r="${number}">`;
    for (let i = 0; i < row.length; i += 1) {
      const value = row[i];
      if (value === null || value === undefined || value === "") continue;
      xml += `<c r="${letters[i]}${number}"${cell(value, types[i])}`;
    }
    return `${xml}</row>`;
  };
}
