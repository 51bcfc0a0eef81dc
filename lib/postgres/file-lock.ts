import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./processes.ts";

const POLL_MS = 50;

/**
 * Runs `work` while no other process holds `file`. A lock whose holder died is taken over.
 * Node has no flock(2): the lock is a file that only one process can create, with the holder's id in it.
 */
export async function withFileLock<T>(file: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const giveUpAt = Date.now() + timeoutMs;
  while (!take(file)) {
    const holder = holderOf(file);
    if (holder !== null && !isAlive(holder)) discard(file, holder);
    else if (Date.now() > giveUpAt)
      throw new Error(`${file} is held by process ${holder}: stop it, or remove the file`);
    else await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** Written aside and linked, so that nobody ever reads a lock without its holder. */
function take(file: string): boolean {
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

function holderOf(file: string): number | null {
  try {
    return Number(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** Moved away before it is removed: of two processes that find the same dead holder, one fails to move it. */
function discard(file: string, holder: number): void {
  const aside = `${file}.dead.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  if (holderOf(aside) === holder) fs.rmSync(aside);
  else fs.renameSync(aside, file);
}
