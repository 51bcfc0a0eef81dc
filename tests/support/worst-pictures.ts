import sharp from "sharp";

/** Pictures at the form's limit of bytes that need the most memory to decode, or the most tries to fit. */
export async function worstPictures(): Promise<{ name: string; bytes: Buffer }[]> {
  const grain = (width: number, height: number, of: number) =>
    sharp({
      create: {
        width: Math.round(width / of),
        height: Math.round(height / of),
        channels: 3,
        background: "grey",
        noise: { type: "gaussian", mean: 128, sigma: 40 },
      },
    })
      .png()
      .toBuffer()
      .then((small) => sharp(small).resize(width, height));
  const files: [string, Promise<Buffer>][] = [
    [
      "progressive JPEG, 12 million points, unreduced colours",
      grain(4_000, 3_000, 10).then((image) =>
        image.jpeg({ quality: 55, progressive: true, chromaSubsampling: "4:4:4" }).toBuffer(),
      ),
    ],
    [
      "the same, lying on its side",
      grain(4_000, 3_000, 5).then((image) =>
        image.jpeg({ quality: 50, progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
      ),
    ],
    [
      "JPEG, 50 million points",
      grain(8_000, 6_200, 40).then((image) => image.jpeg({ quality: 60 }).toBuffer()),
    ],
    [
      "lossless WebP, 12 million points",
      grain(4_000, 3_000, 1_000).then((image) =>
        image.ensureAlpha(0.5).webp({ lossless: true, effort: 0 }).toBuffer(),
      ),
    ],
    [
      "WebP, 12 million points",
      grain(4_000, 3_000, 6).then((image) => image.webp({ quality: 50, effort: 0 }).toBuffer()),
    ],
    [
      "interlaced PNG, 12 million points",
      grain(4_000, 3_000, 4_000).then((image) =>
        image.ensureAlpha(0.5).png({ progressive: true }).toBuffer(),
      ),
    ],
    ["PNG, 50 million points", grain(8_000, 6_200, 8_000).then((image) => image.png().toBuffer())],
    ["JPEG of noise", grain(1_500, 1_200, 1).then((image) => image.jpeg({ quality: 85 }).toBuffer())],
  ];
  return Promise.all(files.map(async ([name, bytes]) => ({ name, bytes: await bytes })));
}
