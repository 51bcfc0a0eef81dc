/** One after the other; what fails does not keep the next, and comes back. */
export async function tryEach<T>(
  items: readonly T[],
  run: (item: T) => Promise<unknown>,
): Promise<unknown[]> {
  const troubles: unknown[] = [];
  for (const item of items) await run(item).catch((error) => troubles.push(error));
  return troubles;
}

/** So that whoever watches the job hears of it. */
export function throwFirst(troubles: readonly unknown[]): void {
  if (troubles.length > 0) throw troubles[0];
}
