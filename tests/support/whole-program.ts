import type { ChildProcess } from "node:child_process";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { spawnFollower, stopChild } from "#lib/commands/support/children.ts";
import { inRoot } from "#lib/commands/support/paths.ts";
import { type Running, readRunning } from "#lib/commands/support/running.ts";
import { openTemporaryFolder } from "./temporary-folder.ts";

/** A first build on a busy machine. */
const START_TIMEOUT_MS = 300_000;
/** A setting that the machine happens to have must not reach the program under test. */
const OF_THE_MACHINE =
  /^(DATABASE|UNICO|AUTH|ENCRYPTION|INDEX|AUDIT|STORAGE|SMTP|AWS|OTEL|APP_URL|PORT|LOG_LEVEL|DEMO)/;

export type WholeProgram = {
  /** Its data folder, which commands follow by CONTRAPROVA_DATA_DIR. */
  readonly dir: string;
  readonly running: Running;
  /** Stops it, and removes its data unless they are kept. */
  end(): Promise<void>;
};

/** Everything, as `npm start` brings it up, with data of its own that is gone afterwards, or stays in `kept`. */
export async function startWholeProgram(
  name: string,
  settings: Readonly<Record<string, string | undefined>>,
  kept?: string,
): Promise<WholeProgram> {
  const dir = kept ?? openTemporaryFolder(name);
  const program = spawnFollower([inRoot("lib/commands/start.ts")], {
    ...withoutSettings(process.env),
    NODE_ENV: "production",
    CONTRAPROVA_DATA_DIR: dir,
    ...settings,
  });
  return {
    dir,
    running: await whenRunning(program, dir),
    async end() {
      await stopChild(program);
      if (kept === undefined) fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** What a program of the tests may know of the machine. */
export const withoutSettings = (environment: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !OF_THE_MACHINE.test(name)));

async function whenRunning(program: ChildProcess, dir: string): Promise<Running> {
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const running = readRunning(dir);
    if (running) return running;
    if (program.exitCode !== null) throw new Error("the program did not start: its own lines above say why");
    if (Date.now() > giveUpAt) throw new Error("the program did not get ready in time");
    await sleep(50);
  }
}
