import { randomBytes, randomUUID } from "node:crypto";
import sharp from "sharp";

export type Upload = { name: string; mimeType: string; buffer: Buffer };

const drawn = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 120, g: 134, b: 150 } } });

/** The smallest picture that Unico takes; nobody's face, and a file that nobody has sent before. */
export async function aSelfie(): Promise<Upload> {
  const own = drawn(640, 480).withExif({ IFD0: { ImageDescription: randomUUID() } });
  return { name: "selfie.jpg", mimeType: "image/jpeg", buffer: await own.jpeg().toBuffer() };
}

export async function aSmallPicture(): Promise<Upload> {
  return { name: "small.jpg", mimeType: "image/jpeg", buffer: await drawn(639, 480).jpeg().toBuffer() };
}

export async function aGif(): Promise<Upload> {
  return { name: "selfie.gif", mimeType: "image/gif", buffer: await drawn(640, 480).gif().toBuffer() };
}

/** The first half of a good picture, which still begins like one. */
export async function aTruncatedPicture(): Promise<Upload> {
  const whole = await aSelfie();
  return {
    ...whole,
    name: "truncated.jpg",
    buffer: whole.buffer.subarray(0, Math.floor(whole.buffer.length / 2)),
  };
}

export const aText = (text: string, name = "selfie.jpg"): Upload => ({
  name,
  mimeType: "image/jpeg",
  buffer: Buffer.from(text),
});

/** As a phone takes it: far over what a form may send, with grain that does not compress. */
export async function aPhonePicture(): Promise<Upload> {
  const [width, height] = [1_000, 750];
  const grain = sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
  const photo = grain.resize(4_000, 3_000).jpeg({ quality: 90 });
  return { name: "IMG_2041.jpg", mimeType: "image/jpeg", buffer: await photo.toBuffer() };
}
