// The same bounds as the server's; one within them is not touched.
const MAX_BYTES = 600_000;
const MIN_LONG_PX = 640;
const MIN_SHORT_PX = 480;
const KINDS = ["image/jpeg", "image/png", "image/webp"];

/** A face on 2,000 px has more than a comparison needs; each next try is smaller. */
const TRIES = [
  { longestPx: 2_000, quality: 0.92 },
  { longestPx: 2_000, quality: 0.82 },
  { longestPx: 1_600, quality: 0.82 },
  { longestPx: 1_280, quality: 0.82 },
  { longestPx: 1_024, quality: 0.75 },
] as const;

/**
 * A picture of a phone made to fit before it is sent: a photo of 3 to 8 MB would not pass the limit of a form, nor
 * Unico's. What fits, or is no picture, or cannot be made smaller comes back as it is: the server has the word.
 */
export async function shrinkImage(file: File): Promise<File> {
  if (file.size <= MAX_BYTES || !KINDS.includes(file.type)) return file;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return file;
  try {
    for (const { longestPx, quality } of TRIES) {
      const blob = await draw(bitmap, scaleOf(bitmap, longestPx), quality);
      if (blob && blob.size <= MAX_BYTES)
        return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
    }
    return file;
  } finally {
    bitmap.close();
  }
}

/** Never under what Unico takes, and never larger than it was. */
function scaleOf({ width, height }: ImageBitmap, longestPx: number): number {
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  return Math.min(1, Math.max(longestPx / long, MIN_LONG_PX / long, MIN_SHORT_PX / short));
}

function draw(bitmap: ImageBitmap, scale: number, quality: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(bitmap.width * scale);
  canvas.height = Math.ceil(bitmap.height * scale);
  const context = canvas.getContext("2d");
  if (!context) return Promise.resolve(null);
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}
