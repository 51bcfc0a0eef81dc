import "server-only";
import sharp from "sharp";
import type { Header } from "./header.ts";
import { inTurn } from "./line.ts";
import { withoutExtras } from "./png.ts";

// The library knows dozens of formats. Of its decoders only these three can be reached, whatever a file says it is.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"],
});
// Nothing of a face stays behind in a cache; one thread a picture.
sharp.cache(false);
sharp.concurrency(1);

const TIMEOUT_S = 20;
/** A profile is a program of its own kind, so it is not run: colours may be a little paler. */
const SAFELY = { sequentialRead: true, ignoreIcc: true, pages: 1 } as const;

type FailOn = "warning" | "error";
/** What libjpeg finds odd in whole pictures of some phones and scanners; its other warnings mean missing points. */
const HARMLESS = /Invalid SOS parameters|extraneous bytes/;

async function strictly<T>(run: (failOn: FailOn) => Promise<T>): Promise<T> {
  try {
    return await run("warning");
  } catch (error) {
    if (error instanceof Error && HARMLESS.test(error.message)) return run("error");
    throw error;
  }
}

/** Over this a picture is decoded alone. */
const HEAVY_PIXELS = 4_000_000;
const isHeavy = ({ width, height }: Header) => width * height > HEAVY_PIXELS;

function open(bytes: Buffer, { format, width, height, end }: Header, failOn: FailOn) {
  const own = bytes.subarray(0, end);
  const input = format === "png" ? withoutExtras(own) : own;
  const limits = { ...SAFELY, failOn, limitInputPixels: width * height };
  return sharp(input, limits).timeout({ seconds: TIMEOUT_S });
}

/** True when every line of it decodes: a header alone is no picture. */
export function decodes(bytes: Buffer, header: Header): Promise<boolean> {
  const run = (failOn: FailOn) =>
    open(bytes, header, failOn).resize(64, 64, { fit: "inside" }).raw().toBuffer();
  return inTurn(isHeavy(header), () => strictly(run).then(yes, no));
}
const yes = () => true;
const no = () => false;

export type Encoded = { bytes: Buffer; width: number; height: number };
type Points = { data: Buffer; info: { width: number; height: number; channels: 1 | 2 | 3 | 4 } };

const upright = (bytes: Buffer, header: Header, longest: number, failOn: FailOn) =>
  open(bytes, header, failOn)
    .autoOrient()
    .resize(longest, longest, { fit: "inside", withoutEnlargement: true })
    .flatten({ background: "white" });

/** Decoded once, its longest side at most `longest`; null when it does not decode. */
const pointsOf = (bytes: Buffer, header: Header, longest: number): Promise<Points | null> =>
  strictly((failOn) =>
    upright(bytes, header, longest, failOn).raw().toBuffer({ resolveWithObject: true }),
  ).catch(() => null);

/** A JPEG without metadata. */
async function encode({ data, info }: Points, longest: number, quality: number): Promise<Encoded> {
  const { width, height, channels } = info;
  const made = await sharp(data, { raw: { width, height, channels } })
    .resize(longest, longest, { fit: "inside", withoutEnlargement: true })
    .jpeg({ quality, optimiseCoding: false })
    .toBuffer({ resolveWithObject: true });
  return { bytes: made.data, width: made.info.width, height: made.info.height };
}

/** A JPEG without metadata, its longest side at most `longest`; null when it does not decode. Nobody waits for it. */
export function encodeCopy(
  bytes: Buffer,
  header: Header,
  longest: number,
  quality: number,
): Promise<Buffer | null> {
  const run = () =>
    strictly((failOn) =>
      upright(bytes, header, longest, failOn).jpeg({ quality, optimiseCoding: false }).toBuffer(),
    ).catch(() => null);
  return inTurn(isHeavy(header), run, true);
}

/** Over this a picture at quality 78 is under 600 kB only where there is little on it to see. */
const MAX_ENCODED_PIXELS = 4_000_000;
const QUALITIES = [92, 85, 78] as const;
/** Only where the least size that Unico takes leaves no other way. */
const LAST_QUALITIES = [65, 50] as const;
const MAX_TRIES = 8;

type Bounds = { maxBytes: number; minLongSide: number; minShortSide: number };

/**
 * The best of it that fits: quality goes down before size does. `too_large` when even the smallest that Unico takes
 * does not fit, as with a very long strip.
 */
export function encodeToFit(
  bytes: Buffer,
  header: Header,
  { maxBytes, minLongSide, minShortSide }: Bounds,
): Promise<Encoded | "damaged" | "too_large"> {
  const [long, short] = [Math.max(header.width, header.height), Math.min(header.width, header.height)];
  const least = Math.ceil(long * Math.max(minLongSide / long, minShortSide / short));
  const most = Math.floor(long * Math.min(1, Math.sqrt(MAX_ENCODED_PIXELS / (long * short))));
  return inTurn(isHeavy(header), async () => {
    let longest = Math.max(least, most);
    const points = await pointsOf(bytes, header, longest);
    if (!points) return "damaged";
    let qualities: readonly number[] = QUALITIES;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const [quality = 50, ...lower] = qualities;
      const encoded = await encode(points, longest, quality);
      const times = encoded.bytes.length / maxBytes;
      if (times <= 1) return encoded;
      if (lower.length > 0) {
        // Twice too large: one step down does not help.
        qualities = times > 2 ? lower.slice(-1) : lower;
      } else if (longest > least) {
        longest = Math.max(least, Math.floor(longest * Math.sqrt(1 / times) * 0.95));
        qualities = longest === least ? [quality, ...LAST_QUALITIES] : [quality];
      } else return "too_large";
    }
    return "too_large";
  });
}
