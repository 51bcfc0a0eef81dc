import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { checkPicture, MAX_BYTES } from "#lib/features/reverifications/picture.ts";

const image = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 90, g: 120, b: 140 } } });
/** Of random points, so that it cannot be made small. */
const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: "white",
      noise: { type: "gaussian", mean: 128, sigma: 60 },
    },
  });

let jpeg: Buffer;
beforeAll(async () => {
  jpeg = await image(640, 480).jpeg().toBuffer();
});

/** A PNG whose head promises more points than memory holds, and nothing behind it. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", Buffer.alloc(64)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const codeOf = async (bytes: Buffer) => {
  const checked = await checkPicture(bytes);
  return checked.ok ? "ok" : checked.failure.code;
};

describe("a picture that Unico takes", () => {
  it.each([
    ["jpeg", () => image(640, 480).jpeg().toBuffer()],
    ["png", () => image(640, 480).png().toBuffer()],
    ["webp", () => image(640, 480).webp().toBuffer()],
  ] as const)("%s, byte for byte", async (format, make) => {
    const bytes = await make();
    const checked = await checkPicture(bytes);
    expect(checked).toMatchObject({ ok: true, value: { format, width: 640, height: 480 } });
    if (!checked.ok) return;
    expect(checked.value.bytes).toBe(bytes);
    expect(Buffer.from(checked.value.sha256)).toEqual(createHash("sha256").update(bytes).digest());
  });
  it("upright as well as lying", async () => {
    expect(await codeOf(await image(480, 640).jpeg().toBuffer())).toBe("ok");
  });
  it("in greys, with transparency, and progressive", async () => {
    expect(await codeOf(await image(640, 480).greyscale().jpeg().toBuffer())).toBe("ok");
    expect(await codeOf(await image(640, 480).ensureAlpha(0.5).png().toBuffer())).toBe("ok");
    expect(await codeOf(await image(800, 600).jpeg({ progressive: true }).toBuffer())).toBe("ok");
  });
});

describe("a picture that it does not take", () => {
  it.each([
    [639, 480],
    [640, 479],
    [480, 639],
    [2000, 400],
  ])("%i × %i is too small", async (width, height) => {
    expect(await codeOf(await image(width, height).png().toBuffer())).toBe("picture_small");
  });
  it("another kind of picture, by its first bytes and not by its name", async () => {
    expect(await codeOf(await image(640, 480).gif().toBuffer())).toBe("picture_format");
    expect(await codeOf(await image(640, 480).tiff().toBuffer())).toBe("picture_format");
    expect(await codeOf(await image(640, 480).avif({ effort: 0 }).toBuffer())).toBe("picture_format");
    expect(
      await codeOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"/>')),
    ).toBe("picture_format");
    expect(await codeOf(Buffer.from('<?xml version="1.0"?><svg/>'))).toBe("picture_format");
  });
  it("what is no picture", async () => {
    expect(await codeOf(Buffer.from("Hello"))).toBe("picture_not_image");
    expect(await codeOf(Buffer.from("%PDF-1.7 and so on"))).toBe("picture_not_image");
    expect(await codeOf(Buffer.from("RIFF1234WAVEfmt "))).toBe("picture_not_image");
  });
  it("nothing, or the text of a picture", async () => {
    expect(await codeOf(Buffer.alloc(0))).toBe("picture_empty");
    expect(await codeOf(Buffer.from(`data:image/jpeg;base64,${jpeg.toString("base64")}`))).toBe(
      "picture_data_url",
    );
  });
  it("one cut short, or with a head alone", async () => {
    const whole = await noise(640, 480).jpeg({ quality: 60 }).toBuffer();
    expect(await codeOf(whole)).toBe("ok");
    expect(await codeOf(whole.subarray(0, whole.length >> 1))).toBe("picture_not_image");
    expect(await codeOf(jpeg.subarray(0, 20))).toBe("picture_not_image");
    const png = await noise(640, 480).png().toBuffer();
    expect(await codeOf(png.subarray(0, 5_000))).toBe("picture_not_image");
  });
  it("another picture under the first bytes of one", async () => {
    const gif = await image(640, 480).gif().toBuffer();
    expect(await codeOf(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), gif]))).toBe("picture_not_image");
  });
  it("one too large, without decoding it", async () => {
    const large = await noise(1200, 1200).png().toBuffer();
    expect(large.length).toBeGreaterThan(MAX_BYTES);
    expect(await codeOf(large)).toBe("picture_large");
    expect(await codeOf(Buffer.concat([jpeg, Buffer.alloc(MAX_BYTES - jpeg.length + 1)]))).toBe(
      "picture_large",
    );
  });
  it("one whose head promises more than memory holds, at once", async () => {
    const startedMs = performance.now();
    expect(await codeOf(bomb(60_000, 60_000))).toBe("picture_not_image");
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
