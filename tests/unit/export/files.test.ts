import { parse } from "csv-parse/sync";
import fc from "fast-check";
import readSheets from "read-excel-file/node";
import { expect, it } from "vitest";
import { guarded } from "#lib/csv.ts";
import { csvFile } from "#lib/export/csv-file.ts";
import type { Row, SheetColumn } from "#lib/export/sheet.ts";
import { serialOf } from "#lib/export/xlsx-cells.ts";
import { xlsxFile } from "#lib/export/xlsx-file.ts";

/** What a spreadsheet might run, or a parser trip over. */
const EVIL = [
  "=",
  "+",
  "-",
  "@",
  "\t",
  "\r",
  "\n",
  "＝",
  "＋",
  "－",
  "＠",
  " ",
  "\uFEFF",
  '"',
  "'",
  ";",
  ",",
  "|",
];
const cells = fc
  .array(
    fc.oneof(
      fc.constantFrom(...EVIL),
      fc.constantFrom("cmd", "SUM(A1)", "José", "_x0041_", "&lt;", "<b>", "]]>", "\u0001", "\u001f", "😀"),
      fc.string({ unit: "binary", maxLength: 4 }).map((text) => text.replaceAll("\0", "")),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

async function* inBatches(rows: readonly Row[], size = 3): AsyncGenerator<readonly Row[]> {
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size);
}

async function whole(file: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of file) pieces.push(piece);
  return Buffer.concat(pieces);
}

const lone = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
// UTF-8 has no lone surrogates: PostgreSQL neither.
const plain = (text: string) => text.replace(lone, "");

it("a strict parser reads back from a CSV what was written, apart from the guard; numbers stay numbers", async () => {
  const rows = fc.array(fc.tuple(cells.map(plain), cells.map(plain), fc.integer({ min: -100, max: 100 })));
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(",", ";"), fc.boolean(), async (given, separator, bom) => {
      const file = csvFile(["a", "b", "score"], inBatches(given), { separator: separator as "," | ";", bom });
      const bytes = await whole(file);
      expect(bytes.subarray(0, 3).equals(Buffer.from("\uFEFF"))).toBe(bom);
      const [, ...read] = parse(bytes, { bom: true, delimiter: separator, recordDelimiter: "\r\n" });
      expect(read).toEqual(given.map(([a, b, score]) => [guarded(a), guarded(b), String(score)]));
    }),
    { numRuns: 150 },
  );
});

const COLUMNS: SheetColumn[] = [
  { head: "CPF", type: "text", width: 14 },
  { head: "=Pontos", type: "number", width: 8 },
  { head: "Aberto", type: "time", width: 20 },
];
const last = () => ({ title: "Manifest", rows: [["Rows", 3] as Row] });

it("a second program reads from a workbook what was written: texts as texts, numbers, times", async () => {
  const rows: Row[] = [
    ["00123456789", -12.5, "2026-11-22 07:31:53"],
    ["=1+1", 0, null],
    ["a\r\nb <&> \u0001", null, "1999-12-31 23:59:59"],
  ];
  const bytes = await whole(
    xlsxFile({ tables: [{ title: "Cases: all", columns: COLUMNS, batches: inBatches(rows) }], last }),
  );
  const sheets = await readSheets(bytes);
  expect(sheets.map(({ sheet }) => sheet)).toEqual(["Cases  all", "Manifest"]);
  const at = (time: string) => new Date(`${time.replace(" ", "T")}Z`);
  // What a spreadsheet counts in is a fraction of a day: to the second it is exact.
  const toSecond = (cell: unknown) =>
    cell instanceof Date ? new Date(Math.round(cell.getTime() / 1_000) * 1_000) : cell;
  expect(sheets[0]?.data.map((row) => row.map(toSecond))).toEqual([
    ["CPF", "'=Pontos", "Aberto"],
    ["00123456789", -12.5, at("2026-11-22 07:31:53")],
    ["'=1+1", 0, null],
    ["a\r\nb <&> \u0001", null, at("1999-12-31 23:59:59")],
  ]);
  expect(bytes.includes("<f>")).toBe(false);
});

it("words in the place of a time are words", async () => {
  const columns: SheetColumn[] = [{ head: "Aberto", type: "time", width: 20 }];
  const batches = inBatches([["Nenhuma linha"]]);
  const sheets = await readSheets(
    await whole(xlsxFile({ tables: [{ title: "Cases", columns, batches }], last })),
  );
  expect(sheets[0]?.data).toEqual([["Aberto"], ["Nenhuma linha"]]);
});

it("quotes what another program might take for the end of a value, whatever it was told", async () => {
  const file = csvFile(["a"], inBatches([["x\ty"], ["x|y"]]), { separator: ",", bom: false });
  expect((await whole(file)).toString()).toBe('a\r\n"x\ty"\r\n"x|y"\r\n');
});

it("goes on in another sheet under the same head once one is full", async () => {
  const rows = Array.from({ length: 7 }, (_, i): Row => [`n${i}`, i, null]);
  const tables = [{ title: "Cases", columns: COLUMNS, batches: inBatches(rows) }];
  const file = xlsxFile({ tables, last, sheetRows: 4 });
  const sheets = await readSheets(await whole(file));
  expect(sheets.map(({ sheet, data }) => [sheet, data.length])).toEqual([
    ["Cases", 4],
    ["Cases 2", 4],
    ["Cases 3", 2],
    ["Manifest", 1],
  ]);
  const read = sheets.slice(0, 3).flatMap(({ data }) => data.slice(1));
  expect(read.map((row) => row[1])).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

it("an error in the rows ends the file with it", async () => {
  async function* broken(): AsyncGenerator<readonly Row[]> {
    yield [["x", 1, null]];
    throw new Error("the snapshot is gone");
  }
  await expect(
    whole(xlsxFile({ tables: [{ title: "Cases", columns: COLUMNS, batches: broken() }], last })),
  ).rejects.toThrow("the snapshot is gone");
});

it("counts days as a spreadsheet does", () => {
  expect(serialOf("1970-01-01 00:00:00")).toBe(25_569);
  expect(serialOf("2026-11-22 12:00:00")).toBe(46_348.5);
});
