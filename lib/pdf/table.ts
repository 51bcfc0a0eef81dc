import "server-only";
import type { Line } from "./lines.ts";
import type { PdfColumn, PdfTable } from "./model.ts";
import { MARGIN, TYPE, type Type } from "./paper.ts";
import type { Element, Sheet } from "./sheet.ts";

const PAD = 3;
const GUTTER = 8;

type Place = { readonly x: number; readonly width: number; readonly column: PdfColumn };

/** Rows over as many pages as they need, the head above each part; how many there were. */
export async function drawTable(sheet: Sheet, { name, columns, rows }: PdfTable): Promise<number> {
  const places = placesOf(columns, sheet.textWidth);
  const table = sheet.doc.struct("Table", { title: name });
  sheet.root.add(table);
  const heads = columns.map(({ head }) => head);
  const cellsOf = (texts: readonly string[], type: Type) =>
    places.map(({ width }, at) => sheet.lines(texts[at] ?? "", type, width));
  const headCells = cellsOf(heads, TYPE.head);
  // A head at the foot of a page says nothing.
  sheet.need(heightOf(headCells, TYPE.head) + 3 * TYPE.cell.lead);
  drawRow(sheet, table, "TH", headCells, TYPE.head, places);
  sheet.headAgain = () => sheet.unsaid(() => drawLines(sheet, headCells, TYPE.head, places), "Pagination");
  let count = 0;
  for await (const row of rows) {
    drawRow(sheet, table, "TD", cellsOf(row, TYPE.cell), TYPE.cell, places);
    count += 1;
  }
  sheet.headAgain = null;
  table.end();
  sheet.gap(12);
  return count;
}

function placesOf(columns: readonly PdfColumn[], textWidth: number): Place[] {
  const shares = columns.reduce((sum, { width }) => sum + width, 0);
  const free = textWidth - GUTTER * (columns.length - 1);
  let x: number = MARGIN.side;
  return columns.map((column) => {
    const width = (free * column.width) / shares;
    const place = { x, width, column };
    x += width + GUTTER;
    return place;
  });
}

const linesIn = (cells: readonly (readonly Line[])[]): number =>
  Math.max(...cells.map(({ length }) => length));
const heightOf = (cells: readonly (readonly Line[])[], { lead }: Type): number =>
  linesIn(cells) * lead + 2 * PAD;

/** A row stays together where a page has room for it; a longer one goes on upon the next. */
function drawRow(
  sheet: Sheet,
  table: Element,
  tag: "TH" | "TD",
  cells: readonly (readonly Line[])[],
  type: Type,
  places: readonly Place[],
): void {
  const row = sheet.doc.struct("TR");
  table.add(row);
  const elements = cells.map(() => sheet.doc.struct(tag));
  for (const element of elements) row.add(element);
  sheet.need(heightOf(cells, type));
  for (let from = 0; from < linesIn(cells); ) {
    sheet.need(type.lead + 2 * PAD);
    const until = from + Math.max(1, Math.floor((sheet.room() - 2 * PAD) / type.lead));
    const part = cells.map((lines) => lines.slice(from, until));
    elements.forEach((element, at) => {
      const [lines, place] = [part[at], places[at]];
      if (lines && place) element.add(() => drawCell(sheet, lines, type, place));
    });
    sheet.y += heightOf(part, type);
    sheet.rule(sheet.y);
    from = until;
  }
  row.end();
}

function drawLines(
  sheet: Sheet,
  cells: readonly (readonly Line[])[],
  type: Type,
  places: readonly Place[],
): void {
  places.forEach((place, at) => {
    drawCell(sheet, cells[at] ?? [], type, place);
  });
  sheet.y += heightOf(cells, type);
}

function drawCell(sheet: Sheet, lines: readonly Line[], type: Type, { x, width, column }: Place): void {
  lines.forEach((line, at) => {
    const text = line.map((run) => run.text).join("");
    const left = column.isNumber ? x + width - sheet.widthOf(text, type) : x;
    sheet.writeLine(line, type, left, sheet.y + PAD + at * type.lead);
  });
}
