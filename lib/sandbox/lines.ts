import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** An append-only list of texts without line ends. */
export type Lines = {
  readonly count: number;
  push(text: string): void;
  at(index: number): string;
  close(): void;
};

/** Only written to: where nobody asks for a line again, memory holds nothing of them. */
export function appendOnly(path: string): Pick<Lines, "push" | "close"> {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "a+");
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  // What a crash cut short stays a line of its own.
  if (size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== NEW_LINE) writeSync(file, "\n");
  return {
    push: (text) => void writeSync(file, `${text}\n`),
    close: () => closeSync(file),
  };
}

export function linesInMemory(): Lines {
  const texts: string[] = [];
  return {
    get count() {
      return texts.length;
    },
    push: (text) => void texts.push(text),
    at: (index) => texts[index] ?? "",
    close: () => {},
  };
}

const CHUNK_BYTES = 1 << 20;
const NEW_LINE = 10;

/**
 * The same in a file, of which memory holds only where each line lies. A line is with the system when `push` returns,
 * so killing this process loses none of them.
 */
export function linesInFile(path: string): Lines {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "a+");
  const starts: number[] = [];
  const lengths: number[] = [];
  const note = (start: number, end: number): void => {
    starts.push(start);
    lengths.push(end - start);
  };
  const lastEnd = findLines(file, note);
  // What a crash cut short stays a line of its own.
  if (lastEnd < fstatSync(file).size) {
    note(lastEnd, fstatSync(file).size);
    writeSync(file, "\n");
  }
  return {
    get count() {
      return starts.length;
    },
    push(text) {
      const line = Buffer.from(`${text}\n`);
      writeSync(file, line);
      // Another sandbox on the same folder may have appended meanwhile.
      const end = fstatSync(file).size - 1;
      note(end - line.length + 1, end);
    },
    at(index) {
      const line = Buffer.alloc(lengths[index] ?? 0);
      readSync(file, line, 0, line.length, starts[index] ?? 0);
      return line.toString("utf8");
    },
    close: () => closeSync(file),
  };
}

/** Calls `note` for each whole line, and gives the place behind the last of them. */
function findLines(file: number, note: (start: number, end: number) => void): number {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let lineStart = 0;
  for (let at = 0; ; ) {
    const read = readSync(file, chunk, 0, CHUNK_BYTES, at);
    if (read === 0) return lineStart;
    for (let found = chunk.indexOf(NEW_LINE); found !== -1 && found < read; ) {
      note(lineStart, at + found);
      lineStart = at + found + 1;
      found = chunk.indexOf(NEW_LINE, found + 1);
    }
    at += read;
  }
}
