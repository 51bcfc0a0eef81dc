import { setTimeout as sleep } from "node:timers/promises";

/** The value below which that share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** What gets one call ready, outside the time that is measured, and hands it back to be run. */
export type Way = { prepare(index: number): Promise<() => Promise<void>> };

export type Load = {
  readonly count: number;
  readonly atOnce: number;
  /** Over how long the first ones begin: people do not press a button in the same millisecond. */
  readonly spreadMs: number;
};

/** Runs `count` calls with `atOnce` under way all the time; returns what each took, in milliseconds. */
export async function measure(way: Way, { count, atOnce, spreadMs }: Load): Promise<number[]> {
  const tookMs: number[] = [];
  let next = 0;
  const one = async (_: unknown, worker: number): Promise<void> => {
    await sleep((worker / atOnce) * spreadMs);
    for (let index = next++; index < count; index = next++) {
      const run = await way.prepare(index);
      const startedMs = performance.now();
      await run();
      tookMs.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return tookMs;
}
