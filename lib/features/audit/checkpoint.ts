import "server-only";
import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { SealedBlock } from "./proof-types.ts";

/** Blocks as they were copied outside the database: lines of JSON, a file for each range of numbers, only ever added to. */
export type Checkpoints = {
  append(block: SealedBlock): Promise<void>;
  newest(): Promise<SealedBlock | null>;
  /** The newest of those up to that number. */
  newestUpTo(number: number): Promise<SealedBlock | null>;
  /** Oldest first, from the file on in which that number belongs; a line that is none comes as null. */
  all(fromNumber?: number): AsyncGenerator<SealedBlock | null>;
  /** Public keys in PEM that were ever used, kept where the database's owner cannot add one. */
  keepKey(id: string, pem: string): Promise<void>;
  keys(): Promise<string[]>;
};

const RANGE_FILE = /^checkpoints-\d{15}\.jsonl$/;
/** Our policy: a file of a few megabytes at most. Numbers only ever grow, whatever a clock does. */
const BLOCKS_PER_FILE = 10_000;
/** Holds several lines. */
const TAIL_BYTES = 16_384;

const fileOf = (number: number): string => {
  const first = number - (number % BLOCKS_PER_FILE);
  return `checkpoints-${String(first).padStart(15, "0")}.jsonl`;
};
const KEY_FILE = /^key-[0-9a-f]{16}\.pem$/;

export function folderCheckpoints(url: string): Checkpoints {
  const root = url.startsWith("file://") ? fileURLToPath(url) : path.resolve(url.replace(/^file:/, ""));
  const namesOf = async (pattern: RegExp) => {
    const names = await fs.readdir(root).catch(noneIfMissing);
    return names.filter((name) => pattern.test(name)).sort();
  };
  const linesOf = async (name: string) => {
    const text = await fs.readFile(path.join(root, name), "utf8");
    // What stands behind the last line's end is still being written.
    return text
      .slice(0, text.lastIndexOf("\n") + 1)
      .split("\n")
      .filter((line) => line !== "");
  };

  async function newestUpTo(number: number): Promise<SealedBlock | null> {
    for (const name of (await namesOf(RANGE_FILE)).reverse()) {
      const blocks = (await linesOf(name)).map(blockIn).filter((block) => block !== null);
      const found = blocks.reverse().find((block) => block.number <= number);
      if (found) return found;
    }
    return null;
  }

  return {
    async append(block) {
      await fs.mkdir(root, { recursive: true, mode: 0o700 });
      const file = path.join(root, fileOf(block.number));
      const handle = await fs.open(file, "a+", 0o600);
      try {
        await cutTornLine(handle);
        await handle.appendFile(`${JSON.stringify(block)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await syncFolder(root);
    },
    async newest() {
      const name = (await namesOf(RANGE_FILE)).at(-1);
      const tail = name ? await tailOf(path.join(root, name)) : "";
      const lines = tail.slice(0, tail.lastIndexOf("\n") + 1).split("\n");
      // The first may be the end of one that began before.
      const found = lines.map(blockIn).findLast((block) => block !== null);
      return found ?? newestUpTo(Number.POSITIVE_INFINITY);
    },
    newestUpTo,
    async *all(fromNumber = 0) {
      const first = fileOf(fromNumber);
      for (const name of (await namesOf(RANGE_FILE)).filter((each) => each >= first)) {
        for (const line of await linesOf(name)) yield blockIn(line);
      }
    },
    async keepKey(id, pem) {
      await fs.mkdir(root, { recursive: true, mode: 0o700 });
      const file = path.join(root, `key-${id}.pem`);
      const whole = path.join(root, `.key-${id}-${process.pid}.tmp`);
      // Linked once it is whole: half a key is none.
      await fs.writeFile(whole, pem, { mode: 0o600 });
      await fs
        .link(whole, file)
        .catch(fineIfThere)
        .finally(() => fs.rm(whole));
      if ((await fs.readFile(file, "utf8")) !== pem) throw new Error(`${file} holds another key`);
      await syncFolder(root);
    },
    async keys() {
      const names = await namesOf(KEY_FILE);
      return Promise.all(names.map((name) => fs.readFile(path.join(root, name), "utf8")));
    },
  };
}

async function tailOf(file: string): Promise<string> {
  const handle = await fs.open(file, "r");
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const tail = Buffer.alloc(size - start);
    const { bytesRead } = await handle.read(tail, 0, tail.length, start);
    return tail.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Half a line is what a power cut left of one: its block is copied again. */
async function cutTornLine(handle: fs.FileHandle): Promise<void> {
  const { size } = await handle.stat();
  if (size === 0) return;
  const text = await handle.readFile("utf8");
  if (!text.endsWith("\n"))
    await handle.truncate(Buffer.byteLength(text.slice(0, text.lastIndexOf("\n") + 1)));
}

async function syncFolder(root: string): Promise<void> {
  const folder = await fs.open(root, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value);

/** A block out of a line of JSON, or null. Whether it holds is for its signature to say. */
export function blockIn(line: string): SealedBlock | null {
  let read: Record<string, unknown>;
  try {
    read = Object(JSON.parse(line));
  } catch {
    return null;
  }
  const { form, number, previous, root, count, total, xidFrom, xidUntil, sealedAt, keyId, head, signature } =
    read;
  if (form !== "contraprova/audit-block/1") return null;
  if (!isNumber(number) || !isNumber(count) || !isNumber(total)) return null;
  if (!isNumber(xidFrom) || !isNumber(xidUntil) || !isText(previous) || !isText(root)) return null;
  if (!isText(sealedAt) || !isText(keyId) || !isText(head) || !isText(signature)) return null;
  return {
    form,
    number,
    previous,
    root,
    count,
    total,
    xidFrom,
    xidUntil,
    sealedAt,
    keyId,
    head,
    signature,
  };
}

function noneIfMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw error;
}

function fineIfThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
