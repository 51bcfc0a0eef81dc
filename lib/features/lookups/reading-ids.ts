import { uuidsIn } from "#lib/uuid-text.ts";
import { columnOfIds, isIdHead, rowsOf, separatorOf } from "./columns.ts";
import { isLikeId, type RefusedLine, refusedLine } from "./refused.ts";

export type GivenId = { id: string; line: number };
export type ReadIds = {
  /** Each once, in the order given. */
  ids: GivenId[];
  /** Given again further down; the list asks for them once. */
  repeated: GivenId[];
  refused: RefusedLine[];
};
type Found = { ids: GivenId[]; refused: RefusedLine[] };

/** Reads ids out of what was pasted or uploaded: one a line or any number, parted by anything, or a table with a head. */
export function readIds(given: string): ReadIds {
  const text = given.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const found = ofTable(text) ?? ofLines(text);
  const first = new Map<string, GivenId>();
  const repeated: GivenId[] = [];
  for (const each of found.ids) {
    if (first.has(each.id)) repeated.push(each);
    else first.set(each.id, each);
  }
  return { ids: [...first.values()], repeated, refused: found.refused };
}

/** The first line that is not blank. */
function firstLine(text: string): string {
  const start = text.search(/\S/);
  return start < 0 ? "" : (text.slice(start).split("\n", 1)[0] ?? "");
}

/** Null where it has no head, and so no columns to choose from; a greeting above ids is none. */
function ofTable(text: string): Found | null {
  const head = firstLine(text);
  const separator = separatorOf(head);
  const words = head.split(separator ?? "\n").map((word) => word.trim().replace(/^"|"$/g, ""));
  const isNamed = words.some(isIdHead);
  const isHead = separator === null ? isNamed : !words.some(isLikeId);
  if (uuidsIn(head).ids.length > 0 || !isHead) return null;
  // A single column may hold anything that lines may.
  const rows = rowsOf(text, separator ?? "\0").filter(({ cells }) =>
    cells.some((cell) => cell.trim() !== ""),
  );
  const column = columnOfIds(rows, isNamed);
  if (column < 0) return null;
  return gather(
    rows.slice(1).map(({ line, cells }) => {
      const cell = cells[column] ?? "";
      const { ids, rest } = uuidsIn(cell);
      return { line, ids, left: ids.length > 0 ? leftOf(cell, ids.length, rest) : [cell] };
    }),
  );
}

function ofLines(text: string): Found {
  return gather(
    text.split("\n").flatMap((row, index) => {
      if (row.trim() === "") return [];
      const { ids, rest } = uuidsIn(row);
      return [{ line: index + 1, ids, left: leftOf(row, ids.length, rest) }];
    }),
  );
}

/** What stands on a line beside its ids, as far as it may have been meant as one. */
function leftOf(row: string, count: number, rest: string): string[] {
  if (count === 0 && !/[\s,;|]/.test(row.trim())) return [row];
  const words = rest.split(/[\s,;|"'<>()[\]{}]+/).filter((word) => /[\p{L}\d]/u.test(word));
  const like = words.filter(isLikeId);
  return count > 0 || like.length > 0 ? like : [row];
}

type Line = { line: number; ids: readonly string[]; left: readonly string[] };
const gather = (lines: readonly Line[]): Found => ({
  ids: lines.flatMap(({ line, ids }) => ids.map((id) => ({ id, line }))),
  refused: lines.flatMap(({ line, left }) => left.map((text) => refusedLine(line, text))),
});
