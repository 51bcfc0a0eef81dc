import "server-only";
import { create } from "qrcode";

/** A picture of an address for a camera: how many squares wide, and the dark ones as one path. */
export type CodePicture = { size: number; path: string };

/** The quiet zone around it that ISO/IEC 18004 asks for, in squares. */
const QUIET = 4;

export function pictureOf(address: string): CodePicture {
  const { modules } = create(address, { errorCorrectionLevel: "M" });
  const dark = [...modules.data].flatMap((bit, place) =>
    bit ? [`M${(place % modules.size) + QUIET} ${Math.floor(place / modules.size) + QUIET}h1v1h-1z`] : [],
  );
  return { size: modules.size + 2 * QUIET, path: dark.join("") };
}
