import { join } from "node:path";
import { parseRecord } from "./checks.ts";
import { type Lines, linesInFile, linesInMemory } from "./lines.ts";
import type { Outcome } from "./scenarios.ts";

/** One creation that was worked on, and would have been paid for. Holds nothing about the person. */
export type LedgerEntry = {
  readonly at: string;
  readonly path: string;
  readonly imageSha256: string;
  readonly referenceProcessId: string;
  readonly processId: string;
  readonly clientReference: string | null;
  readonly outcome: Outcome;
  /** What a later read of the same process answers. */
  readonly answer: Readonly<Record<string, unknown>>;
};

export type LedgerFilter = {
  readonly clientReference?: string | null;
  readonly reference?: string | null;
};

export type Ledger = {
  readonly count: number;
  append(entry: LedgerEntry): void;
  find(processId: string): LedgerEntry | undefined;
  /** Those that fit, oldest first. */
  list(filter?: LedgerFilter): LedgerEntry[];
  close(): void;
};

/**
 * Append-only; with a directory it is kept in `ledger.jsonl` there and known again after a restart. `each` is told
 * what was there already.
 */
export function openLedger(dataDir: string | undefined, each: (entry: LedgerEntry) => void): Ledger {
  const lines = dataDir === undefined ? linesInMemory() : linesInFile(join(dataDir, "ledger.jsonl"));
  const index = createIndex();
  let count = 0;
  for (let line = 0; line < lines.count; line += 1) {
    const entry = readEntry(lines, line);
    if (!entry) continue;
    count += 1;
    index.add(entry, line);
    each(entry);
  }
  const entriesAt = (found: readonly number[]) =>
    found.map((line) => readEntry(lines, line)).filter((entry) => entry !== null);
  return {
    get count() {
      return count;
    },
    append(entry) {
      lines.push(JSON.stringify(entry));
      count += 1;
      index.add(entry, lines.count - 1);
    },
    find: (processId) => entriesAt(index.ofProcess(processId))[0],
    list: (filter = {}) => entriesAt(index.of(filter) ?? [...Array(lines.count).keys()]),
    close: () => lines.close(),
  };
}

/** A line cut short by a crash is none. */
function readEntry(lines: Lines, line: number): LedgerEntry | null {
  const entry = parseRecord(lines.at(line));
  return typeof entry?.processId === "string" ? (entry as LedgerEntry) : null;
}

function createIndex() {
  const byProcess = new Map<string, number>();
  const byClientReference = new Map<string, number[]>();
  const byReference = new Map<string, number[]>();
  const put = (map: Map<string, number[]>, key: string, line: number): void => {
    const known = map.get(key);
    if (known) known.push(line);
    else map.set(key, [line]);
  };
  return {
    add({ processId, clientReference, referenceProcessId }: LedgerEntry, line: number): void {
      byProcess.set(processId, line);
      put(byReference, referenceProcessId, line);
      if (clientReference !== null) put(byClientReference, clientReference, line);
    },
    ofProcess(processId: string): number[] {
      const line = byProcess.get(processId);
      return line === undefined ? [] : [line];
    },
    /** null is all of them. */
    of({ clientReference, reference }: LedgerFilter): readonly number[] | null {
      const ofClient = clientReference ? (byClientReference.get(clientReference) ?? []) : null;
      const ofReference = reference ? (byReference.get(reference.toLowerCase()) ?? []) : null;
      if (ofClient && ofReference) return ofClient.filter((line) => ofReference.includes(line));
      return ofClient ?? ofReference;
    },
  };
}
