import { Damaged, type Read } from "./header.ts";

/** More scans than any camera or program writes, each of which costs a pass over the whole picture. */
const MAX_SCANS = 100;

type Frame = { marker: number; precision: number; width: number; height: number; components: number };

/** C0 to CF without the tables C4, C8 and CC. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Walks the segments from the first to the last marker; reads nothing but lengths and the frame. */
export function readJpeg(bytes: Buffer): Read {
  let frame: Frame | null = null;
  let scans = 0;
  let at = 2;
  for (;;) {
    const marker = markerAt(bytes, at);
    at = marker.next;
    if (marker.code === 0xd9) break;
    const length = bytes.readUInt16BE(at);
    if (length < 2 || at + length > bytes.length) throw new Damaged();
    if (isFrame(marker.code)) {
      if (frame) throw new Damaged();
      frame = frameAt(bytes, at, marker.code);
    }
    at += length;
    if (marker.code === 0xda) {
      scans += 1;
      if (scans > MAX_SCANS) throw new Damaged();
      at = endOfScan(bytes, at);
    }
  }
  if (!frame || scans === 0) throw new Damaged();
  if (frame.marker > 0xc2) return "picture_format";
  if (frame.precision !== 8) return { format: "jpeg", end: at, why: "picture_depth" };
  if (frame.components === 4) return { format: "jpeg", end: at, why: "picture_cmyk" };
  const { width, height } = frame;
  return { format: "jpeg", width, height, isStreamed: frame.marker < 0xc2 && scans === 1, end: at };
}

/** Any number of FF may stand before a marker. */
function markerAt(bytes: Buffer, at: number): { code: number; next: number } {
  if (bytes[at] !== 0xff) throw new Damaged();
  let next = at + 1;
  while (bytes[next] === 0xff) next += 1;
  const code = bytes[next];
  if (!code) throw new Damaged();
  return { code, next: next + 1 };
}

const frameAt = (bytes: Buffer, at: number, marker: number): Frame => ({
  marker,
  precision: bytes.readUInt8(at + 2),
  height: bytes.readUInt16BE(at + 3),
  width: bytes.readUInt16BE(at + 5),
  components: bytes.readUInt8(at + 7),
});

/** FF 00 is data, FF D0 to FF D7 restart the same scan; any other marker ends it. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1 && at + 1 < bytes.length) {
    const code = bytes.readUInt8(at + 1);
    if (code !== 0 && (code < 0xd0 || code > 0xd7) && code !== 0xff) return at;
    at = bytes.indexOf(0xff, at + (code === 0xff ? 1 : 2));
  }
  throw new Damaged();
}
