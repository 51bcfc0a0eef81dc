import { Damaged, type Read } from "./header.ts";

const SIGNATURE_BYTES = 8;
/** Length, type, data, checksum. */
const FRAME_BYTES = 12;

type Chunk = { type: string; start: number; data: number; end: number };

function* chunksOf(bytes: Buffer): Generator<Chunk> {
  let start = SIGNATURE_BYTES;
  for (;;) {
    if (start + FRAME_BYTES > bytes.length) throw new Damaged();
    const end = start + FRAME_BYTES + bytes.readUInt32BE(start);
    if (end > bytes.length) throw new Damaged();
    const type = bytes.toString("latin1", start + 4, start + 8);
    yield { type, start, data: start + 8, end };
    if (type === "IEND") return;
    start = end;
  }
}

export function readPng(bytes: Buffer): Read {
  const [head, ...rest] = chunksOf(bytes);
  if (head?.type !== "IHDR" || head.end !== SIGNATURE_BYTES + FRAME_BYTES + 13) throw new Damaged();
  const types = new Set(rest.map(({ type }) => type));
  if (types.has("IHDR") || !types.has("IDAT")) throw new Damaged();
  const end = rest.at(-1)?.end ?? head.end;
  if (types.has("acTL")) return { format: "png", end, why: "picture_animated" };
  if (bytes.readUInt8(head.data + 8) === 16) return { format: "png", end, why: "picture_depth" };
  return {
    format: "png",
    width: bytes.readUInt32BE(head.data),
    height: bytes.readUInt32BE(head.data + 4),
    isStreamed: bytes.readUInt8(head.data + 12) === 0,
    end,
  };
}

/** What the points need, and how the picture lies. Packed texts and profiles can unpack to a thousand times their size. */
const NEEDED = new Set(["IHDR", "PLTE", "tRNS", "eXIf", "IDAT", "IEND"]);

export function withoutExtras(bytes: Buffer): Buffer {
  const kept = [...chunksOf(bytes)].filter(({ type }) => NEEDED.has(type));
  const parts = kept.map(({ start, end }) => bytes.subarray(start, end));
  return Buffer.concat([bytes.subarray(0, SIGNATURE_BYTES), ...parts]);
}
