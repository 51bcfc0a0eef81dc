import "server-only";
import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Storage } from "./storage.ts";

const KEY = /^[a-z0-9][a-z0-9.-]*(\/[a-z0-9][a-z0-9.-]*)*$/;

/** Files in a folder of this machine, or of one that several machines mount: `file:/srv/contraprova`. */
export function fileStorage(url: string): Storage {
  const root = url.startsWith("file://") ? fileURLToPath(url) : path.resolve(url.replace(/^file:/, ""));
  const placeOf = (key: string): string => {
    if (!KEY.test(key)) throw new Error("a storage key holds lower-case letters, digits, - . and / only");
    return path.join(root, key);
  };
  return {
    async put(key, bytes) {
      const place = placeOf(key);
      await fs.mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      // Written beside it and renamed, so that nobody ever reads half a file.
      const draft = `${place}.${randomUUID()}`;
      const file = await fs.open(draft, "wx", 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await fs.rename(draft, place);
    },
    async get(key) {
      return fs.readFile(placeOf(key)).catch(nullIfMissing);
    },
    async remove(key) {
      await fs.rm(placeOf(key), { force: true });
    },
  };
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
