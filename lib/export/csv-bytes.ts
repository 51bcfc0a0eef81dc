import type { Separator } from "#lib/csv.ts";
import { BEGINS, csvCell, QUOTED } from "./csv-cells.ts";

const FIRST_BYTES = 128 * 1024;
const LINE_END = "\r\n";
/** Of UTF-8, for each half of a character as JavaScript counts them. */
const BYTES_A_CHAR = 3;

/** Writes CSV cell by cell from the bytes of texts in UTF-8: what is harmless as it is, all else by `csvCell`. */
export function csvBytes(separator: Separator) {
  const separatorByte = separator.charCodeAt(0);
  let into = Buffer.allocUnsafe(FIRST_BYTES);
  let end = 0;

  const reserve = (count: number) => {
    if (end + count <= into.length) return;
    const larger = Buffer.allocUnsafe(2 * into.length + count);
    into.copy(larger, 0, 0, end);
    into = larger;
  };
  const write = (text: string) => {
    reserve(BYTES_A_CHAR * text.length);
    end += into.write(text, end);
  };
  return {
    /** What needs no look: a number, a time, a cell that was written before. */
    plain(bytes: Buffer, from: number, to: number) {
      reserve(to - from);
      for (let i = from; i < to; i += 1) into[end++] = bytes[i] ?? 0;
    },
    text(bytes: Buffer, from: number, to: number) {
      if (from === to) return;
      reserve(to - from);
      let at = end;
      let isHarmless = BEGINS[bytes[from] ?? 0] === 1;
      for (let i = from; isHarmless && i < to; i += 1) {
        const byte = bytes[i] ?? 0;
        isHarmless = QUOTED[byte] === 0;
        into[at++] = byte;
      }
      if (isHarmless) end = at;
      else write(csvCell(bytes.toString("utf8", from, to), separator));
    },
    endCell() {
      reserve(1);
      into[end++] = separatorByte;
    },
    endLine() {
      write(LINE_END);
    },
    /** All that was written since. */
    take(): Buffer {
      const written = Buffer.from(into.subarray(0, end));
      end = 0;
      return written;
    },
  };
}
