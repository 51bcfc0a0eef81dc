import "server-only";
import { decodes, encodeCopy, encodeToFit } from "#lib/pictures/decoding.ts";
import type { Header, HeaderRefusal } from "#lib/pictures/header.ts";
import { LineFull } from "#lib/pictures/line.ts";
import { readHeader } from "#lib/pictures/read-header.ts";
import { fail, ok, type Result } from "#lib/result.ts";

/** Source: developer.unico.io, errors of the API contract (20505, 20506, 20807, 20900). */
export const MIN_LONG_SIDE = 640;
export const MIN_SHORT_SIDE = 480;
/** "800kb" is read the strict way: the base64 text at most 800,000 characters, so 600,000 bytes. */
export const MAX_BYTES = 600_000;
/** Ours. Phones take 50 million points; what the decoder must hold whole may have fewer. */
const MAX_PIXELS = 50_000_000;
const MAX_HELD_PIXELS = 12_000_000;

export type PictureRefusal =
  | HeaderRefusal
  | "picture_empty"
  | "picture_data_url"
  | "picture_small"
  | "picture_pixels"
  | "picture_large"
  | "picture_busy";

export type Picture = {
  /** What is sent: the bytes as given, or a picture made of them that fits. */
  bytes: Buffer;
  format: Header["format"];
  width: number;
  height: number;
  reencoded: boolean;
};

type Checked = Result<Picture, { code: PictureRefusal }>;

/**
 * Everything that Unico would refuse, found before the call costs anything. One within Unico's limits stays as it is,
 * byte for byte; one that is too large, or has a camera's own data behind its end, is made anew. Nothing is decoded
 * before its kind, size and number of points are known to be harmless.
 */
export async function checkPicture(bytes: Buffer): Promise<Checked> {
  if (bytes.length === 0) return fail({ code: "picture_empty" });
  if (bytes.subarray(0, 5).toString("latin1") === "data:") return fail({ code: "picture_data_url" });
  const header = readHeader(bytes);
  if (typeof header === "string") return fail({ code: header });
  const refusal = refusalOfSize(header);
  if (refusal) return fail({ code: refusal });
  try {
    return await made(bytes, header);
  } catch (error) {
    if (error instanceof LineFull) return fail({ code: "picture_busy" });
    throw error;
  }
}

function refusalOfSize({ width, height, isStreamed }: Header): PictureRefusal | null {
  if (Math.max(width, height) < MIN_LONG_SIDE || Math.min(width, height) < MIN_SHORT_SIDE)
    return "picture_small";
  return width * height > (isStreamed ? MAX_PIXELS : MAX_HELD_PIXELS) ? "picture_pixels" : null;
}

async function made(bytes: Buffer, header: Header): Promise<Checked> {
  const { format, width, height, end } = header;
  if (bytes.length <= MAX_BYTES && end === bytes.length) {
    if (!(await decodes(bytes, header))) return fail({ code: "picture_damaged" });
    return ok({ bytes, format, width, height, reencoded: false });
  }
  const bounds = { maxBytes: MAX_BYTES, minLongSide: MIN_LONG_SIDE, minShortSide: MIN_SHORT_SIDE };
  const encoded = await encodeToFit(bytes, header, bounds);
  if (encoded === "damaged") return fail({ code: "picture_damaged" });
  if (encoded === "too_large") return fail({ code: "picture_large" });
  return ok({ ...encoded, format: "jpeg", reencoded: true });
}

const COPY_LONGEST_PX = 720;
const COPY_QUALITY = 80;

/** What is kept and shown of a picture: made anew, so that nothing of the file itself, its metadata least of all, is. */
export async function copyToKeep({ bytes }: Pick<Picture, "bytes">): Promise<Buffer> {
  const header = readHeader(bytes);
  const copy =
    typeof header === "string" ? null : await encodeCopy(bytes, header, COPY_LONGEST_PX, COPY_QUALITY);
  if (!copy) throw new Error("a picture that was checked does not decode any more");
  return copy;
}
