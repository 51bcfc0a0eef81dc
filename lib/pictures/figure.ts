import sharp from "sharp";

const [WIDTH, HEIGHT] = [720, 960];

type Colour = readonly [red: number, green: number, blue: number];
type Shape = { readonly colour: Colour; readonly holds: (x: number, y: number) => boolean };

const ellipse =
  (cx: number, cy: number, rx: number, ry: number) =>
  (x: number, y: number): boolean =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;

const box =
  (left: number, top: number, width: number, height: number) =>
  (x: number, y: number): boolean =>
    x >= left && x < left + width && y >= top && y < top + height;

const BACKGROUND: Colour = [201, 206, 214];
/** From back to front: shoulders, neck, head. */
const FIGURE: readonly Shape[] = [
  { colour: [125, 135, 150], holds: ellipse(360, 960, 300, 300) },
  { colour: [143, 153, 168], holds: box(300, 540, 120, 170) },
  { colour: [154, 164, 178], holds: ellipse(360, 422, 166, 214) },
];

export type Speck = { readonly x: number; readonly y: number; readonly colour: Colour };

/** A plain figure that stands for a selfie, nobody's face: a JPEG of 720 × 960. Specks make one unlike another. */
export function drawFigure(specks: readonly Speck[] = []): Promise<Buffer> {
  const shapes = [...FIGURE, ...specks.map(({ x, y, colour }) => ({ colour, holds: box(x, y, 4, 4) }))];
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [red, green, blue] = shapes.findLast(({ holds }) => holds(x, y))?.colour ?? BACKGROUND;
      const at = (y * WIDTH + x) * 3;
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
    }
  }
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .blur(1.2)
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** The same picture with a comment in it: to a program another file. */
export function withComment(jpeg: Buffer, text: string): Buffer {
  const comment = Buffer.from(text);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xfffe, 0);
  head.writeUInt16BE(comment.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)]);
}
