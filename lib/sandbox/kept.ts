/** The newest `limit` of what was put in, oldest first, however many there were. */
export type Ring<T> = { readonly total: number; push(value: T): void; list(): T[] };

export function createRing<T>(limit: number): Ring<T> {
  const slots: T[] = [];
  let total = 0;
  return {
    get total() {
      return total;
    },
    push(value) {
      slots[total % limit] = value;
      total += 1;
    },
    list() {
      const oldest = total > limit ? total % limit : 0;
      return [...slots.slice(oldest), ...slots.slice(0, oldest)];
    },
  };
}

/** Forgets the oldest above `limit`: a sandbox that runs for days must not grow. */
export function keepNewest(known: Map<string, unknown> | Set<string>, limit: number): void {
  for (const key of known.keys()) {
    if (known.size <= limit) return;
    known.delete(key);
  }
}
