import { randomBytes } from "node:crypto";
import sharp from "sharp";

export type Upload = { name: string; mimeType: string; buffer: Buffer };

const drawn = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 120, g: 134, b: 150 } } });

/** The smallest picture that Unico takes; nobody's face. */
export async function aSelfie(): Promise<Upload> {
  return { name: "selfie.jpg", mimeType: "image/jpeg", buffer: await drawn(640, 480).jpeg().toBuffer() };
}

export async function aSmallPicture(): Promise<Upload> {
  return { name: "small.jpg", mimeType: "image/jpeg", buffer: await drawn(639, 480).jpeg().toBuffer() };
}

export async function aGif(): Promise<Upload> {
  return { name: "selfie.gif", mimeType: "image/gif", buffer: await drawn(640, 480).gif().toBuffer() };
}

/** Noise does not compress: over Unico's limit, under the one of the form. */
export async function aLargePicture(): Promise<Upload> {
  const [width, height] = [700, 600];
  const noise = sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
  return { name: "large.png", mimeType: "image/png", buffer: await noise.png().toBuffer() };
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
