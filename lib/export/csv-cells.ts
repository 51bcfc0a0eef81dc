import { csvLine, type Separator } from "#lib/csv.ts";

/** What begins so is no formula, and what holds none of these needs no quotes: most texts. */
const HARMLESS_START = /^[\p{L}\p{N}*]/u;
const NEEDS_QUOTES = /[",;\r\n\t|]/;

/** By the code of an ASCII character, the same. */
export const BEGINS = tableOf(/[0-9A-Za-z*]/);
export const QUOTED = tableOf(NEEDS_QUOTES);

function tableOf(holds: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) =>
    code < 128 && holds.test(String.fromCharCode(code)) ? 1 : 0,
  );
}

/** One cell as `csvLine` has it, but what is harmless as it is. */
export const csvCell = (text: string, separator: Separator): string =>
  isPlain(text) ? text : csvLine([text], separator).slice(0, -2);

const isPlain = (text: string): boolean =>
  (BEGINS[text.charCodeAt(0)] === 1 || HARMLESS_START.test(text)) && !NEEDS_QUOTES.test(text);
