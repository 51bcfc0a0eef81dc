import { Damaged, type Read } from "./header.ts";

/** Bit of VP8X that says more than one frame. */
const ANIMATION = 0x02;

/** RIFF: a size, then chunks of even length. */
export function readWebp(bytes: Buffer): Read {
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length || end < 20) throw new Damaged();
  let canvas: Size | null = null;
  let picture: Size | null = null;
  let isAnimated = false;
  for (let at = 12; at < end; ) {
    if (at + 8 > end) throw new Damaged();
    const type = bytes.toString("latin1", at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const data = at + 8;
    if (data + length > end) throw new Damaged();
    if (type === "ANIM" || type === "ANMF") isAnimated = true;
    if (type === "VP8X") {
      if (bytes.readUInt8(data) & ANIMATION) isAnimated = true;
      canvas = { width: bytes.readUIntLE(data + 4, 3) + 1, height: bytes.readUIntLE(data + 7, 3) + 1 };
    }
    if (type === "VP8 " || type === "VP8L") {
      if (picture) throw new Damaged();
      picture = type === "VP8 " ? lossySize(bytes, data) : losslessSize(bytes, data);
    }
    at = data + length + (length % 2);
  }
  if (isAnimated) return { format: "webp", end, why: "picture_animated" };
  if (!picture || (canvas && (canvas.width !== picture.width || canvas.height !== picture.height)))
    throw new Damaged();
  return { format: "webp", ...picture, isStreamed: false, end };
}

type Size = { width: number; height: number };

const lossySize = (bytes: Buffer, data: number): Size => ({
  width: bytes.readUInt16LE(data + 6) & 0x3fff,
  height: bytes.readUInt16LE(data + 8) & 0x3fff,
});

function losslessSize(bytes: Buffer, data: number): Size {
  const bits = bytes.readUInt32LE(data + 1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
