import { uuidIn } from "#lib/uuid-text.ts";
import { quotedRows, type Row } from "./quoted-rows.ts";

const SEPARATORS = [";", ",", "\t", "|"] as const;
/** Heads under which exports of others name the process, letters and digits alone; the first that is there counts. */
const ID_HEADS = [
  "processid",
  "unicoprocessid",
  "iddoprocesso",
  "idprocesso",
  "processo",
  "process",
  "uuid",
  "id",
];

const plain = (head: string): string =>
  head
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

/** What parts the columns of a head: what stands in it most often. */
export function separatorOf(head: string): string | null {
  const counted = SEPARATORS.map((separator) => ({ separator, count: head.split(separator).length - 1 }));
  const [most] = counted.toSorted((a, b) => b.count - a.count);
  return most && most.count > 0 ? most.separator : null;
}

export const isIdHead = (head: string): boolean => ID_HEADS.includes(plain(head));

/** Quotes are followed where they hold; a file in which they do not is read as it stands, line by line. */
export const rowsOf = (text: string, separator: string): Row[] =>
  quotedRows(text, separator) ??
  text.split("\n").map((row, index) => ({ line: index + 1, cells: row.split(separator) }));

/**
 * Which column holds the ids: by its head, else by what stands in it; -1 where none does. Where no head names one
 * (`isNamed`), all of them stand in one column, or it is no table and a choice would lose the others.
 */
export function columnOfIds(rows: readonly Row[], isNamed: boolean): number {
  const [head, ...rest] = rows;
  const counts = new Map<number, number>();
  for (const { cells } of rest)
    for (const [column, cell] of cells.entries())
      if (cell.length >= 36 && uuidIn(cell) !== null) counts.set(column, (counts.get(column) ?? 0) + 1);
  if (!isNamed && counts.size > 1) return -1;
  const heads = (head?.cells ?? []).map(plain);
  const named = ID_HEADS.map((name) => heads.indexOf(name)).find((column) => (counts.get(column) ?? 0) > 0);
  if (named !== undefined) return named;
  const [fullest] = [...counts].toSorted(([, a], [, b]) => b - a);
  return fullest?.[0] ?? -1;
}
