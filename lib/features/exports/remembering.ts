/** Our policy: the people of some thousand rows, far more than any list has words. */
const SLOTS = 8_192;

type Kept = { key: Buffer; made: Buffer };

/**
 * Makes something of a value once, though it comes again and again: found by its bytes, for to make a text of them first
 * costs more than all the rest. Each slot keeps what came last.
 */
export function remembering(make: (value: string) => Buffer, keyBytes = Number.MAX_SAFE_INTEGER) {
  const slots: (Kept | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  return (bytes: Buffer, from: number, to: number): Buffer => {
    const end = Math.min(to, from + keyBytes);
    let hash = 0;
    for (let i = from; i < end; i += 1) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
    const slot = hash & (SLOTS - 1);
    const kept = slots[slot];
    if (kept !== undefined && isSame(kept.key, bytes, from, end)) return kept.made;
    const made = make(bytes.toString("utf8", from, to));
    slots[slot] = { key: Buffer.from(bytes.subarray(from, end)), made };
    return made;
  };
}

function isSame(key: Buffer, bytes: Buffer, from: number, end: number): boolean {
  if (key.length !== end - from) return false;
  for (let i = 0; i < key.length; i += 1) if (key[i] !== bytes[from + i]) return false;
  return true;
}
