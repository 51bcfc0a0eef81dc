/**
 * Where files live: `STORAGE_URL`. A key is made of lower-case letters, digits, `-`, `.` and `/` between parts.
 * Whoever puts personal data seals it first: small things by `vault.sealBytes` and `put`, large files by `putSealed` and
 * `openSealed` of `sealed-file.ts`, which seal and open as the bytes go by.
 */
export interface Storage {
  /** Whole or not at all; the same key again replaces. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** null when there is none. */
  get(key: string): Promise<Buffer | null>;
  /**
   * The same for what is too large to hold. Nothing stands under the key before `source` has ended, and a `source` that
   * throws leaves there what stood before; what it threw is thrown on.
   */
  putStream(key: string, source: AsyncIterable<Uint8Array>): Promise<void>;
  /** Pieces of any size in order; null when there is none. Nothing is held open until the first piece is asked for. */
  getStream(key: string): Promise<AsyncIterable<Buffer> | null>;
  /** Nothing to remove is no error. */
  remove(key: string): Promise<void>;
  /** Puts, reads and removes a small file; throws `StorageError`, whose one line says what is wrong. */
  check(): Promise<void>;
}

/**
 * The place of the files refuses, until a setting of it or of ours is another, or cannot be reached, which may pass. The
 * message names no secret and no person.
 */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly kind: "refused" | "unreachable";

  constructor(message: string, kind: "refused" | "unreachable", options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

const KEY = /^[a-z0-9][a-z0-9.-]*(\/[a-z0-9][a-z0-9.-]*)*$/;

export function assertKey(key: string): void {
  if (!KEY.test(key)) throw new Error("a storage key holds lower-case letters, digits, - . and / only");
}

/** Holds its files in memory: for tests. */
export function memoryStorage(): Storage {
  const files = new Map<string, Buffer>();
  return {
    async put(key, bytes) {
      files.set(key, Buffer.from(bytes));
    },
    get: async (key) => files.get(key) ?? null,
    async putStream(key, source) {
      const pieces: Buffer[] = [];
      for await (const piece of source) pieces.push(Buffer.from(piece));
      files.set(key, Buffer.concat(pieces));
    },
    async getStream(key) {
      const bytes = files.get(key);
      return bytes
        ? (async function* () {
            yield bytes;
          })()
        : null;
    },
    async remove(key) {
      files.delete(key);
    },
    async check() {},
  };
}
