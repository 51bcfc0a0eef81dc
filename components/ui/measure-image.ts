export type Measured = {
  width: number | null;
  height: number | null;
  formatGood: boolean;
  sizeGood: boolean;
  resolutionGood: boolean;
};

// Unico's bounds (createprocess: 20506, 20505, 20807); the server holds them, this only tells sooner. 800 kB are
// those of the base64 text.
const MAX_BYTES = 600_000;
const MIN_LONG_PX = 640;
const MIN_SHORT_PX = 480;
const FORMATS = ["image/jpeg", "image/png", "image/webp"];

const isLargeEnough = (width: number, height: number) =>
  Math.max(width, height) >= MIN_LONG_PX && Math.min(width, height) >= MIN_SHORT_PX;

/** Measures a picture and draws it into `canvas`, filling it; a file that is no picture has no measures. */
export async function measureImage(file: File, canvas: HTMLCanvasElement): Promise<Measured> {
  const sizeGood = file.size <= MAX_BYTES;
  const context = canvas.getContext("2d");
  context?.clearRect(0, 0, canvas.width, canvas.height);
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return { width: null, height: null, formatGood: false, sizeGood, resolutionGood: false };
  const { width, height } = bitmap;
  const scale = Math.max(canvas.width / width, canvas.height / height);
  const [drawnWidth, drawnHeight] = [width * scale, height * scale];
  context?.drawImage(
    bitmap,
    (canvas.width - drawnWidth) / 2,
    (canvas.height - drawnHeight) / 2,
    drawnWidth,
    drawnHeight,
  );
  bitmap.close();
  return {
    width,
    height,
    formatGood: FORMATS.includes(file.type),
    sizeGood,
    resolutionGood: isLargeEnough(width, height),
  };
}
