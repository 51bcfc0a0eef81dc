import { randomUUID } from "node:crypto";
import { type Storage, StorageError } from "./storage.ts";

/** The work of `Storage.check`: throws what the place throws. */
export async function tryOut(storage: Pick<Storage, "put" | "get" | "remove">): Promise<void> {
  const key = `checks/${randomUUID()}`;
  await storage.put(key, Buffer.from(key));
  try {
    const read = await storage.get(key);
    if (read?.toString() !== key) throw new StorageError("what was put there is not what is read", "refused");
  } finally {
    await storage.remove(key).catch(() => undefined);
  }
}
