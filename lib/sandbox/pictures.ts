/** Codes of a refused picture. Source: devcenter.unico.io, by Client, errors. */
export type PictureRefusal = "20900" | "20505" | "20506" | "20807";

type Size = { readonly width: number; readonly height: number };

const MAX_BYTES = 819_200;
const LONG_SIDE = 640;
const SHORT_SIDE = 480;

/** How a page names a picture in its own text; Unico refuses it in front of one. */
const PREFIX = /^data:[^,]*,/;

/** Why a plain picture is refused, or null. Only the header is read, never the pixels. */
export function refusalOfPicture(given: string): PictureRefusal | null {
  const base64 = given.replace(PREFIX, "");
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return "20900";
  const bytes = Buffer.from(base64, "base64");
  const size = sizeOfPng(bytes) ?? sizeOfJpeg(bytes) ?? sizeOfWebp(bytes);
  if (!size) return isOtherPicture(bytes) ? "20505" : "20900";
  if (base64 !== given) return "20505";
  if (bytes.length > MAX_BYTES) return "20506";
  const isTooSmall =
    Math.max(size.width, size.height) < LONG_SIDE || Math.min(size.width, size.height) < SHORT_SIDE;
  return isTooSmall ? "20807" : null;
}

function sizeOfPng(bytes: Buffer): Size | null {
  if (bytes.length < 24 || bytes.toString("latin1", 0, 8) !== "\x89PNG\r\n\x1a\n") return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Frame headers of JPEG: C0 to CF without the tables C4, C8 and CC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function sizeOfJpeg(bytes: Buffer): Size | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
    } else if (isFrame(marker)) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    } else {
      at += 2 + bytes.readUInt16BE(at + 2);
    }
  }
  return null;
}

function sizeOfWebp(bytes: Buffer): Size | null {
  if (bytes.length < 30 || bytes.toString("latin1", 0, 4) !== "RIFF") return null;
  if (bytes.toString("latin1", 8, 12) !== "WEBP") return null;
  switch (bytes.toString("latin1", 12, 16)) {
    case "VP8X":
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    case "VP8 ":
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case "VP8L": {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    default:
      return null;
  }
}

const OTHER_SIGNATURES = ["GIF8", "BM", "II*\0", "MM\0*"];

function isOtherPicture(bytes: Buffer): boolean {
  const start = bytes.toString("latin1", 0, 12);
  return OTHER_SIGNATURES.some((signature) => start.startsWith(signature)) || start.slice(4, 8) === "ftyp";
}
