import { pipeline, Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

/** APPNOTE.TXT of PKWARE: what a reader expects where. Sizes come behind each entry, for they are not known before. */
const LOCAL = 0x0403_4b50;
const DESCRIPTOR = 0x0807_4b50;
const CENTRAL = 0x0201_4b50;
const END = 0x0605_4b50;
const VERSION = 20;
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1980-01-01: the manifest says when. */
const DATE = 0x21;
const MAX = 0xffff_ffff;
/** Half the time of the usual one, a tenth more bytes. */
const LEVEL = 1;
const PIECE_BYTES = 64 * 1024;

export type ZipEntry = { readonly name: string; readonly data: AsyncIterable<Buffer> | Iterable<Buffer> };

/** An archive of entries, each read while it is written. Throws before it would be larger than the form can say. */
export async function* zipFile(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const central: Buffer[] = [];
  let place = 0;
  const counted = (bytes: Buffer): Buffer => {
    place += bytes.length;
    if (place > MAX) throw new Error("the archive is too large for its form");
    return bytes;
  };
  for await (const { name, data } of entries) {
    const at = place;
    yield counted(head(LOCAL, name, { crc: 0, packed: 0, plain: 0 }));
    const tally = { crc: 0, packed: 0, plain: 0 };
    for await (const piece of deflated(data, tally)) {
      tally.packed += piece.length;
      yield counted(piece);
    }
    yield counted(uint32s(DESCRIPTOR, tally.crc, tally.packed, tally.plain));
    central.push(head(CENTRAL, name, tally, at));
  }
  const directory = Buffer.concat(central);
  const at = place;
  yield counted(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  yield end;
}

type Tally = { crc: number; packed: number; plain: number };

async function* deflated(data: ZipEntry["data"], tally: Tally): AsyncGenerator<Buffer> {
  async function* tallied() {
    for await (const piece of data) {
      tally.crc = crc32(piece, tally.crc);
      tally.plain += piece.length;
      if (tally.plain > MAX) throw new Error("a part of the archive is too large for its form");
      yield piece;
    }
  }
  const deflate = createDeflateRaw({ level: LEVEL, chunkSize: PIECE_BYTES });
  // What goes wrong before it goes wrong in `deflate` as well, and so here.
  const packed = pipeline(Readable.from(tallied(), { highWaterMark: 2 }), deflate, () => undefined);
  for await (const piece of packed) yield piece;
}

function head(kind: typeof LOCAL | typeof CENTRAL, name: string, tally: Tally, at?: number): Buffer {
  const path = Buffer.from(name);
  const isLocal = kind === LOCAL;
  const bytes = Buffer.alloc(isLocal ? 30 : 46);
  bytes.writeUInt32LE(kind, 0);
  let next = 4;
  const uint16 = (value: number) => {
    next = bytes.writeUInt16LE(value, next);
  };
  if (!isLocal) uint16(VERSION);
  for (const value of [VERSION, FLAGS, DEFLATE, 0, DATE]) uint16(value);
  for (const value of [tally.crc, tally.packed, tally.plain]) next = bytes.writeUInt32LE(value, next);
  uint16(path.length);
  if (at !== undefined) bytes.writeUInt32LE(at, 42);
  return Buffer.concat([bytes, path]);
}

function uint32s(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => {
    bytes.writeUInt32LE(value, i * 4);
  });
  return bytes;
}
