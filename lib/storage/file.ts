import "server-only";
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { tryOut } from "./checked.ts";
import { assertKey, type Storage, StorageError } from "./storage.ts";

/** No key begins with a dot, so none can mean a draft. */
const DRAFTS = ".drafts";
/** What a killed process left; no file takes that long to write. */
const DRAFT_IS_OLD_MS = 48 * 3_600_000;
const READ_BYTES = 256 * 1024;

/** Files in a folder of this machine, or of one that several machines mount: `file:/srv/contraprova`. */
export function fileStorage(url: string): Storage {
  const root = url.startsWith("file://") ? fileURLToPath(url) : path.resolve(url.replace(/^file:/, ""));
  const placeOf = (key: string): string => {
    assertKey(key);
    return path.join(root, key);
  };

  /** Written apart and renamed, so that nobody ever reads half a file. */
  async function write(key: string, fill: (file: fs.FileHandle) => Promise<void>): Promise<void> {
    const place = placeOf(key);
    const drafts = path.join(root, DRAFTS);
    await fs.mkdir(drafts, { recursive: true, mode: 0o700 });
    const draft = path.join(drafts, randomUUID());
    const file = await fs.open(draft, "wx", 0o600);
    try {
      try {
        await fill(file);
        await file.sync();
      } finally {
        await file.close();
      }
      await fs.mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      await fs.rename(draft, place);
    } catch (error) {
      await fs.rm(draft, { force: true });
      throw error;
    }
  }

  const storage: Storage = {
    put: (key, bytes) => write(key, (file) => file.writeFile(bytes)),
    async get(key) {
      return fs.readFile(placeOf(key)).catch(nullIfMissing);
    },
    async putStream(key, source) {
      await removeOldDrafts(path.join(root, DRAFTS));
      await write(key, async (file) => {
        for await (const piece of source) await writeAll(file, piece);
      });
    },
    async getStream(key) {
      const place = placeOf(key);
      const found = await fs.stat(place).catch(nullIfMissing);
      return found && readingOf(place);
    },
    async remove(key) {
      await fs.rm(placeOf(key), { force: true });
    },
    async check() {
      await tryOut(storage).catch((cause: NodeJS.ErrnoException) => {
        const why = cause.code ?? cause.message;
        throw new StorageError(`its folder cannot be written and read: ${why}`, "refused", {
          cause,
        });
      });
    },
  };
  return storage;
}

/** `FileHandle.write` may take fewer bytes than it is given. */
async function writeAll(file: fs.FileHandle, piece: Uint8Array): Promise<void> {
  for (let from = 0; from < piece.length; ) from += (await file.write(piece, from)).bytesWritten;
}

async function* readingOf(place: string): AsyncGenerator<Buffer> {
  yield* createReadStream(place, { highWaterMark: READ_BYTES });
}

async function removeOldDrafts(folder: string): Promise<void> {
  const names = await fs.readdir(folder).catch(nullIfMissing);
  for (const name of names ?? []) {
    const draft = path.join(folder, name);
    const found = await fs.stat(draft).catch(nullIfMissing);
    if (found && Date.now() - found.mtimeMs > DRAFT_IS_OLD_MS) await fs.rm(draft, { force: true });
  }
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
