import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** A new folder that PostgreSQL's own account may walk through, when the tests run as root. */
export function openTemporaryFolder(name: string): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `contraprova-${name}-`));
  fs.chmodSync(dir, 0o711);
  return dir;
}
