import fs from "node:fs";
import path from "node:path";
import { isAlive } from "./processes.ts";

const folderOf = (dir: string) => path.join(dir, "users");

/** Notes that this process works with the server in `dir`. */
export function joinServer(dir: string): void {
  fs.mkdirSync(folderOf(dir), { recursive: true });
  fs.writeFileSync(path.join(folderOf(dir), String(process.pid)), "");
}

/** Takes this process off; true when no living one is left, so that the last to leave stops the server. */
export function leaveServer(dir: string): boolean {
  fs.rmSync(path.join(folderOf(dir), String(process.pid)), { force: true });
  const left = fs.readdirSync(folderOf(dir));
  const dead = left.filter((pid) => !isAlive(Number(pid)));
  for (const pid of dead) fs.rmSync(path.join(folderOf(dir), pid), { force: true });
  return dead.length === left.length;
}
