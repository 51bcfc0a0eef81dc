import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import fs from "node:fs/promises";
import { parse } from "csv-parse";
import { streamXlsxRows } from "hucre/xlsx";
import {
  type ContentCell,
  contentHash,
  exportManifest,
  type InnerManifest,
  MANIFEST_FORM,
} from "#lib/features/exports/manifest.ts";

export type Bytes = { readonly bytes: number; readonly sha256: string };
/** What is found in a file by a reader that is not the program's writer. */
export type Contents = {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly contentSha256: string | null;
  /** Within the file itself. */
  readonly manifest: InnerManifest | null;
};

export async function bytesOf(file: string): Promise<Bytes> {
  const sha256 = createHash("sha256");
  let bytes = 0;
  for await (const piece of createReadStream(file)) {
    sha256.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: sha256.digest("hex") };
}

export async function contentsOfCsv(file: string): Promise<Contents> {
  let heads: readonly string[] | null = null;
  let rows = 0;
  const delimiter = await separatorOf(file);
  const records = createReadStream(file).pipe(parse({ bom: true, delimiter, relax_column_count: true }));
  for await (const record of records as AsyncIterable<string[]>) {
    if (heads) rows += 1;
    else heads = record;
  }
  return { columns: heads ?? [], rows, contentSha256: null, manifest: null };
}

const HEAD_BYTES = 16_384;

/** The one that stands between the heads, outside quotes. */
async function separatorOf(file: string): Promise<"," | ";"> {
  const pieces = createReadStream(file, { end: HEAD_BYTES, encoding: "utf8" });
  let head = "";
  for await (const piece of pieces) head += piece;
  const [line = ""] = head.replace(/"(?:[^"]|"")*"/g, "").split(/\r?\n/);
  return line.split(";").length > line.split(",").length ? ";" : ",";
}

type Value = Awaited<ReturnType<ReturnType<typeof streamXlsxRows>["next"]>>["value"];
type Values = Exclude<Value, void>["values"];

/** Sheet by sheet; each begins with a head, of the same table or, where the manifest tells of several, of its own; the last one is the manifest. */
export async function contentsOfXlsx(file: string): Promise<Contents> {
  const bytes = await fs.readFile(file);
  const content = contentHash();
  const all = await countSheets(bytes);
  const manifest = await manifestOf(bytes, all);
  const hasTables = Boolean(manifest?.tables);
  const columns: string[] = [];
  let width = 0;
  let rows = 0;
  for (let sheet = 0; sheet < all - (manifest ? 1 : 0); sheet += 1) {
    for await (const { index, values } of streamXlsxRows(bytes, { sheet })) {
      const cells = values.map(cellOf);
      if (index > 0) {
        rows += 1;
        content.add(padded(cells, width));
      } else if (sheet === 0 || hasTables) {
        const heads = cells.map(String);
        width = heads.length;
        columns.push(...heads);
        content.add(heads);
      }
    }
  }
  return { columns, rows, contentSha256: content.digest(), manifest };
}

/** Every sheet of ours has a head; one that is not there has no row. */
async function countSheets(bytes: Uint8Array): Promise<number> {
  for (let sheet = 0; ; sheet += 1) {
    const { done } = await streamXlsxRows(bytes, { sheet, maxRows: 1 }).next();
    if (done) return sheet;
  }
}

async function manifestOf(bytes: Uint8Array, sheets: number): Promise<InnerManifest | null> {
  for await (const { values } of streamXlsxRows(bytes, { sheet: sheets - 1 })) {
    if (values[0] !== MANIFEST_FORM) continue;
    try {
      return exportManifest.omit({ file: true }).parse(JSON.parse(String(values[1])));
    } catch {
      return null;
    }
  }
  return null;
}

/** A time comes as a moment whose UTC clock shows what the cell shows. */
function cellOf(value: Values[number]): ContentCell {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) {
    const SECOND_MS = 1_000;
    const whole = new Date(Math.round(value.getTime() / SECOND_MS) * SECOND_MS);
    return whole.toISOString().slice(0, 19).replace("T", " ");
  }
  return typeof value === "number" ? value : String(value);
}

/** Cells at the end of a row that hold nothing are not written. */
const padded = (cells: readonly ContentCell[], length: number): ContentCell[] => [
  ...cells,
  ...Array.from({ length: Math.max(0, length - cells.length) }, () => null),
];
