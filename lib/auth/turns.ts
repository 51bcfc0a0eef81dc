/** Whom somebody waits for: `first` comes before everybody, each other name in its own row. */
export type Party = { readonly first: true } | { readonly row: string };

type Waiting = { readonly go: () => void; readonly leave: () => void };

/**
 * So many run at once; the others wait, one row for each party, and the turns go round the rows: who floods waits behind
 * themself. Past `waitingMax` the longest row gives up its last. `null`: not run, the line was too long.
 */
export function createTurns({ atOnce, waitingMax }: { atOnce: number; waitingMax: number }) {
  let running = 0;
  let inRows = 0;
  const first: (() => void)[] = [];
  // A map keeps the order in which rows came, and one that had its turn goes to its end.
  const rows = new Map<string, Waiting[]>();

  const take = (): (() => void) | undefined => {
    const next = first.shift();
    if (next) return next;
    const [[name, row] = ["", []]] = rows;
    const one = row.shift();
    if (!one) return undefined;
    inRows -= 1;
    rows.delete(name);
    if (row.length > 0) rows.set(name, row);
    return one.go;
  };

  /** Whether there is a place for one more in that row; at worst the last of the longest makes it. */
  const makePlace = (name: string): boolean => {
    if (inRows < waitingMax) return true;
    const longest = [...rows.values()].reduce((a, b) => (b.length > a.length ? b : a));
    if ((rows.get(name)?.length ?? 0) + 1 >= longest.length) return false;
    longest.pop()?.leave();
    inRows -= 1;
    return true;
  };

  const wait = (party: Party): Promise<boolean> => {
    if ("first" in party) return new Promise((resolve) => first.push(() => resolve(true)));
    if (!makePlace(party.row)) return Promise.resolve(false);
    return new Promise((resolve) => {
      const row = rows.get(party.row) ?? [];
      row.push({ go: () => resolve(true), leave: () => resolve(false) });
      rows.set(party.row, row);
      inRows += 1;
    });
  };

  return async function inTurn<T>(party: Party, work: () => Promise<T>): Promise<T | null> {
    if (running < atOnce) running += 1;
    else if (!(await wait(party))) return null;
    try {
      return await work();
    } finally {
      // The turn goes to the next in line, or back.
      const next = take();
      if (next) next();
      else running -= 1;
    }
  };
}
