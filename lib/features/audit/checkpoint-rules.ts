import { faultOf } from "./blocks.ts";
import type { BadPlace, SealedBlock } from "./proof-types.ts";
import type { Trust } from "./verifying.ts";

const badAt = (block: number): BadPlace => ({ check: "checkpoint", block, seq: null });

/**
 * Holds blocks, fed in order, against their copies outside: a copy whose block is gone or another tells of a log that was
 * cut or made anew, whoever had the key. `find` looks for a block that is not the one being read.
 */
export function holdAgainst(
  copies: AsyncGenerator<SealedBlock | null>,
  { keys }: Trust,
  start: number,
  find: (number: number) => Promise<SealedBlock | null>,
) {
  let seen: SealedBlock | null = null;
  let next: SealedBlock | null = null;
  let lastNumber = start;

  /** Reads on to a copy that lies behind `start`. */
  async function advance(): Promise<BadPlace | null> {
    next = null;
    for (;;) {
      const read = await copies.next();
      if (read.done) return null;
      const copy = read.value;
      if (!copy || faultOf(copy, keys)) return badAt(copy?.number ?? (seen?.number ?? 0) + 1);
      const isAgain: boolean = seen !== null && copy.number <= seen.number;
      if (isAgain && (await find(copy.number))?.head !== copy.head) return badAt(copy.number);
      if (!isAgain) seen = copy;
      if (isAgain || copy.number <= start) continue;
      next = copy;
      return null;
    }
  }
  /** No further than needed: what is wrong with a copy is not said before what is wrong with its own block. */
  let isDue = true;
  async function advanceIfDue(): Promise<BadPlace | null> {
    if (!isDue) return null;
    isDue = false;
    return advance();
  }

  return {
    async block({ number, head }: SealedBlock): Promise<BadPlace | null> {
      const bad = await advanceIfDue();
      if (bad) return bad;
      lastNumber = number;
      if (!next || next.number > number) return null;
      if (next.number < number || next.head !== head) return badAt(next.number);
      isDue = true;
      return null;
    },
    /** What is left are copies of blocks that were sealed while the others were read. */
    async end(): Promise<BadPlace | null> {
      let bad = await advanceIfDue();
      while (!bad && next) {
        const { number, head }: SealedBlock = next;
        const found = await find(number);
        if (!found) return badAt(lastNumber + 1);
        if (found.head !== head) return badAt(number);
        bad = await advance();
      }
      if (bad) return bad;
      return lastNumber > 0 && !seen ? { check: "checkpoint_missing", block: lastNumber, seq: null } : null;
    },
  };
}
