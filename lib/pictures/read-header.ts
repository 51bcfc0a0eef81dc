import { Damaged, type Found, type Header, type Read } from "./header.ts";
import { readJpeg } from "./jpeg.ts";
import { readPng } from "./png.ts";
import { readWebp } from "./webp.ts";

/**
 * What kind of picture it is and how large, by its bytes and not by its name, in plain code: the decoders, which are
 * not, get only what passed here.
 */
export function readHeader(bytes: Buffer): Found {
  const read = readerOf(bytes);
  if (!read) return otherKindOf(bytes);
  try {
    const found = read(bytes);
    if (typeof found === "string") return found;
    if ("width" in found && (found.width === 0 || found.height === 0)) return "picture_damaged";
    if (isMixed(bytes, found)) return "picture_mixed";
    return "why" in found ? found.why : found;
  } catch (error) {
    // A number that lies beyond the last byte is a RangeError.
    if (error instanceof Damaged || error instanceof RangeError) return "picture_damaged";
    throw error;
  }
}

const startsWith = (bytes: Buffer, start: readonly number[]) => start.every((byte, at) => bytes[at] === byte);
const textAt = (bytes: Buffer, start: number, end: number) => bytes.toString("latin1", start, end);

function readerOf(bytes: Buffer): ((bytes: Buffer) => Read) | null {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return readJpeg;
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return readPng;
  if (textAt(bytes, 0, 4) === "RIFF" && textAt(bytes, 8, 12) === "WEBP") return readWebp;
  return null;
}

const HEIC = /^.{4}ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)/s;
/** GIF, BMP, TIFF, AVIF, JPEG 2000, JPEG XL, Photoshop. */
const OTHER = /^(GIF8|BM.{4}\0{4}|II[*+]\0|MM\0[*+]|.{4}(ftypavi[fs]|jP {2}|JXL )|8BPS)/s;

/** Other pictures get another word than what is no picture at all. */
function otherKindOf(bytes: Buffer): "picture_heic" | "picture_format" | "picture_not_image" {
  const start = textAt(bytes, 0, 1_000);
  if (HEIC.test(start)) return "picture_heic";
  const isSvg = /^(\xef\xbb\xbf)?\s*(<\?xml|<!--|<!DOCTYPE svg|<svg)/i.test(start) && /<svg/i.test(start);
  return OTHER.test(start) || isSvg ? "picture_format" : "picture_not_image";
}

/** What makes a reader of documents or a browser take the same bytes for one of theirs. */
const FOREIGN = /%PDF-|<script|<html|<!doctype|<\?php|<iframe/i;

type Ends = Pick<Header, "format" | "end">;

/** A picture that is something else as well: a page, a document, or an archive behind its end. */
function isMixed(bytes: Buffer, header: Ends): boolean {
  return FOREIGN.test(bytes.toString("latin1")) || !isCamerasOwn(bytes, header);
}

/** Behind a JPEG phones put a second picture, or a trailer of Samsung's; programs put zeros. */
function isCamerasOwn(bytes: Buffer, { format, end }: Ends): boolean {
  const rest = bytes.subarray(end);
  if (rest.length === 0) return true;
  if (format !== "jpeg") return false;
  return (
    rest.every((byte) => byte === 0) ||
    startsWith(rest, [0xff, 0xd8, 0xff]) ||
    textAt(rest, rest.length - 4, rest.length) === "SEFT"
  );
}
