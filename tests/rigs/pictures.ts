import { createHash, randomBytes } from "node:crypto";
import sharp from "sharp";

const WIDTH = 640;
const HEIGHT = 480;

/** Some 110 kB, as a camera's 640x480 has them: blurred noise, nobody's face. */
const makeCameraLike = () =>
  sharp(randomBytes(WIDTH * HEIGHT * 3), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .blur(0.8)
    .jpeg({ quality: 80 })
    .toBuffer();

/** The smallest picture that is taken: where thousands are sent to be lost. */
const makeFlat = () =>
  sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: "grey" } })
    .jpeg()
    .toBuffer();

let cameraLike: Promise<Buffer> | undefined;
let flat: Promise<Buffer> | undefined;

/** Other bytes than every other picture, and the same pixels: a comment behind the first marker. */
function withComment(bytes: Buffer, comment: Buffer): Buffer {
  const marker = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return Buffer.concat([bytes.subarray(0, 2), marker, comment, bytes.subarray(2)]);
}

export async function aCameraPicture(): Promise<Buffer> {
  cameraLike ??= makeCameraLike();
  return withComment(await cameraLike, randomBytes(16));
}

/** The picture of one form: the same bytes whenever that form is sent again. */
export async function pictureOf(formKey: string): Promise<Buffer> {
  flat ??= makeFlat();
  return withComment(await flat, createHash("sha256").update(formKey).digest().subarray(0, 16));
}
