import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Whether an account that owns none of it can walk down to `dir`: not so under root's own home. */
export function isReachable(dir: string): boolean {
  for (let at = path.resolve(dir); ; at = path.dirname(at)) {
    const found = fs.statSync(at, { throwIfNoEntry: false });
    if (found && !(found.mode & 0o001)) return false;
    if (at === path.dirname(at)) return true;
  }
}

/**
 * Root's folder for what an unprivileged server must reach: outside temporary folders where it can be, so that data
 * outlives a reboot. In a folder that anyone may write, someone else's directory of that name is refused.
 */
function sharedPlace(): string {
  const uid = process.getuid?.() ?? 0;
  for (const place of ["/var/lib/contraprova", path.join(os.tmpdir(), `contraprova-${uid}`)]) {
    try {
      fs.mkdirSync(place, { mode: 0o755, recursive: true });
    } catch {
      continue;
    }
    const { uid: owner, mode } = fs.lstatSync(place);
    if (owner !== uid || mode & 0o022 || !fs.lstatSync(place).isDirectory()) {
      throw new Error(`${place} is not a folder that only this user can change: remove it`);
    }
    return place;
  }
  throw new Error(
    "no folder found that PostgreSQL's own account can reach: move the checkout out of root's home",
  );
}

/** A stand-in outside for `dir`, always the same one. */
export function reachableTwin(dir: string): string {
  const name = createHash("sha256").update(path.resolve(dir)).digest("hex").slice(0, 12);
  return path.join(sharedPlace(), `${path.basename(dir)}-${name}`);
}
