import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

export type Ledger = {
  readonly entries: readonly LedgerEntry[];
  append(entry: LedgerEntry): void;
  find(processId: string): LedgerEntry | undefined;
};

/** Append-only; with a directory it is kept in `ledger.jsonl` there and known again after a restart. */
export function openLedger(dataDir: string | undefined): Ledger {
  const path = dataDir === undefined ? null : join(dataDir, "ledger.jsonl");
  const entries: LedgerEntry[] =
    path && existsSync(path) ? readFileSync(path, "utf8").split("\n").flatMap(readLine) : [];
  const byId = new Map(entries.map((entry) => [entry.processId, entry]));
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  return {
    entries,
    append(entry) {
      entries.push(entry);
      byId.set(entry.processId, entry);
      if (path) appendFileSync(path, `${JSON.stringify(entry)}\n`);
    },
    find: (processId) => byId.get(processId),
  };
}

/** A line cut short by a crash is skipped. */
function readLine(line: string): LedgerEntry[] {
  try {
    return line === "" ? [] : [JSON.parse(line)];
  } catch {
    return [];
  }
}
