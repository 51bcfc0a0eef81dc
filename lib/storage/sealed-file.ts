import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { Place, Vault } from "#lib/privacy/vault.ts";
import { ByteReader, goingOn, inChunks } from "./chunks.ts";
import type { Storage } from "./storage.ts";

/*
 * The form at rest: FORM, the file's own id, then frames: four bytes of length, whose highest bit marks the last one, and
 * a chunk sealed by the vault. Bound to each chunk: the key in the storage, the file's id, its place in the order and
 * whether it is the last. So no chunk can be cut, changed, swapped or taken from another file or an older version.
 */
const FORM = Buffer.from("CPFILE1\n");
const ID_BYTES = 16;
const LENGTH_BYTES = 4;
const LAST = 0x8000_0000;
const CHUNK_BYTES = 256 * 1024;
/** Above what a vault adds to a chunk: the key's id, nonce and tag. */
const SEAL_BYTES = 1024;

type Deps = { readonly storage: Storage; readonly vault: Vault };
/** Of what lies under the seal. */
export type PutFile = { readonly bytes: number; readonly sha256: string };

/** The stored bytes are not those that were put there. Thrown while reading, before any byte in doubt is given out. */
export class DamagedFile extends Error {
  override readonly name = "DamagedFile";
}

const placeOf = (key: string, id: Buffer, at: number, isLast: boolean): Place => ({
  table: "storage",
  row: key,
  column: `${id.toString("hex")}\0${at}\0${isLast ? "last" : "more"}`,
});

/**
 * Puts a file as its bytes come, sealed under the newest of `ENCRYPTION_KEYS`; memory holds two chunks whatever the size.
 * Whole or not at all, as `Storage.putStream` says.
 */
export async function putSealed(
  { storage, vault }: Deps,
  key: string,
  source: AsyncIterable<Uint8Array>,
): Promise<PutFile> {
  const sha256 = createHash("sha256");
  let bytes = 0;
  async function* counted() {
    for await (const piece of source) {
      sha256.update(piece);
      bytes += piece.length;
      yield piece;
    }
  }
  await storage.putStream(key, sealedFrames(vault, key, counted()));
  return { bytes, sha256: sha256.digest("hex") };
}

async function* sealedFrames(vault: Vault, key: string, source: AsyncIterable<Uint8Array>) {
  const id = randomBytes(ID_BYTES);
  yield Buffer.concat([FORM, id]);
  let at = 0;
  let waiting: Buffer = Buffer.alloc(0);
  for await (const chunk of inChunks(source, CHUNK_BYTES)) {
    if (waiting.length > 0) {
      yield* frame(vault.sealBytes(placeOf(key, id, at, false), waiting), false);
      at += 1;
    }
    waiting = chunk;
  }
  yield* frame(vault.sealBytes(placeOf(key, id, at, true), waiting), true);
}

function* frame(sealed: Uint8Array, isLast: boolean): Generator<Uint8Array> {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(isLast ? sealed.length + LAST : sealed.length);
  yield length;
  yield sealed;
}

/**
 * What `putSealed` put there, opened as it is read; null when there is none. Throws `DamagedFile` at the first chunk that
 * is not as it was put, or where the end is missing: whoever passes bytes on breaks off then.
 */
export async function openSealed(
  { storage, vault }: Deps,
  key: string,
): Promise<AsyncIterable<Buffer> | null> {
  const stored = await storage.getStream(key);
  return stored && openedChunks(vault, key, stored);
}

/**
 * The pieces of a file, once the first was found whole and `tell` has said that they leave; null where it is damaged. Lets
 * go of the stream where that cannot be said.
 */
export async function toldOf(
  stored: AsyncIterable<Buffer>,
  tell: () => Promise<unknown>,
): Promise<AsyncGenerator<Buffer> | null> {
  const pieces = stored[Symbol.asyncIterator]();
  try {
    const first = await pieces.next();
    await tell();
    return goingOn(first, pieces);
  } catch (error) {
    await pieces.return?.();
    if (error instanceof DamagedFile) return null;
    throw error;
  }
}

async function* openedChunks(
  vault: Vault,
  key: string,
  stored: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(stored);
  try {
    const head = await reader.take(FORM.length + ID_BYTES);
    if (!head.subarray(0, FORM.length).equals(FORM) || head.length < FORM.length + ID_BYTES)
      throw new DamagedFile("the stored file does not begin as one");
    const id = head.subarray(FORM.length);
    for (let at = 0; ; at += 1) {
      const { sealed, isLast } = await nextFrame(reader);
      yield openChunk(vault, placeOf(key, id, at, isLast), sealed);
      if (isLast) break;
    }
    if ((await reader.take(1)).length > 0) throw new DamagedFile("the stored file goes on behind its end");
  } finally {
    await reader.end();
  }
}

async function nextFrame(reader: ByteReader): Promise<{ sealed: Buffer; isLast: boolean }> {
  const length = await reader.take(LENGTH_BYTES);
  if (length.length < LENGTH_BYTES) throw new DamagedFile("the stored file was cut");
  const told = length.readUInt32BE();
  const isLast = told >= LAST;
  const count = isLast ? told - LAST : told;
  if (count > CHUNK_BYTES + SEAL_BYTES) throw new DamagedFile("a chunk of the stored file was changed");
  const sealed = await reader.take(count);
  if (sealed.length < count) throw new DamagedFile("the stored file was cut");
  return { sealed, isLast };
}

function openChunk(vault: Vault, place: Place, sealed: Buffer): Buffer {
  try {
    return vault.openBytes(place, sealed);
  } catch (error) {
    throw new DamagedFile("a chunk of the stored file was changed, or its key is gone", { cause: error });
  }
}

/** The id of the key that a stored file lies under; null when there is none. Reads its beginning alone. */
export async function keyOfFile({ storage, vault }: Deps, key: string): Promise<string | null> {
  const stored = await storage.getStream(key);
  if (!stored) return null;
  const reader = new ByteReader(stored);
  try {
    await reader.take(FORM.length + ID_BYTES);
    return vault.keyOf((await nextFrame(reader)).sealed);
  } finally {
    await reader.end();
  }
}
