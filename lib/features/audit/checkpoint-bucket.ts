import "server-only";
import { openBucket } from "#lib/storage/s3-bucket.ts";
import type { S3Place } from "#lib/storage/s3-place.ts";
import { blockIn, type Checkpoints } from "./checkpoint.ts";
import type { SealedBlock } from "./proof-types.ts";

/** Above every number of a block: 15 digits, as in the names of the folder's files. */
const CEILING = 999_999_999_999_999;
const NAME = /^block-\d{15}-(\d{1,15})\.json$/;
const KEY_NAME = /^key-[0-9a-f]{16}\.pem$/;
/** What one listing holds. */
const LISTED = 1_000;
const READ_AT_ONCE = 16;

/** S3 lists in ascending order alone: the newest comes first when names begin with what is left to the ceiling. */
const beginningOf = (number: number): string => `block-${String(CEILING - number).padStart(15, "0")}`;
const nameOf = (number: number): string => `${beginningOf(number)}-${number}.json`;
const numberIn = (name: string): number => Number(NAME.exec(name)?.[1] ?? Number.NaN);

/**
 * An object for each copied block and for each key, created and never written again: the program needs no right to remove
 * any, and a bucket that locks its objects keeps them from everybody.
 */
export function bucketCheckpoints(place: S3Place): Checkpoints {
  const bucket = openBucket(place);
  const create = async (name: string, text: string) => {
    if (await bucket.create(name, Buffer.from(text))) return;
    const there = await bucket.get(name);
    if (there?.toString() !== text) throw new Error(`AUDIT_CHECKPOINT_URL holds another ${name}`);
  };
  const read = async (name: string): Promise<SealedBlock | null> => {
    const block = blockIn((await bucket.get(name))?.toString() ?? "");
    // What lies under the name of another block is no copy of either.
    return block?.number === numberIn(name) ? block : null;
  };
  const readAll = (names: readonly string[]) => Promise.all(names.map(read));

  async function newestUpTo(number: number): Promise<SealedBlock | null> {
    let after = number < CEILING ? beginningOf(number) : undefined;
    for (;;) {
      const names = (await bucket.list("block-", READ_AT_ONCE, after)).filter((name) => NAME.test(name));
      for (const name of names) {
        const block = await read(name);
        if (block) return block;
      }
      if (names.length === 0) return null;
      after = names.at(-1);
    }
  }

  /** Oldest first, out of the numbers of one listing. */
  async function namesFrom(first: number): Promise<string[]> {
    const names = await bucket.list("block-", LISTED, beginningOf(first + LISTED - 1));
    return names.filter((name) => numberIn(name) >= first).reverse();
  }

  return {
    append: (block) => create(nameOf(block.number), `${JSON.stringify(block)}\n`),
    newest: () => newestUpTo(Number.POSITIVE_INFINITY),
    newestUpTo,
    async *all(fromNumber = 0) {
      const [newest] = await bucket.list("block-", 1);
      const last = newest ? numberIn(newest) : -1;
      for (let first = fromNumber - (fromNumber % LISTED); first <= last; first += LISTED) {
        const names = await namesFrom(first);
        for (let at = 0; at < names.length; at += READ_AT_ONCE)
          yield* await readAll(names.slice(at, at + READ_AT_ONCE));
      }
    },
    keepKey: (id, pem) => create(`key-${id}.pem`, pem),
    async keys() {
      const names = (await bucket.list("key-", LISTED)).filter((name) => KEY_NAME.test(name));
      const pems = await Promise.all(names.map((name) => bucket.get(name)));
      return pems.flatMap((pem) => (pem ? [pem.toString()] : []));
    },
  };
}
