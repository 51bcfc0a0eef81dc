import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { inRoot } from "./paths.ts";

/** One hash over the names and contents of files and folders of the checkout; those that are not there count too. */
export function hashSources(sources: readonly string[], isIncluded = (_file: string) => true): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of sources.flatMap(filesUnder).filter(isIncluded)) {
    hash.update(`\0${file}\0`).update(fs.readFileSync(inRoot(file)));
  }
  return hash.digest("hex");
}

function filesUnder(source: string): string[] {
  const found = fs.statSync(inRoot(source), { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found ? [source] : [];
  return fs
    .readdirSync(inRoot(source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(inRoot("."), path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

export const isFresh = (file: string, hash: string): boolean => readText(file) === hash;

function readText(file: string): string | null {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
