import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { checkPicture, copyToKeep, MAX_BYTES, type Picture } from "#lib/features/reverifications/picture.ts";
import { withoutExtras } from "#lib/pictures/png.ts";
import { type Hostile, hostilePictures } from "#tests/support/hostile-pictures.ts";
import {
  CANARY,
  changed,
  fromPhone,
  noise,
  packedPoints,
  plain,
  pngWith,
  withSegment,
} from "#tests/support/made-pictures.ts";

const codeOf = async (bytes: Buffer) => {
  const checked = await checkPicture(bytes);
  return checked.ok ? "ok" : checked.failure.code;
};

async function taken(bytes: Buffer): Promise<Picture> {
  const checked = await checkPicture(bytes);
  if (!checked.ok) throw new Error(checked.failure.code);
  return checked.value;
}

let jpeg: Buffer;
let hostile: Hostile[];
beforeAll(async () => {
  jpeg = await plain(640, 480).jpeg().toBuffer();
  hostile = await hostilePictures();
});

describe("a picture within Unico's limits", () => {
  it.each([
    ["jpeg", () => plain(640, 480).jpeg().toBuffer()],
    ["png", () => plain(640, 480).png().toBuffer()],
    ["webp", () => plain(640, 480).webp().toBuffer()],
  ] as const)("%s is sent byte for byte", async (format, make) => {
    const bytes = await make();
    const picture = await taken(bytes);
    expect(picture).toMatchObject({ format, width: 640, height: 480, reencoded: false });
    expect(picture.bytes).toBe(bytes);
  });
  it.each([
    ["upright", () => plain(480, 640).jpeg().toBuffer()],
    ["in greys", () => plain(640, 480).greyscale().jpeg().toBuffer()],
    ["transparent", () => plain(640, 480).ensureAlpha(0.5).png().toBuffer()],
    ["of a palette", () => plain(640, 480).png({ palette: true }).toBuffer()],
    ["interlaced", () => plain(640, 480).png({ progressive: true }).toBuffer()],
    ["progressive", () => noise(800, 600).jpeg({ progressive: true, quality: 60 }).toBuffer()],
    ["lossless and transparent", () => plain(640, 480).ensureAlpha(0.5).webp({ lossless: true }).toBuffer()],
    ["with metadata and lying on its side", () => fromPhone(640, 480)],
    ["of 48 million points", () => plain(8_000, 6_000).jpeg({ quality: 40 }).toBuffer()],
    ["with a colour profile", () => plain(640, 480).withIccProfile("p3").jpeg().toBuffer()],
    [
      "with a hostile profile",
      async () =>
        withSegment(jpeg, 0xe2, Buffer.from(`ICC_PROFILE\0\x01\x01${"\xff".repeat(400)}`, "latin1")),
    ],
    [
      "with fill bytes before a marker",
      async () => Buffer.concat([jpeg.subarray(0, 2), Buffer.alloc(9, 0xff), jpeg.subarray(2)]),
    ],
  ])("also one %s", async (_name, make) => {
    const bytes = await make();
    const picture = await taken(bytes);
    expect(picture.reencoded).toBe(false);
    expect(picture.bytes).toBe(bytes);
  });
  it("of exactly 600,000 bytes stays, of one more does not", async () => {
    const filled = (bytes: number) =>
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].reduce((file, at) => {
        const rest = bytes - file.length - 4;
        return rest > 0 || at === 0
          ? withSegment(file, 0xfe, Buffer.alloc(Math.min(rest, 60_000), 32))
          : file;
      }, jpeg);
    expect(filled(MAX_BYTES)).toHaveLength(MAX_BYTES);
    expect((await taken(filled(MAX_BYTES))).reencoded).toBe(false);
    expect((await taken(filled(MAX_BYTES + 1))).reencoded).toBe(true);
  });
});

describe("a picture that is too large", () => {
  it.each([
    ["a PNG", () => noise(800, 700).png().toBuffer()],
    ["a JPEG", () => noise(1_400, 1_100).jpeg({ quality: 88 }).toBuffer()],
    ["a WebP", () => noise(1_200, 900).webp({ quality: 95 }).toBuffer()],
    ["the least that Unico takes", () => noise(640, 480).ensureAlpha(0.5).png().toBuffer()],
    ["a wide one", () => noise(2_400, 500).jpeg({ quality: 90 }).toBuffer()],
    ["one of 50 million points", () => noise(400, 310).resize(8_000, 6_200).jpeg({ quality: 70 }).toBuffer()],
  ])("%s is made to fit, and no smaller than it must be", async (_name, make) => {
    const bytes = await make();
    expect(bytes.length).toBeGreaterThan(MAX_BYTES);
    const picture = await taken(bytes);
    expect(picture).toMatchObject({ format: "jpeg", reencoded: true });
    expect(picture.bytes.length).toBeLessThanOrEqual(MAX_BYTES);
    expect(picture.bytes.length).toBeGreaterThan(MAX_BYTES / 6);
    expect(Math.min(picture.width, picture.height)).toBeGreaterThanOrEqual(480);
    expect(Math.max(picture.width, picture.height)).toBeGreaterThanOrEqual(640);
    const { width, height, format } = await sharp(picture.bytes).metadata();
    expect({ width, height, format }).toEqual({
      width: picture.width,
      height: picture.height,
      format: "jpeg",
    });
    expect(picture.bytes.toString("base64").length).toBeLessThanOrEqual(800_000);
  });
  it("keeps its size where a lower quality does", async () => {
    const bytes = await noise(900, 675).jpeg({ quality: 96 }).toBuffer();
    expect(await taken(bytes)).toMatchObject({ width: 900, height: 675, reencoded: true });
  });
  it("stands upright and tells nothing of where and whose", async () => {
    const bytes = await fromPhone(1_500, 1_200);
    expect(bytes.includes(CANARY)).toBe(true);
    const picture = await taken(bytes);
    expect(picture.reencoded).toBe(true);
    expect(picture.height).toBeGreaterThan(picture.width);
    expect(picture.bytes.includes(CANARY)).toBe(false);
    expect((await sharp(picture.bytes).metadata()).exif).toBeUndefined();
  });
  it.each([
    ["zeros of a program", () => Buffer.alloc(200)],
    ["a second picture of a phone", () => jpeg],
    ["Samsung's trailer", () => Buffer.from("\0\0\x01\x0aImage_UTC_Data SEFHe\0\0\0SEFT", "latin1")],
  ])("loses %s behind its end", async (_name, rest) => {
    const picture = await taken(Buffer.concat([jpeg, rest()]));
    expect(picture).toMatchObject({ width: 640, height: 480, reencoded: true });
    expect(picture.bytes.includes("SEFT")).toBe(false);
  });
});

describe("a picture that is refused", () => {
  it("has its own cause, for each of the corpus, and nothing else comes of it", async () => {
    expect(hostile.length).toBeGreaterThanOrEqual(60);
    const found = await Promise.all(
      hostile.map(async ({ name, bytes }) => [name, await codeOf(bytes)] as const),
    );
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(hostile.map(({ name, refusal }) => [name, refusal])),
    );
  });
  it("is one cut anywhere", async () => {
    const whole = await noise(640, 480).jpeg({ quality: 60 }).toBuffer();
    const cuts = Array.from({ length: 40 }, (_, at) => Math.floor((whole.length * (at + 1)) / 41));
    const found = await Promise.all(cuts.map((cut) => codeOf(whole.subarray(0, cut))));
    expect(new Set(found)).toEqual(new Set(["picture_damaged"]));
  });
  it("never ends in an error, whatever byte is changed", async () => {
    const bases = await Promise.all([
      plain(640, 480).jpeg({ quality: 20 }).toBuffer(),
      plain(640, 480).png().toBuffer(),
      plain(640, 480).webp().toBuffer(),
    ]);
    for (const base of bases) {
      const heads = Array.from({ length: Math.min(base.length, 250) }, (_, at) => at);
      for (const at of heads)
        expect(await codeOf(changed(base, (copy) => copy.writeUInt8(copy.readUInt8(at) ^ 0xff, at)))).toMatch(
          /^(ok|picture_[a-z_]+)$/,
        );
    }
  });
  it("at once where its head promises more than memory holds", async () => {
    const startedMs = performance.now();
    expect(await codeOf(pngWith(60_000, 60_000))).toBe("picture_pixels");
    expect(performance.now() - startedMs).toBeLessThan(200);
  });
  it("is not handed to its decoder with texts and profiles that could unpack to gigabytes", async () => {
    const packed = Buffer.concat([Buffer.from("Comment\0\0"), deflateSync(Buffer.alloc(7_900_000))]);
    const extra = ["zTXt", "iTXt", "iCCP"].map((type): [string, Buffer] => [type, packed]);
    const whole = pngWith(640, 480, { data: packedPoints(640, 480), extra });
    const handedOn = withoutExtras(whole);
    for (const [type] of extra) expect(handedOn.includes(type)).toBe(false);
    expect(handedOn.equals(pngWith(640, 480, { data: packedPoints(640, 480) }))).toBe(true);
    expect((await taken(whole)).bytes).toBe(whole);
  });
  it("never reaches a decoder of another format", async () => {
    const gif = await plain(640, 480).gif().toBuffer();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    for (const bytes of [gif, svg, await plain(9, 9).tiff().toBuffer()])
      await expect(sharp(bytes).metadata()).rejects.toThrow();
  });
});

describe("the copy that is kept", () => {
  it("is small, upright, and tells nothing of where and whose", async () => {
    const bytes = await fromPhone(1_000, 800);
    const picture = await taken(bytes);
    expect(picture.bytes.includes(CANARY)).toBe(true);
    const copy = await copyToKeep(picture);
    const { width, height, format, exif, icc, xmp } = await sharp(copy).metadata();
    expect({ width, height, format }).toEqual({ width: 576, height: 720, format: "jpeg" });
    expect([exif, icc, xmp]).toEqual([undefined, undefined, undefined]);
    expect(copy.includes(CANARY)).toBe(false);
  });
});
