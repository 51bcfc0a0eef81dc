import { fail, ok, type Result } from "#lib/result.ts";

/** Our policy, as the field says it: 5,000 ids take 190 kB, and a form of ours at most 2 MB. */
export const MOST_BYTES = 1_900_000;

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, place) => bytes[place] === byte);

/**
 * The text of an uploaded file. Ids are ASCII, so a file that is no UTF-8 is read as Windows-1252: what goes wrong with
 * the accents of other columns does no harm. Workbooks, pictures and the like are none.
 */
export function textOf(bytes: Uint8Array): Result<string, { code: "workbook" | "not_text" }> {
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    return fail({ code: "workbook" });
  }
  if (startsWith(bytes, 0xff, 0xfe)) return ok(new TextDecoder("utf-16le").decode(bytes));
  if (startsWith(bytes, 0xfe, 0xff)) return ok(new TextDecoder("utf-16be").decode(bytes));
  if (bytes.includes(0)) return fail({ code: "not_text" });
  try {
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return ok(new TextDecoder("windows-1252").decode(bytes));
  }
}
