import "server-only";
import fs from "node:fs/promises";
import path from "node:path";

const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".data": "application/octet-stream",
  ".bin": "application/octet-stream",
  ".shard1": "application/octet-stream",
};
/** face-api.js names the weights of its models without an ending. */
const WEIGHTS = /-shard\d+$/;
const PART = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

export type SdkFile = { bytes: Buffer; type: string };

/** One of the Web SDK's own files, by the parts of its address; nothing else of this machine can be named. */
export async function sdkFile(folder: string | undefined, parts: readonly string[]): Promise<SdkFile | null> {
  const name = parts.at(-1) ?? "";
  const type = TYPES[path.extname(name)] ?? (WEIGHTS.test(name) ? TYPES[".bin"] : undefined);
  if (!folder || !type || !parts.every((part) => PART.test(part))) return null;
  try {
    const root = await fs.realpath(folder);
    const file = await fs.realpath(path.join(root, ...parts));
    // A link in the folder does not lead out of it.
    if (!file.startsWith(root + path.sep)) return null;
    return { bytes: await fs.readFile(file), type };
  } catch {
    return null;
  }
}
