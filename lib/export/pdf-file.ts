import type { PdfBlock, PdfPaper, PdfPicture } from "#lib/pdf/model.ts";
import { writePdf } from "#lib/pdf/write.ts";
import type { Batches, Cell, Row, SheetColumn } from "./sheet.ts";

/** Our policy: what somebody reads on paper. All rows are in the other formats. */
export const PDF_ROWS = 500;
/** Letters that stand beside each other on a page on its side, and the fewest that a column needs. */
const PAGE_LETTERS = 150;
const LEAST_LETTERS = 8;
const MOST_LETTERS = 28;

type Summary = {
  paper: Omit<PdfPaper, "isWide">;
  /** Under the title: by whom, of what. */
  intro: readonly string[];
  pictures?: readonly PdfPicture[];
  columns: readonly SheetColumn[];
  batches: Batches;
  words: {
    /** Said once all rows were counted, behind those that are shown. */
    shown: (shown: number, rows: number) => string;
    /** Columns that do not fit on the page. */
    leftOut: (heads: string) => string;
  };
  /** The manifest, asked for once every row was read: a page of its own. */
  last: () => { title: string; rows: readonly Row[] };
};

/** A summary as PDF: charts, the first rows, and the manifest as last page. Every row is read, for the manifest counts them. */
export async function* pdfFile(summary: Summary): AsyncGenerator<Buffer> {
  const { paper, columns } = summary;
  const { fitting } = fittingOf(columns);
  yield* writePdf({ ...paper, isWide: fitting.length > 5 }, blocksOf(summary));
}

async function* blocksOf(summary: Summary): AsyncGenerator<PdfBlock> {
  const { paper, intro, pictures = [], columns, batches, words, last } = summary;
  const { fitting, leftOut } = fittingOf(columns);
  const places = fitting.map((column) => columns.indexOf(column));
  let rows = 0;
  async function* shownRows(): AsyncGenerator<string[]> {
    for await (const batch of batches) {
      for (const row of batch) {
        rows += 1;
        if (rows <= PDF_ROWS) yield places.map((place) => textOf(row[place] ?? null));
      }
    }
  }
  yield { is: "heading", level: 1, text: paper.title };
  for (const text of intro) yield { is: "text", text, type: "quiet" };
  for (const picture of pictures) yield { is: "picture", picture };
  yield {
    is: "table",
    table: {
      name: paper.title,
      columns: fitting.map(({ head, type, width }) => ({
        head,
        width: lettersOf(width),
        isNumber: type === "number",
      })),
      rows: shownRows(),
    },
  };
  yield { is: "text", text: words.shown(Math.min(rows, PDF_ROWS), rows), type: "quiet" };
  if (leftOut.length > 0)
    yield { is: "text", text: words.leftOut(leftOut.map(({ head }) => head).join(", ")), type: "quiet" };
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
