import { ByteCursor } from "./byte-cursor.ts";

/*
 * WOFF2 keeps outlines apart by kind of number, for they pack better so. This puts them together again as TrueType has them.
 * Source: W3C, "WOFF File Format 2.0", 5.1 and 5.2.
 */

export type Glyphs = { readonly glyf: Buffer; readonly loca: Buffer; readonly lefts: readonly number[] };

type Streams = Readonly<
  Record<"contours" | "points" | "flags" | "triplets" | "parts" | "boxes" | "instructions", ByteCursor>
>;

const ON_CURVE = 1;
const MORE_PARTS = 0x20;
const HAS_INSTRUCTIONS = 0x100;

export function readGlyphs(table: Buffer): Glyphs {
  const head = new ByteCursor(table);
  head.u16();
  head.u16();
  const count = head.u16();
  head.u16();
  const sizes = Array.from({ length: 7 }, () => head.u32());
  let at = 36;
  const [contours, points, flags, triplets, parts, boxArea, instructions] = sizes.map((size) => {
    const bytes = table.subarray(at, at + size);
    at += size;
    return bytes;
  });
  if (!contours || !points || !flags || !triplets || !parts || !boxArea || !instructions)
    throw new Error("a font without outlines");
  const bitmapBytes = ((count + 31) >> 5) << 2;
  const hasBox = (glyph: number) => ((boxArea[glyph >> 3] ?? 0) & (0x80 >> (glyph & 7))) !== 0;
  const streams: Streams = {
    contours: new ByteCursor(contours),
    points: new ByteCursor(points),
    flags: new ByteCursor(flags),
    triplets: new ByteCursor(triplets),
    parts: new ByteCursor(parts),
    boxes: new ByteCursor(boxArea, bitmapBytes),
    instructions: new ByteCursor(instructions),
  };
  const outlines = Array.from({ length: count }, (_, glyph) => readGlyph(streams, hasBox(glyph)));
  const loca = Buffer.alloc((count + 1) * 4);
  let offset = 0;
  outlines.forEach((outline, glyph) => {
    offset += outline.length;
    loca.writeUInt32BE(offset, (glyph + 1) * 4);
  });
  const lefts = outlines.map((outline) => (outline.length > 0 ? outline.readInt16BE(2) : 0));
  return { glyf: Buffer.concat(outlines), loca, lefts };
}

function readGlyph(streams: Streams, hasBox: boolean): Buffer {
  const contours = streams.contours.i16();
  if (contours === 0) return Buffer.alloc(0);
  const body = contours < 0 ? readParts(streams) : readOutline(streams, contours);
  const box = hasBox ? streams.boxes.take(8) : body.box;
  const head = Buffer.alloc(2);
  head.writeInt16BE(contours);
  const whole = Buffer.concat([head, box, body.bytes]);
  // Each begins on four bytes.
  return Buffer.concat([whole, Buffer.alloc((4 - (whole.length % 4)) % 4)]);
}

/** A glyph made of others, as letters with accents are. */
function readParts({ parts, triplets, instructions }: Streams) {
  const bytes: Buffer[] = [];
  let all = 0;
  for (let more = true; more; ) {
    const flags = parts.u16();
    const scale = flags & 0x80 ? 8 : flags & 0x40 ? 4 : flags & 0x08 ? 2 : 0;
    bytes.push(words(flags), parts.take(2 + (flags & 1 ? 4 : 2) + scale));
    all |= flags;
    more = (flags & MORE_PARTS) !== 0;
  }
  if (all & HAS_INSTRUCTIONS) {
    const length = triplets.packed16();
    bytes.push(words(length), instructions.take(length));
  }
  return { bytes: Buffer.concat(bytes), box: Buffer.alloc(8) };
}

function readOutline(streams: Streams, contours: number) {
  const ends: number[] = [];
  for (let at = 0, last = -1; at < contours; at += 1) {
    last += streams.points.packed16();
    ends.push(last);
  }
  const flags: number[] = [];
  const [xs, ys]: [Buffer[], Buffer[]] = [[], []];
  const [x, y] = [new Extent(), new Extent()];
  for (let at = 0; at <= (ends.at(-1) ?? -1); at += 1) {
    const flag = streams.flags.u8();
    const [dx, dy] = readTriplet(flag & 0x7f, streams.triplets);
    x.move(dx);
    y.move(dy);
    flags.push((flag & 0x80 ? 0 : ON_CURVE) | step(dx, 0x02, 0x10, xs) | step(dy, 0x04, 0x20, ys));
  }
  const length = streams.triplets.packed16();
  const instructions = streams.instructions.take(length);
  return {
    bytes: Buffer.concat([words(...ends, length), instructions, Buffer.from(flags), ...xs, ...ys]),
    box: words(x.min, y.min, x.max, y.max),
  };
}

class Extent {
  #at = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;

  move(by: number): void {
    this.#at += by;
    this.min = Math.min(this.min, this.#at);
    this.max = Math.max(this.max, this.#at);
  }
}

/** One coordinate as TrueType packs it, its bits given back. */
function step(delta: number, short: number, same: number, into: Buffer[]): number {
  if (delta === 0) return same;
  if (Math.abs(delta) > 255) {
    into.push(words(delta));
    return 0;
  }
  into.push(Buffer.from([Math.abs(delta)]));
  return delta > 0 ? short | same : short;
}

const signed = (bit: number, value: number): number => (bit & 1 ? value : -value);

/** Source: the same page, table "Triplet Encoding". */
function readTriplet(flag: number, bytes: ByteCursor): [dx: number, dy: number] {
  const b1 = bytes.u8();
  if (flag < 10) return [0, signed(flag, ((flag & 14) << 7) + b1)];
  if (flag < 20) return [signed(flag, (((flag - 10) & 14) << 7) + b1), 0];
  if (flag < 84) {
    const high = flag - 20;
    return [
      signed(flag, 1 + (high & 0x30) + (b1 >> 4)),
      signed(flag >> 1, 1 + ((high & 0x0c) << 2) + (b1 & 15)),
    ];
  }
  const b2 = bytes.u8();
  if (flag < 120) {
    const high = flag - 84;
    return [
      signed(flag, 1 + (Math.floor(high / 12) << 8) + b1),
      signed(flag >> 1, 1 + (((high % 12) >> 2) << 8) + b2),
    ];
  }
  const b3 = bytes.u8();
  if (flag < 124) return [signed(flag, (b1 << 4) + (b2 >> 4)), signed(flag >> 1, ((b2 & 15) << 8) + b3)];
  return [signed(flag, (b1 << 8) + b2), signed(flag >> 1, (b3 << 8) + bytes.u8())];
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => {
    bytes.writeUInt16BE(value & 0xffff, at * 2);
  });
  return bytes;
}
