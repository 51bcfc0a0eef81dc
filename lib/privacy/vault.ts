import "server-only";
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes } from "node:crypto";
import { env } from "#lib/env.ts";

/** Where a value stands. Bound to it as associated data, so a ciphertext moved elsewhere does not open. */
export type Place = { table: string; row: string; column: string };

export type Vault = {
  seal(place: Place, plain: string): Uint8Array<ArrayBuffer>;
  open(place: Place, sealed: Uint8Array): string;
  /** The same for what is no text: pictures. */
  sealBytes(place: Place, plain: Uint8Array): Uint8Array<ArrayBuffer>;
  openBytes(place: Place, sealed: Uint8Array): Buffer;
  /** The id of the key that seals now. */
  readonly newest: string;
  /** Ids of the data keys that it opens under, newest first. */
  readonly keyIds: readonly string[];
  /** The id of the key that a sealed value lies under. */
  keyOf(sealed: Uint8Array): string;
  /** Keyed hash that finds equal CPFs without holding one; its key is not the data key. Under the newest. */
  indexOf(value: string): Uint8Array<ArrayBuffer>;
  /** The same under each key of the index, newest first: what lies under an older one is found as well. */
  indexesOf(value: string): Uint8Array<ArrayBuffer>[];
  /** Tells the keys of the index apart without holding one, newest first. */
  readonly indexKeys: readonly string[];
};

/** It lies under a key that is not in the ring, or was changed. */
export class Unopenable extends Error {
  override readonly name = "Unopenable";
}

/** What a sealed value holds; null where it opens under no key any more. Other troubles are thrown. */
export function readable<T>(open: () => T): T | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof Unopenable) return null;
    throw error;
  }
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const hashOf = (key: Buffer, value: string) => createHmac("sha256", key).update(value).digest();
const FINGERPRINT_DIGITS = 16;
const fingerprintOf = (key: Buffer): string =>
  hashOf(key, "contraprova\0fingerprint of a key of the index").toString("hex").slice(0, FINGERPRINT_DIGITS);

const associated = ({ table, row, column }: Place) => Buffer.from(`${table}\0${row}\0${column}`);

/**
 * AES-256-GCM under the newest key; opens under any key of the ring.
 * Sealed form: one byte length of the key's id, the id, nonce (12), tag (16), ciphertext.
 */
export function createVault(
  ring: readonly { id: string; key: Buffer }[],
  indexKey: Buffer,
  ...olderIndexKeys: readonly Buffer[]
): Vault {
  const newest = ring[0];
  if (!newest) throw new Error("the key ring is empty");
  // As objects: made of its bytes for each value anew, a key costs a sixth of an opening.
  const byId = new Map(ring.map(({ id, key }) => [id, createSecretKey(key)]));
  const indexRing = [indexKey, ...olderIndexKeys];
  const vault: Omit<Vault, "indexOf" | "indexesOf" | "indexKeys"> = {
    newest: newest.id,
    keyIds: ring.map(({ id }) => id),
    keyOf: (sealed) => Buffer.from(sealed.subarray(1, 1 + (sealed[0] ?? 0))).toString(),
    seal: (place, plain) => vault.sealBytes(place, Buffer.from(plain)),
    open: (place, sealed) => vault.openBytes(place, sealed).toString(),
    sealBytes(place, plain) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", newest.key, nonce).setAAD(associated(place));
      const id = Buffer.from(newest.id);
      const tagAt = 1 + id.length + NONCE_BYTES;
      // No more copies than these: what is sealed may be a picture.
      const sealed = new Uint8Array(tagAt + TAG_BYTES + plain.length);
      sealed[0] = id.length;
      sealed.set(id, 1);
      sealed.set(nonce, 1 + id.length);
      sealed.set(cipher.update(plain), tagAt + TAG_BYTES);
      // Of this mode it adds nothing; the tag is there after it.
      cipher.final();
      sealed.set(cipher.getAuthTag(), tagAt);
      return sealed;
    },
    openBytes(place, sealed) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      const idEnd = 1 + (bytes[0] ?? 0);
      const key = byId.get(bytes.toString("utf8", 1, idEnd));
      if (!key) throw new Unopenable("sealed under a key that is not in ENCRYPTION_KEYS");
      if (bytes.length < idEnd + NONCE_BYTES + TAG_BYTES) throw new Unopenable("what was sealed was cut");
      const tagAt = idEnd + NONCE_BYTES;
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(idEnd, tagAt))
        .setAAD(associated(place))
        .setAuthTag(bytes.subarray(tagAt, tagAt + TAG_BYTES));
      const plain = decipher.update(bytes.subarray(tagAt + TAG_BYTES));
      try {
        // Of this mode it adds nothing; it throws where the tag is another's.
        decipher.final();
      } catch (cause) {
        throw new Unopenable("what was sealed was changed", { cause });
      }
      return plain;
    },
  };
  return {
    ...vault,
    indexOf: (value) => new Uint8Array(hashOf(indexKey, value)),
    indexesOf: (value) => indexRing.map((key) => new Uint8Array(hashOf(key, value))),
    indexKeys: indexRing.map(fingerprintOf),
  };
}

let kept: Vault | undefined;

export function vault(): Vault {
  kept ??= createVault(env().ENCRYPTION_KEYS, ...env().INDEX_KEY);
  return kept;
}
