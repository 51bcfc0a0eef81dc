import { PassThrough } from "node:stream";
import fc from "fast-check";
import { expect, it } from "vitest";
import { eachValue, takeRows, type WireRows } from "#lib/db/wire-rows.ts";
import { csvFile } from "#lib/export/csv-file.ts";
import { casesExport } from "#lib/features/exports/list-cases.ts";
import { packer } from "#lib/features/exports/packing.ts";
import { remembering } from "#lib/features/exports/remembering.ts";
import { sealedSubject } from "#lib/features/subjects/repository.ts";
import { testVault } from "#tests/support/ctx.ts";

/** As PostgreSQL's protocol has it. */
function message(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

function dataRow(values: readonly (string | null)[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeUInt16BE(values.length);
  const parts = values.map((value) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(value === null ? -1 : Buffer.byteLength(value));
    return Buffer.concat([length, Buffer.from(value ?? "")]);
  });
  return message("D", Buffer.concat([count, ...parts]));
}

const wireOf = (rows: readonly (readonly (string | null)[])[]): WireRows => ({
  pieces: [Buffer.concat(rows.map(dataRow))],
  count: rows.length,
});

async function whole(file: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of file) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function* once<T>(batch: T): AsyncGenerator<T> {
  yield batch;
}

const EVIL = [
  "=",
  "+",
  "-",
  "@",
  "\t",
  "\r",
  "\n",
  "＝",
  "－",
  "＠",
  " ",
  "\uFEFF",
  '"',
  "'",
  ";",
  ",",
  "|",
  "\u001f",
  "*",
];
const evil = fc
  .array(
    fc.oneof(
      fc.constantFrom(...EVIL),
      fc.constantFrom("cmd", "SUM(A1)", "José", "Élio", "7", "😀"),
      fc.string({ unit: "grapheme", maxLength: 4 }).map((text) => text.replaceAll("\0", "")),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join("").toWellFormed());

const columns = casesExport.columns.filter(({ id }) =>
  ["number", "person", "cpf", "fraudsters", "score", "due", "reasons", "subsidiary"].includes(id),
);

it("writes of bytes the very CSV that it writes of cells, whatever they hold", async () => {
  const people = ["70101010192", "52998224725"].map((cpf) => sealedSubject(testVault, { cpf }));
  const sealed = people.map(({ id, cpf }) => `${id}\\x${Buffer.from(cpf).toString("hex")}`);
  const row = fc.tuple(
    fc.nat().map(String),
    fc.option(evil),
    fc.constantFrom(...sealed, ""),
    fc.option(fc.constantFrom("yes", "no", "unheard=of")),
    fc.option(fc.constantFrom("-12.5", "0", "99")),
    fc.constant("2026-11-22 07:31:53.123-03"),
    fc.constantFrom("{}", "{poor_photo}", "{faces_differ,=x}"),
    fc.option(evil),
  );
  const separators = fc.constantFrom<"," | ";">(",", ";");
  const writing = { locale: "en", vault: testVault, isMasked: true } as const;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1 }), separators, async (rows, separator) => {
      const packed = packer(columns, writing)(wireOf(rows));
      const options = { separator, bom: false };
      const ofCells = await whole(csvFile(["x"], once(packed.rows()), options));
      expect(await whole(csvFile(["x"], once(packed), options))).toBe(ofCells);
      expect(ofCells).not.toContain(people[0]?.id);
    }),
    { numRuns: 200 },
  );
});

it("takes rows off a connection wherever it is cut, so many at a time, and leaves the rest to the driver", () => {
  const all = Buffer.concat([
    message("T", Buffer.from("columns")),
    ...Array.from({ length: 7 }, (_, i) => dataRow([`row ${i}`, null])),
    message("N", Buffer.from("a notice")),
    dataRow(["row 7", ""]),
    message("C", Buffer.from("SELECT 8")),
  ]);
  for (let size = 1; size <= all.length; size += 1) {
    const stream = new PassThrough();
    const toDriver: string[] = [];
    stream.on("data", (bytes: Buffer) => toDriver.push(bytes.toString("latin1", 0, 1)));
    const [counts, texts]: [number[], string[]] = [[], []];
    const taking = takeRows(stream, 3, (rows) => {
      counts.push(rows.count);
      eachValue(
        rows,
        (bytes, from, to) => texts.push(bytes.toString("utf8", from, to)),
        () => texts.push("."),
      );
    });
    for (let at = 0; at < all.length; at += size) stream.emit("data", all.subarray(at, at + size));
    taking.end();
    stream.emit("data", message("Z", Buffer.from("I")));
    expect(counts).toEqual([3, 3, 2]);
    expect(texts).toEqual(Array.from({ length: 8 }, (_, i) => [`row ${i}`, "", "."]).flat());
    expect(toDriver).toEqual(["T", "N", "C", "Z"]);
  }
});

it("remembers what was made of a value, and never takes one for another", () => {
  const texts = Array.from({ length: 10_000 }, (_, i) => `${i * 7_919}`);
  const given = [...texts, ...texts, ...texts.toReversed()];
  const made = remembering((value) => Buffer.from(`<${value}>`));
  const madeOf = (text: string) => made(Buffer.from(text), 0, text.length).toString();
  expect(given.map(madeOf)).toEqual(given.map((text) => `<${text}>`));
});
