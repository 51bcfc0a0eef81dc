/** A row of a table with the line that it begins on. */
export type Row = { line: number; cells: readonly string[] };

/**
 * The rows of a text with quoted cells (RFC 4180, lines end in "\n"); null where its quotes do not hold. By hand: the browser
 * reads what is typed as the server will, and a reader of files is more than all the rest of that screen.
 */
export function quotedRows(text: string, separator: string): Row[] | null {
  const rows: Row[] = [];
  let [line, at] = [1, 0];
  while (at < text.length || rows.length === 0) {
    const cells: string[] = [];
    const begin = line;
    do {
      const cell = text.charAt(at) === QUOTE ? quotedCell(text, at + 1) : plainCell(text, at, separator);
      if (cell === null) return null;
      cells.push(cell.value);
      line += cell.value.split("\n").length - 1;
      at = cell.end + 1;
    } while (text.charAt(at - 1) === separator && at <= text.length);
    // A quoted cell that goes on behind its quote.
    if (at <= text.length && text.charAt(at - 1) !== "\n") return null;
    rows.push({ line: begin, cells });
    line += 1;
  }
  return rows;
}

const QUOTE = '"';
type Cell = { value: string; end: number } | null;

function quotedCell(text: string, start: number): Cell {
  let value = "";
  for (let at = start; ; ) {
    const end = text.indexOf(QUOTE, at);
    if (end < 0) return null;
    value += text.slice(at, end);
    if (text.charAt(end + 1) !== QUOTE) return { value, end: end + 1 };
    value += QUOTE;
    at = end + 2;
  }
}

function plainCell(text: string, start: number, separator: string): Cell {
  let end = start;
  for (; end < text.length; end += 1) {
    const mark = text.charAt(end);
    if (mark === QUOTE) return null;
    if (mark === separator || mark === "\n") break;
  }
  return { value: text.slice(start, end), end };
}
