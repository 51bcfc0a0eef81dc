import "server-only";
import { createHash } from "node:crypto";
import { CsvError, parse } from "csv-parse";
import { type Delimiter, delimiterOf } from "./import-columns.ts";
import { type FileProblem, LINE_MAX_BYTES, MOST_BYTES, MOST_LINES, type Problem } from "./import-schema.ts";

/** One record, its cells byte by byte as text, and the line on which it begins. */
export type CsvRecord = { cells: string[]; line: number };

type Given = {
  onHeads: (heads: string[]) => FileProblem | null;
  /** The next bytes are read once it has settled. */
  onRecords: (records: CsvRecord[]) => Promise<void>;
  mostLines?: number;
  mostBytes?: number;
};
export type FileRead = { sha256: Buffer; byteCount: number; problem: Problem | null };

const RECORDS_A_BATCH = 500;
const CHUNK_BYTES = 65_536;

/** Reads a file as it comes, and holds no more of it than a batch of its records. */
export async function readCsv(
  body: AsyncIterable<Uint8Array>,
  { onHeads, onRecords, mostLines = MOST_LINES, mostBytes = MOST_BYTES }: Given,
): Promise<FileRead> {
  const hash = createHash("sha256");
  let byteCount = 0;
  let begin = Buffer.alloc(0);
  let file: OpenFile | null = null;
  let problem: Problem | null = null;
  const take = async (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length && !problem; at += CHUNK_BYTES) {
      problem = (await file?.write(bytes.subarray(at, at + CHUNK_BYTES))) ?? null;
      if (file && !problem && file.records.length >= RECORDS_A_BATCH) await onRecords(file.records.splice(0));
    }
  };
  const start = async (isAll: boolean) => {
    const found = beginningOf(begin, isAll);
    if (found === "more") return;
    if ("problem" in found) problem = found;
    else {
      file = openFile(found, { onHeads, mostLines });
      await take(found.rest);
    }
  };
  for await (const chunk of body) {
    byteCount += chunk.byteLength;
    hash.update(chunk);
    if (byteCount > mostBytes) {
      problem = { problem: "too_large", line: 0 };
      break;
    }
    // What is refused is read to its end all the same: a browser that still sends hears no answer.
    if (problem) continue;
    if (file) await take(chunk);
    else {
      begin = Buffer.concat([begin, chunk]);
      await start(false);
    }
  }
  if (!file && !problem) await start(true);
  // Closures assign both; the compiler sees none of it.
  const [opened, failed] = [file as OpenFile | null, problem as Problem | null];
  const last = failed ?? (await opened?.end()) ?? null;
  if (opened && !last && opened.records.length > 0) await onRecords(opened.records.splice(0));
  return { sha256: hash.digest(), byteCount, problem: last };
}

type Beginning = { rest: Buffer; delimiter: Delimiter; linesBefore: number };

/** What a file says of itself: its bytes, and by what its heads are parted. */
function beginningOf(bytes: Buffer, isAll: boolean): Beginning | Problem | "more" {
  const isUtf16 = bytes.length >= 2 && ["fffe", "feff"].includes(bytes.toString("hex", 0, 2));
  if (isUtf16 || bytes.includes(0)) return { problem: "not_text", line: 1 };
  const text = bytes.toString("latin1").replace(/^\xef\xbb\xbf/, "");
  // Excel's own line that says the delimiter.
  const [said = ""] = /^"?sep=.?"?(?:\r\n|\n|\r(?!$))/i.exec(text) ?? [];
  const [first = ""] = /^[^\r\n]*/.exec(text.slice(said.length).replace(/^[\r\n]+/, "")) ?? [];
  const hasLine = /^[\r\n]*[^\r\n]+[\r\n]/.test(text.slice(said.length));
  if (!hasLine && !isAll)
    return bytes.length > LINE_MAX_BYTES ? { problem: "line_too_long", line: 1 } : "more";
  if (!first.trim()) return { problem: "empty", line: 1 };
  return {
    rest: Buffer.from(text.slice(said.length), "latin1"),
    delimiter: delimiterOf(first),
    linesBefore: said ? 1 : 0,
  };
}

type OpenFile = {
  records: CsvRecord[];
  write(bytes: Uint8Array): Promise<Problem | null>;
  end(): Promise<Problem | null>;
};

const PROBLEM_OF: Partial<Record<CsvError["code"], FileProblem>> = {
  CSV_MAX_RECORD_SIZE: "line_too_long",
  CSV_QUOTE_NOT_CLOSED: "quote_open",
};

function openFile(
  { delimiter, linesBefore }: Beginning,
  { onHeads, mostLines }: { onHeads: Given["onHeads"]; mostLines: number },
): OpenFile {
  const records: CsvRecord[] = [];
  let count = -1;
  let linesDone = linesBefore;
  let nextLine = linesBefore + 1;
  let problem: Problem | null = null;
  const parser = parse({
    delimiter,
    // Byte by byte: a cell that is no UTF-8 is one line's trouble, not the file's.
    encoding: "latin1",
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LINE_MAX_BYTES,
    // The parser's own count of lines takes a break inside a cell for two.
    on_record: (cells: string[], { empty_lines: empty }) => {
      const line = linesDone + empty + 1;
      linesDone += cells.reduce((sum, cell) => sum + breaksIn(cell), 1);
      nextLine = linesDone + empty + 1;
      if (problem || cells.every((cell) => !cell.trim())) return null;
      count += 1;
      if (count === 0) {
        const wrong = onHeads(cells.map((cell) => Buffer.from(cell, "latin1").toString()));
        if (wrong) problem = { problem: wrong, line };
      } else if (count > mostLines) problem = { problem: "too_many_lines", line };
      else records.push({ cells, line });
      return null;
    },
  });
  parser.on("error", () => undefined);
  parser.resume();
  const settled = (run: (done: (error?: Error | null) => void) => void) =>
    new Promise<Problem | null>((resolve, reject) => {
      run((error) => {
        const code = error instanceof CsvError ? PROBLEM_OF[error.code] : undefined;
        if (error && !code) reject(error);
        else resolve(code ? { problem: code, line: nextLine } : problem);
      });
    });
  return {
    records,
    write: (bytes) => settled((done) => parser.write(bytes, done)),
    end: async () => {
      const last = await settled((done) => parser.end(done));
      return last ?? (count < 1 ? { problem: "empty", line: 1 } : null);
    },
  };
}

const breaksIn = (cell: string): number =>
  cell.includes("\n") || cell.includes("\r") ? (cell.match(/\r\n|\n|\r/g)?.length ?? 0) : 0;
