import { randomBytes, randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { createVault } from "#lib/privacy/vault.ts";
import { openSealed, putSealed } from "#lib/storage/sealed-file.ts";
import type { Storage } from "#lib/storage/storage.ts";

export async function* pieces(...given: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* given;
}

export async function wholeOf(source: AsyncIterable<Uint8Array> | null): Promise<Buffer> {
  if (!source) throw new Error("there is no such file");
  const read: Uint8Array[] = [];
  for await (const piece of source) read.push(Uint8Array.from(piece));
  return Buffer.concat(read);
}

const vault = createVault([{ id: "k1", key: randomBytes(32) }], randomBytes(32));

/** What every place for files must do. */
export function itKeepsFiles(open: () => Storage, { largeBytes }: { largeBytes: number }): void {
  const keyed = () => `exports/${randomUUID()}`;

  it("gives back what was put, whole and as a stream, and null for what is not there", async () => {
    const storage = open();
    const key = keyed();
    expect([await storage.get(key), await storage.getStream(key)]).toEqual([null, null]);
    await storage.put(key, Buffer.from("one"));
    await storage.put(key, Buffer.from("another"));
    expect((await storage.get(key))?.toString()).toBe("another");
    await storage.putStream(key, pieces(Buffer.from("by "), Buffer.alloc(0), Buffer.from("pieces")));
    expect((await wholeOf(await storage.getStream(key))).toString()).toBe("by pieces");
    await storage.putStream(key, pieces());
    expect(await storage.get(key)).toEqual(Buffer.alloc(0));
    await storage.remove(key);
    await storage.remove(key);
    expect(await storage.get(key)).toBeNull();
  });

  it("keeps what stood there when a source breaks off, and nothing where nothing stood", async () => {
    const storage = open();
    const [kept, fresh] = [keyed(), keyed()];
    await storage.put(kept, Buffer.from("as it was"));
    async function* breaking() {
      yield randomBytes(largeBytes);
      throw new Error("the rows ended early");
    }
    await expect(storage.putStream(kept, breaking())).rejects.toThrow("the rows ended early");
    await expect(storage.putStream(fresh, breaking())).rejects.toThrow("the rows ended early");
    expect((await storage.get(kept))?.toString()).toBe("as it was");
    expect(await storage.get(fresh)).toBeNull();
  });

  it("takes a large file by pieces and gives it back sealed and unsealed", async () => {
    const storage = open();
    const key = keyed();
    const bytes = randomBytes(largeBytes);
    const put = await putSealed(
      { storage, vault },
      key,
      pieces(bytes.subarray(0, 1_000_001), bytes.subarray(1_000_001)),
    );
    expect(put.bytes).toBe(largeBytes);
    expect((await wholeOf(await openSealed({ storage, vault }, key))).equals(bytes)).toBe(true);
    expect((await storage.get(key))?.includes(bytes.subarray(0, 64))).toBe(false);
  });

  it("refuses a key that could lead elsewhere", async () => {
    const storage = open();
    for (const key of ["../x", "/x", "a//b", "A", "a/../../b", "", ".drafts/x", "a b"])
      await expect(storage.put(key, Buffer.from("x"))).rejects.toThrow("a storage key holds");
  });

  it("can be left in the middle of a file", async () => {
    const storage = open();
    const key = keyed();
    await storage.put(key, randomBytes(largeBytes));
    for await (const piece of (await storage.getStream(key)) ?? []) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    await storage.check();
  });
}
