import { hash as hashOnce } from "node:crypto";

/** Told apart by their first byte, so that no node can be passed off as a leaf. Source: RFC 6962, section 2.1. */
const LEAF = 0;
const NODE = 1;

type Place = { readonly seq: number; readonly atMs: number; readonly xid: number };

/** An event's leaf: its own hash and where it stands, so that none can be put elsewhere, nor under another transaction. */
export function leafOf({ seq, atMs, xid }: Place, hash: Uint8Array): Buffer {
  const leaf = Buffer.allocUnsafe(25 + hash.length);
  leaf[0] = LEAF;
  leaf.writeBigInt64BE(BigInt(seq), 1);
  leaf.writeBigInt64BE(BigInt(atMs), 9);
  leaf.writeBigInt64BE(BigInt(xid), 17);
  leaf.set(hash, 25);
  return hashOnce("sha256", leaf, "buffer");
}

function nodeOf(left: Uint8Array, right: Uint8Array): Buffer {
  const node = Buffer.allocUnsafe(1 + left.length + right.length);
  node[0] = NODE;
  node.set(left, 1);
  node.set(right, 1 + left.length);
  return hashOnce("sha256", node, "buffer");
}

/** Grows a tree leaf by leaf; holds as many hashes as the tree is high. */
export function createTree() {
  const whole: { hash: Buffer; leaves: number }[] = [];
  let count = 0;
  return {
    add(leaf: Buffer): void {
      let added = { hash: leaf, leaves: 1 };
      for (let last = whole.at(-1); last && last.leaves === added.leaves; last = whole.at(-1)) {
        whole.pop();
        added = { hash: nodeOf(last.hash, added.hash), leaves: 2 * added.leaves };
      }
      whole.push(added);
      count += 1;
    },
    count: () => count,
    /** Of nothing, the hash of nothing. */
    root(): Buffer {
      const [first, ...rest] = whole.map(({ hash }) => hash).reverse();
      if (!first) return hashOnce("sha256", "", "buffer");
      return rest.reduce((right, left) => nodeOf(left, right), first);
    },
  };
}

export function rootOf(leaves: readonly Buffer[]): Buffer {
  const tree = createTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

/** Every hash of a tree, leaves first: what one path is read from without hashing again. */
export function levelsOf(leaves: readonly Buffer[]): readonly (readonly Buffer[])[] {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; ) {
    const above: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = level.slice(i, i + 2);
      // One without a neighbour goes up as it is, which makes the same tree as halving from above.
      if (left) above.push(right ? nodeOf(left, right) : left);
    }
    level = above;
    levels.push(level);
  }
  return levels;
}

/** The hashes beside the way from a leaf up to the root, lowest first. */
export function pathIn(levels: readonly (readonly Buffer[])[], index: number): Buffer[] {
  return levels.flatMap((level, height) => {
    const beside = level[Math.floor(index / 2 ** height) ^ 1];
    return beside ? [beside] : [];
  });
}

/** The root to which a leaf and its path lead, or null where the path does not fit the place. */
export function rootByPath(
  leaf: Buffer,
  { index, count }: { readonly index: number; readonly count: number },
  path: readonly Buffer[],
): Buffer | null {
  if (index < 0 || index >= count) return null;
  if (count === 1) return path.length === 0 ? leaf : null;
  const half = largestHalf(count);
  const beside = path.at(-1);
  if (!beside) return null;
  const isLeft = index < half;
  const below = rootByPath(
    leaf,
    isLeft ? { index, count: half } : { index: index - half, count: count - half },
    path.slice(0, -1),
  );
  if (!below) return null;
  return isLeft ? nodeOf(below, beside) : nodeOf(beside, below);
}

/** The largest power of two below `count`. */
const largestHalf = (count: number): number => 2 ** (Math.ceil(Math.log2(count)) - 1);
