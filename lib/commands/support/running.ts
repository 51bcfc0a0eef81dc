import fs from "node:fs";
import path from "node:path";
import type { Settings } from "#lib/env.ts";

/** What a start tells those who share its data folder: its tests, and commands for the demo that it runs. */
export type Running = {
  /** The addresses that a start works out: the program's, the database's, the sandbox's. No secret. */
  readonly settings: Settings;
  readonly sandboxControlUrl: string | null;
};

const fileIn = (dataDir: string) => path.join(dataDir, "running.json");

export function noteRunning(dataDir: string, running: Running): void {
  const file = fileIn(dataDir);
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

/** Null: nothing has started there, or it has stopped. */
export function readRunning(dataDir: string): Running | null {
  const file = fileIn(dataDir);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : null;
}

export const forgetRunning = (dataDir: string): void => fs.rmSync(fileIn(dataDir), { force: true });
