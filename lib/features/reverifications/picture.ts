import "server-only";
import { createHash } from "node:crypto";
import sharp from "sharp";
import { fail, ok, type Result } from "#lib/result.ts";

/** Source: developer.unico.io, errors of the API contract (20505, 20506, 20807, 20900). */
export const MIN_LONG_SIDE = 640;
export const MIN_SHORT_SIDE = 480;
/** "800kb" is read the strict way: the base64 text at most 800,000 characters, so 600,000 bytes. */
export const MAX_BYTES = 600_000;
/** Ours: a picture that would fill the memory when decoded is no selfie. */
const MAX_PIXELS = 25_000_000;

export type PictureRefusal =
  | "picture_empty"
  | "picture_data_url"
  | "picture_format"
  | "picture_not_image"
  | "picture_small"
  | "picture_large";

export type Picture = {
  bytes: Buffer;
  sha256: Uint8Array<ArrayBuffer>;
  format: "jpeg" | "png" | "webp";
  width: number;
  height: number;
};

/** The three formats that Unico takes, known by their first bytes and not by their name. */
function formatOf(bytes: Buffer): Picture["format"] | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "jpeg";
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
    return "png";
  if (
    bytes.subarray(0, 4).toString("latin1") === "RIFF" &&
    bytes.subarray(8, 12).toString("latin1") === "WEBP"
  )
    return "webp";
  return null;
}

/** Other pictures get another word than what is no picture at all. */
const isOtherPicture = (bytes: Buffer) =>
  /^(GIF8|BM|II\*\0|MM\0\*|.{4}ftyp)/s.test(bytes.subarray(0, 12).toString("latin1")) ||
  /^\s*<(\?xml|svg)/i.test(bytes.subarray(0, 100).toString("latin1"));

/**
 * Everything that Unico would refuse, found before the call costs anything. The bytes themselves are never changed.
 * A library decodes the whole picture only after its kind, size and number of pixels are known to be harmless.
 */
export async function checkPicture(bytes: Buffer): Promise<Result<Picture, { code: PictureRefusal }>> {
  if (bytes.length === 0) return fail({ code: "picture_empty" });
  if (bytes.subarray(0, 5).toString("latin1") === "data:") return fail({ code: "picture_data_url" });
  const format = formatOf(bytes);
  if (!format) return fail({ code: isOtherPicture(bytes) ? "picture_format" : "picture_not_image" });
  if (bytes.length > MAX_BYTES) return fail({ code: "picture_large" });
  const size = await readSize(bytes, format);
  if (!size) return fail({ code: "picture_not_image" });
  if (Math.max(size.width, size.height) < MIN_LONG_SIDE || Math.min(size.width, size.height) < MIN_SHORT_SIDE)
    return fail({ code: "picture_small" });
  return ok({ bytes, format, ...size, sha256: new Uint8Array(createHash("sha256").update(bytes).digest()) });
}

async function readSize(
  bytes: Buffer,
  format: Picture["format"],
): Promise<{ width: number; height: number } | null> {
  try {
    const image = sharp(bytes, {
      failOn: "error",
      limitInputPixels: MAX_PIXELS,
      sequentialRead: true,
      pages: 1,
    });
    const { width, height, format: found } = await image.metadata();
    if (found !== format || !width || !height) return null;
    // A header alone is no picture: the pixels have to decode.
    await image.raw().toBuffer();
    return { width, height };
  } catch {
    return null;
  }
}
