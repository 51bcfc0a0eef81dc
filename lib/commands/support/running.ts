import fs from "node:fs";
import path from "node:path";

/** What a start tells those who share its data folder: tests, and people with a question to the database. */
export type Running = {
  readonly address: string;
  readonly databaseUrl: string;
  readonly sandboxControlUrl: string | null;
};

const fileIn = (dataDir: string) => path.join(dataDir, "running.json");

export function noteRunning(dataDir: string, running: Running): void {
  fs.writeFileSync(fileIn(dataDir), `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
}

export const readRunning = (dataDir: string): Running => JSON.parse(fs.readFileSync(fileIn(dataDir), "utf8"));

export const forgetRunning = (dataDir: string): void => fs.rmSync(fileIn(dataDir), { force: true });
