import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { createVault } from "#lib/privacy/vault.ts";
import { ByteReader, inChunks } from "#lib/storage/chunks.ts";
import { DamagedFile, keyOfFile, openSealed, putSealed } from "#lib/storage/sealed-file.ts";
import { memoryStorage, type Storage } from "#lib/storage/storage.ts";
import { pieces, wholeOf } from "#tests/support/storage-contract.ts";

const older = { id: "k1", key: randomBytes(32) };
const newer = { id: "k2", key: randomBytes(32) };
const index = randomBytes(32);
const vault = createVault([older], index);
const KEY = "exports/one";
const HEAD_BYTES = 8 + 16;

let storage: Storage;
beforeEach(() => {
  storage = memoryStorage();
});
const storedOf = async (key = KEY) => (await storage.get(key)) ?? Buffer.alloc(0);
const reading = (key = KEY) => openSealed({ storage, vault }, key).then(wholeOf);

/** The frames of a stored file, each with its length. */
function framesOf(stored: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = HEAD_BYTES; at < stored.length; ) {
    const end = at + 4 + (stored.readUInt32BE(at) & 0x7fff_ffff);
    frames.push(stored.subarray(at, end));
    at = end;
  }
  return frames;
}

describe("pieces of one size", () => {
  it("hold the same bytes in order, whatever size they came in", async () => {
    const sources = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sources, fc.integer({ min: 1, max: 17 }), async (given, size) => {
        const all = Buffer.concat(given);
        const chunks: Buffer[] = [];
        for await (const chunk of inChunks(pieces(...given), size)) chunks.push(chunk);
        expect(Buffer.concat(chunks).equals(all)).toBe(true);
        expect(chunks.length).toBe(Math.ceil(all.length / size));
        expect(chunks.slice(0, -1).every((chunk) => chunk.length === size)).toBe(true);
        const reader = new ByteReader(pieces(...given));
        expect((await reader.take(size)).equals(all.subarray(0, size))).toBe(true);
        expect((await reader.take(all.length)).equals(all.subarray(size))).toBe(true);
      }),
    );
  });

  it("are copies: a source may fill its buffer again", async () => {
    const buffer = Buffer.alloc(3);
    async function* reusing() {
      for (const text of ["abc", "def", "ghi"]) {
        buffer.write(text);
        yield buffer;
      }
    }
    const chunks: string[] = [];
    for await (const chunk of inChunks(reusing(), 4)) chunks.push(chunk.toString());
    expect(chunks).toEqual(["abcd", "efgh", "i"]);
  });
});

describe("a sealed file", () => {
  it.each([0, 1, 262_143, 262_144, 262_145, 524_288, 700_000])(
    "of %i bytes opens as it was",
    async (size) => {
      const bytes = randomBytes(size);
      const put = await putSealed({ storage, vault }, KEY, pieces(bytes));
      expect(put).toEqual({ bytes: size, sha256: createHash("sha256").update(bytes).digest("hex") });
      expect((await reading()).equals(bytes)).toBe(true);
      expect(framesOf(await storedOf())).toHaveLength(Math.max(1, Math.ceil(size / 262_144)));
    },
  );

  it("is none where none was put", async () => {
    expect(await openSealed({ storage, vault }, KEY)).toBeNull();
    expect(await keyOfFile({ storage, vault }, KEY)).toBeNull();
  });

  it("opens under an older key, and tells which", async () => {
    await putSealed({ storage, vault }, KEY, pieces(Buffer.from("kept")));
    const both = createVault([newer, older], index);
    expect((await wholeOf(await openSealed({ storage, vault: both }, KEY))).toString()).toBe("kept");
    expect(await keyOfFile({ storage, vault: both }, KEY)).toBe("k1");
    const other = createVault([newer], index);
    const opening = openSealed({ storage, vault: other }, KEY).then(wholeOf);
    await expect(opening).rejects.toThrow(DamagedFile);
  });

  it("does not open with any byte changed, cut short or gone on", async () => {
    await putSealed({ storage, vault }, KEY, pieces(randomBytes(300_000)));
    const stored = await storedOf();
    const refuses = async (bytes: Buffer) => {
      await storage.put(KEY, bytes);
      await expect(reading()).rejects.toThrow(DamagedFile);
    };
    const places = fc.integer({ min: 0, max: stored.length - 1 });
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(stored);
        changed.writeUInt8(changed.readUInt8(at) ^ change, at);
        await refuses(changed);
      }),
      { numRuns: 60 },
    );
    await fc.assert(
      fc.asyncProperty(places, (length) => refuses(stored.subarray(0, length))),
      { numRuns: 60 },
    );
    await refuses(Buffer.concat([stored, Buffer.from([0])]));
  });

  it("does not open with its chunks in another order, left out, repeated or of another file", async () => {
    await putSealed({ storage, vault }, KEY, pieces(randomBytes(1_000_000)));
    await putSealed({ storage, vault }, "exports/two", pieces(randomBytes(1_000_000)));
    const stored = await storedOf();
    const other = await storedOf("exports/two");
    const head = stored.subarray(0, HEAD_BYTES);
    const [a, b, c, d] = framesOf(stored);
    if (!a || !b || !c || !d) throw new Error("four chunks were put");
    const lastOf = (frame: Buffer, isLast: boolean) => {
      const changed = Buffer.from(frame);
      changed.writeUInt8((changed.readUInt8(0) & 0x7f) | (isLast ? 0x80 : 0), 0);
      return changed;
    };
    const others = framesOf(other);
    for (const frames of [
      [b, a, c, d],
      [a, c, d],
      [a, b, c],
      [a, b, lastOf(c, true)],
      [a, b, c, lastOf(d, false)],
      [a, a, b, c, d],
      [a, b, c, c, d],
      [a, others[1] ?? b, c, d],
      [],
    ]) {
      await storage.put(KEY, Buffer.concat([head, ...frames]));
      await expect(reading()).rejects.toThrow(DamagedFile);
    }
    await storage.put(KEY, other);
    await expect(reading()).rejects.toThrow(DamagedFile);
    await storage.put(KEY, Buffer.concat([head, a, b, c, d]));
    expect((await reading()).length).toBe(1_000_000);
  });

  it("gives out what holds before the place where it does not, and nothing behind it", async () => {
    const bytes = randomBytes(600_000);
    await putSealed({ storage, vault }, KEY, pieces(bytes));
    const stored = await storedOf();
    await storage.put(KEY, stored.subarray(0, stored.length - 10));
    const given: Buffer[] = [];
    const reads = async () => {
      for await (const piece of (await openSealed({ storage, vault }, KEY)) ?? []) given.push(piece);
    };
    await expect(reads()).rejects.toThrow("cut");
    expect(Buffer.concat(given).equals(bytes.subarray(0, 524_288))).toBe(true);
  });

  it("holds a few chunks at most, however long it is", async () => {
    const PIECES = 200;
    const piece = randomBytes(100_000);
    let made = 0;
    let taken = 0;
    let mostHeld = 0;
    const held = () => {
      mostHeld = Math.max(mostHeld, made - taken);
    };
    async function* many() {
      for (let at = 0; at < PIECES; at += 1) {
        made += piece.length;
        held();
        yield piece;
      }
    }
    const counting: Storage = {
      ...storage,
      async putStream(key, source) {
        const kept: Uint8Array[] = [];
        for await (const part of source) {
          taken += part.length;
          kept.push(part);
        }
        await storage.put(key, Buffer.concat(kept));
      },
      async getStream() {
        return (async function* () {
          const stored = await storedOf();
          for (let at = 0; at < stored.length; at += 100_000) {
            const part = stored.subarray(at, at + 100_000);
            made += part.length;
            held();
            yield part;
          }
        })();
      },
    };
    await putSealed({ storage: counting, vault }, KEY, many());
    expect([made, mostHeld < 1_000_000]).toEqual([PIECES * piece.length, true]);
    [made, taken, mostHeld] = [0, 0, 0];
    for await (const part of (await openSealed({ storage: counting, vault }, KEY)) ?? [])
      taken += part.length;
    expect([taken, mostHeld < 1_000_000]).toEqual([PIECES * piece.length, true]);
  });
});
