import type { PdfBlock, PdfPaper, PdfPicture } from "#lib/pdf/model.ts";
import { writePdf } from "#lib/pdf/write.ts";
import { type Cell, type Row, type SheetColumn, type SheetTable, unpacked } from "./sheet.ts";

/** Our policy: what somebody reads on paper. All rows are in the other formats. */
export const PDF_ROWS = 500;
/** Letters that stand beside each other on a page on its side, and the fewest that a column needs. */
const PAGE_LETTERS = 150;
const LEAST_LETTERS = 8;
const MOST_LETTERS = 28;
/** Columns with which a page is laid on its side. */
const WIDE_OVER = 5;

/** A table, and what is drawn over it. */
export type PaperTable = SheetTable & { readonly picture?: PdfPicture };

/** What is drawn of everything, over the tables. */
export type PaperChart = { readonly title: string; readonly picture: PdfPicture };

type Summary = {
  paper: Omit<PdfPaper, "isWide">;
  /** Under the title: by whom, of what. */
  intro: readonly string[];
  charts: readonly PaperChart[];
  tables: readonly PaperTable[];
  words: {
    /** Said of a table once all its rows were counted, behind those that are shown; null for nothing. */
    shown: (shown: number, rows: number, place: number) => string | null;
    /** Columns that do not fit on the page. */
    leftOut: (heads: string) => string;
  };
  /** The manifest, asked for once every row was read: a page of its own. */
  last: () => { title: string; rows: readonly Row[] };
};

/** A summary as PDF: charts, the first rows of each table, and the manifest as last page. Every row is read, for the manifest counts them. */
export async function* pdfFile(summary: Summary): AsyncGenerator<Buffer> {
  const isWide = summary.tables.some(({ columns }) => fittingOf(columns).fitting.length > WIDE_OVER);
  yield* writePdf({ ...summary.paper, isWide }, blocksOf(summary));
}

async function* blocksOf({ paper, intro, charts, tables, words, last }: Summary): AsyncGenerator<PdfBlock> {
  yield { is: "heading", level: 1, text: paper.title };
  for (const text of intro) yield { is: "text", text, type: "quiet" };
  for (const { title, picture } of charts) yield { is: "heading", level: 2, text: title, picture };
  for (const [place, table] of tables.entries()) {
    const { title, picture } = table;
    if (charts.length + tables.length > 1) yield { is: "heading", level: 2, text: title, picture };
    else if (picture) yield { is: "picture", picture };
    yield* blocksOfTable(table, place, words);
  }
  const manifest = last();
  yield { is: "page" };
  yield { is: "heading", level: 1, text: manifest.title };
  yield {
    is: "facts",
    facts: manifest.rows.map(([term, value]) => ({
      term: textOf(term ?? null),
      value: textOf(value ?? null),
    })),
  };
}

async function* blocksOfTable(
  { title, columns, batches }: SheetTable,
  place: number,
  words: Summary["words"],
): AsyncGenerator<PdfBlock> {
  const { fitting, leftOut } = fittingOf(columns);
  const places = fitting.map((column) => columns.indexOf(column));
  let rows = 0;
  async function* shownRows(): AsyncGenerator<string[]> {
    for await (const batch of batches) {
      for (const row of unpacked(batch)) {
        rows += 1;
        if (rows <= PDF_ROWS) yield places.map((at) => textOf(row[at] ?? null));
      }
    }
  }
  yield {
    is: "table",
    table: {
      name: title,
      columns: fitting.map(({ head, type, width }) => ({
        head,
        width: lettersOf(width),
        isNumber: type === "number",
      })),
      rows: shownRows(),
    },
  };
  const said = words.shown(Math.min(rows, PDF_ROWS), rows, place);
  if (said !== null) yield { is: "text", text: said, type: "quiet" };
  if (leftOut.length > 0)
    yield { is: "text", text: words.leftOut(leftOut.map(({ head }) => head).join(", ")), type: "quiet" };
}

const lettersOf = (width: number): number => Math.min(Math.max(width, LEAST_LETTERS), MOST_LETTERS);

/** The first columns that a page has room for. */
function fittingOf(columns: readonly SheetColumn[]) {
  let letters = 0;
  const fitting = columns.filter(({ width }) => {
    letters += lettersOf(width) + 1;
    return letters <= PAGE_LETTERS;
  });
  return { fitting, leftOut: columns.filter((column) => !fitting.includes(column)) };
}

const textOf = (cell: Cell): string => (cell === null ? "" : String(cell));
