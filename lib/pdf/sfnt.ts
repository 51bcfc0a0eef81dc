import { brotliDecompressSync, inflateSync } from "node:zlib";
import { ByteCursor } from "./byte-cursor.ts";
import { readGlyphs } from "./woff2-glyphs.ts";

/*
 * Fonts for the web as plain TrueType. pdfkit's reader takes WOFF and WOFF2 as well, but embeds of WOFF2 no letter with an
 * accent, and of WOFF none at all where the file lies in a shared buffer (fontkit 2.0.4).
 */

/** Source: W3C, "WOFF File Format 2.0", 4.1, "Known Table Tags"; those behind them are not in our fonts. */
const KNOWN_TAGS =
  "cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill";
const ARBITRARY_TAG = 63;
type Tables = Map<string, Buffer>;

/** Of a variable font the weight that it has without being asked: pdfkit's reader cannot embed another. */
const VARIATIONS = ["fvar", "gvar", "avar", "HVAR", "MVAR", "STAT", "cvar"];

export function sfntOf(font: Buffer): Buffer {
  const signature = font.toString("latin1", 0, 4);
  if (signature !== "wOFF" && signature !== "wOF2") return font;
  const tables = signature === "wOFF" ? tablesOfWoff(font) : tablesOfWoff2(font);
  for (const tag of VARIATIONS) tables.delete(tag);
  return buildSfnt(font.readUInt32BE(4), tables);
}

function tablesOfWoff(font: Buffer): Tables {
  const tables: Tables = new Map();
  const entries = new ByteCursor(font, 44);
  for (let left = font.readUInt16BE(12); left > 0; left -= 1) {
    const tag = entries.take(4).toString("latin1");
    const [offset, packed, length] = [entries.u32(), entries.u32(), entries.u32()];
    entries.u32();
    const bytes = font.subarray(offset, offset + packed);
    tables.set(tag, packed < length ? inflateSync(bytes) : bytes);
  }
  return tables;
}

function tablesOfWoff2(font: Buffer): Tables {
  const header = new ByteCursor(font, 12);
  const count = header.u16();
  const packedBytes = font.readUInt32BE(20);
  const entries = new ByteCursor(font, 48);
  let directoryBytes = 0;
  const sizeOf = (value: number) => Math.max(1, Math.ceil(Math.log2(value + 1) / 7));
  const directory = Array.from({ length: count }, () => {
    const flags = entries.u8();
    const known = flags & 0x3f;
    const tag =
      known === ARBITRARY_TAG
        ? entries.take(4).toString("latin1")
        : KNOWN_TAGS.slice(known * 5, known * 5 + 4);
    const version = flags >> 6;
    const isOutlines = tag === "glyf" || tag === "loca";
    const isChanged = isOutlines ? version === 0 : version !== 0;
    const plain = entries.base128();
    const changed = isChanged ? entries.base128() : null;
    directoryBytes +=
      1 + (known === ARBITRARY_TAG ? 4 : 0) + sizeOf(plain) + (changed === null ? 0 : sizeOf(changed));
    return { tag, isChanged, length: changed ?? plain };
  });
  const packed = font.subarray(48 + directoryBytes, 48 + directoryBytes + packedBytes);
  const data = new ByteCursor(brotliDecompressSync(packed));
  const tables: Tables = new Map();
  const changed = new Set<string>();
  for (const { tag, isChanged, length } of directory) {
    tables.set(tag, data.take(length));
    if (isChanged) changed.add(tag);
  }
  return changed.has("glyf") ? withGlyphs(tables, changed.has("hmtx")) : tables;
}

function withGlyphs(tables: Tables, isHmtxChanged: boolean): Tables {
  const table = (tag: string): Buffer => {
    const found = tables.get(tag);
    if (!found) throw new Error(`a font without ${tag}`);
    return found;
  };
  const { glyf, loca, lefts } = readGlyphs(table("glyf"));
  const head = Buffer.from(table("head"));
  const LONG_OFFSETS = 1;
  head.writeInt16BE(LONG_OFFSETS, 50);
  const hmtx = isHmtxChanged
    ? metricsOf(table("hmtx"), table("hhea").readUInt16BE(34), lefts)
    : table("hmtx");
  return new Map([...tables, ["glyf", glyf], ["loca", loca], ["head", head], ["hmtx", hmtx]]);
}

/** Left out are distances that equal the left end of the outline. */
function metricsOf(table: Buffer, advances: number, lefts: readonly number[]): Buffer {
  const cursor = new ByteCursor(table);
  const flags = cursor.u8();
  const widths = Array.from({ length: advances }, () => cursor.u16());
  const bearings = lefts.map((left, glyph) => {
    const isLeftOut = glyph < advances ? flags & 1 : flags & 2;
    return isLeftOut ? left : cursor.i16();
  });
  const bytes = Buffer.alloc(advances * 4 + (lefts.length - advances) * 2);
  let at = 0;
  bearings.forEach((bearing, glyph) => {
    const width = widths[glyph];
    if (width !== undefined) at = bytes.writeUInt16BE(width, at);
    at = bytes.writeInt16BE(bearing, at);
  });
  return bytes;
}

function buildSfnt(flavor: number, tables: Tables): Buffer {
  const entries = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const head = Buffer.alloc(12 + entries.length * 16);
  head.writeUInt32BE(flavor, 0);
  head.writeUInt16BE(entries.length, 4);
  let offset = head.length;
  const bodies = entries.map(([tag, bytes], at) => {
    const entry = 12 + at * 16;
    head.write(tag, entry, "latin1");
    head.writeUInt32BE(offset, entry + 8);
    head.writeUInt32BE(bytes.length, entry + 12);
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
    offset += padded.length;
    return padded;
  });
  return Buffer.concat([head, ...bodies]);
}
