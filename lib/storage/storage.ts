/**
 * Where files live: `STORAGE_URL`. A key is made of lower-case letters, digits, `-`, `.` and `/` between parts.
 * Whoever puts personal data seals it first.
 */
export interface Storage {
  /** Whole or not at all; the same key again replaces. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** null when there is none. */
  get(key: string): Promise<Buffer | null>;
  /** Nothing to remove is no error. */
  remove(key: string): Promise<void>;
}

/** Holds its files in memory: for tests. */
export function memoryStorage(): Storage {
  const files = new Map<string, Buffer>();
  return {
    async put(key, bytes) {
      files.set(key, Buffer.from(bytes));
    },
    get: async (key) => files.get(key) ?? null,
    async remove(key) {
      files.delete(key);
    },
  };
}
