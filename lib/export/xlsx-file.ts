import { type Batches, type Row, type SheetColumn, type SheetTable, unpacked } from "./sheet.ts";
import { rowWriter, STYLE } from "./xlsx-cells.ts";
import { SHEET_END, sheetName, sheetStart, workbookParts } from "./xlsx-parts.ts";
import { type ZipEntry, zipFile } from "./zip.ts";

/** A sheet of Excel's has no more rows, the head among them. */
const SHEET_ROWS = 1_048_576;
const PIECE_CHARS = 128 * 1024;

type Workbook = {
  tables: readonly SheetTable[];
  /** The sheet behind all others; asked for once every row was written. */
  last: () => { title: string; rows: readonly Row[] };
  sheetRows?: number;
};

/** A workbook, table by table as their rows come: past what a sheet holds they go on in another, under the same head. */
export async function* xlsxFile(workbook: Workbook): AsyncGenerator<Buffer> {
  yield* zipFile(entriesOf(workbook));
}

async function* entriesOf({ tables, last, sheetRows = SHEET_ROWS }: Workbook): AsyncGenerator<ZipEntry> {
  const names: string[] = [];
  const place = () => `xl/worksheets/sheet${names.length}.xml`;
  for (const { title, columns, batches } of tables) {
    const source = rowSource(batches);
    let number = 1;
    try {
      do {
        names.push(sheetName(title, number));
        yield { name: place(), data: sheet(columns, source, sheetRows) };
        number += 1;
      } while (await source.hasMore());
    } finally {
      await source.end();
    }
  }
  const { title, rows } = last();
  names.push(sheetName(title, 1));
  yield { name: place(), data: [Buffer.from(lastSheet(rows))] };
  for (const { name, xml } of workbookParts(names)) yield { name, data: [Buffer.from(xml)] };
}

type RowSource = ReturnType<typeof rowSource>;

/** Rows one at a time out of batches; waiting for each would cost more than writing it. */
function rowSource(batches: Batches) {
  const batchesLeft = batches[Symbol.asyncIterator]();
  let batch: readonly Row[] = [];
  let next = 0;
  return {
    /** The next row of the batch at hand, or undefined where `hasMore` is to be asked. */
    take: (): Row | undefined => batch[next++],
    async hasMore(): Promise<boolean> {
      while (next >= batch.length) {
        const { value, done } = await batchesLeft.next();
        if (done) return false;
        batch = unpacked(value);
        next = 0;
      }
      return true;
    },
    end: async () => {
      await batchesLeft.return?.();
    },
  };
}

async function* sheet(
  columns: readonly SheetColumn[],
  source: RowSource,
  sheetRows: number,
): AsyncGenerator<Buffer> {
  const head = rowWriter(
    columns.map(() => "text"),
    STYLE.head,
  );
  const write = rowWriter(columns.map(({ type }) => type));
  let xml =
    sheetStart(columns, null) +
    head(
      columns.map((column) => column.head),
      1,
    );
  let number = 1;
  while (number < sheetRows && (await source.hasMore())) {
    while (number < sheetRows) {
      const row = source.take();
      if (row === undefined) break;
      number += 1;
      xml += write(row, number);
      if (xml.length < PIECE_CHARS) continue;
      yield Buffer.from(xml);
      xml = "";
    }
  }
  yield Buffer.from(xml + SHEET_END);
}

function lastSheet(rows: readonly Row[]): string {
  const write = rowWriter(["text", "text"]);
  return (
    sheetStart([{ width: 28 }, { width: 80 }], rows.length) +
    rows.map((row, i) => write(row, i + 1)).join("") +
    SHEET_END
  );
}
