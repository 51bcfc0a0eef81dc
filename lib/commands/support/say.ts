export const say = (line = ""): void => void process.stdout.write(`${line}\n`);
export const complain = (line: string): void => void process.stderr.write(`contraprova: ${line}\n`);

/** Runs one step of a start and prints how long it took. */
export async function timed<T>(label: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  say(`${label.padEnd(32)}${secondsSince(startedAt).padStart(7)}`);
  return result;
}

export const secondsSince = (startedAt: number): string =>
  `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
