/** A transaction of two rows; `n` is its place in the order of the commits. */
export type Write = {
  readonly n: number;
  readonly first: number;
  readonly second: number;
  readonly isNew: boolean;
};

/** When a case is due that nobody wrote to since it was there; each write adds the seconds of its number. */
export const DUE_FROM = "2030-01-01T00:00:00-03:00";
const DUE_FROM_MS = Date.parse("2030-01-01T00:00:00Z");

export type Held = {
  /** The newest transaction that is in the file. */
  readonly at: number;
  readonly rows: number;
  /** Where the file is not what stood there right after it. */
  readonly wrong: readonly string[];
};

const MOST = 5;

/**
 * Holds a file of the columns number and due against every write: it must be exactly what stood there after one of them.
 * What is missing of that, what came later, and half of a transaction is told of.
 */
export function heldAgainst(file: string, first: readonly number[], writes: readonly Write[]): Held {
  const [, ...lines] = file.split("\r\n").filter((line) => line !== "");
  const found = new Map(
    lines.map((line) => {
      const [number = "", due = ""] = line.split(",");
      // São Paulo's clock as if it were UTC, both here and above: without summer time the seconds between are the same.
      return [Number(number), (Date.parse(`${due.replace(" ", "T")}Z`) - DUE_FROM_MS) / 1_000] as const;
    }),
  );
  const at = [...found.values()].reduce((most, n) => Math.max(most, n), 0);
  const expected = new Map(first.map((number) => [number, 0]));
  for (const { n, first: one, second } of writes) {
    if (n > at) break;
    expected.set(one, n);
    expected.set(second, n);
  }
  const wrong = [
    ...[...expected].flatMap(([number, n]) =>
      found.get(number) === n ? [] : `case ${number} is of ${found.get(number) ?? "no"} write, not of ${n}`,
    ),
    ...[...found.keys()].flatMap((number) =>
      expected.has(number) ? [] : `case ${number} came later than ${at}`,
    ),
    ...(found.size === lines.length ? [] : [`${lines.length - found.size} cases stand there twice`]),
  ];
  return { at, rows: lines.length, wrong: wrong.slice(0, MOST) };
}
