import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

/** Pictures of nobody, made to size, and the pieces of files that are no pictures. */
export const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 90, g: 120, b: 140 } } });

/** Of random points, so that it cannot be made small. */
export const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: "white",
      noise: { type: "gaussian", mean: 128, sigma: 60 },
    },
  });

/** Words that stand nowhere else, to be looked for in what must not hold them. */
export const CANARY = "CANARY-GPS-OWNER-5f1d";

/** As a phone writes it: whose it is, where it was taken, and lying on its side. */
export const fromPhone = (width: number, height: number) =>
  noise(width, height)
    .jpeg({ quality: 70 })
    .withExif({
      IFD0: { Copyright: CANARY, Make: "Phone", Model: CANARY },
      IFD3: { GPSLatitudeRef: "S", GPSLatitude: "23/1 33/1 0/1", GPSLongitudeRef: "W" },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}

type PngParts = { depth?: number; interlace?: number; data?: Buffer; extra?: [string, Buffer][] };

/** A PNG whose head says what it likes; `extra` lies between head and points. */
export function pngWith(
  width: number,
  height: number,
  { depth = 8, interlace = 0, data = Buffer.alloc(64), extra = [] }: PngParts = {},
): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, 2, 0, 0, interlace], 8);
  return Buffer.concat([
    PNG_SIGNATURE,
    chunk("IHDR", head),
    ...extra.map(([type, bytes]) => chunk(type, bytes)),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Points of one colour, packed a thousand times. */
export const packedPoints = (width: number, height: number): Buffer =>
  deflateSync(Buffer.alloc((width * 3 + 1) * height), { level: 9 });

/** Puts a segment right behind the first marker of a JPEG. */
export function withSegment(jpeg: Buffer, marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);
}

/** Where the frame of a JPEG lies, from its marker. */
export function frameOf(jpeg: Buffer): number {
  for (let at = 2; ; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg.readUInt8(at + 1);
    if (marker >= 0xc0 && marker <= 0xc2) return at;
  }
}

export function changed(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
}
