/** Two pictures are decoded at once: the other threads of the process are for the calls that wait on Unico. */
const PLACES = 2;
/** Whoever comes behind these is told to come again: each that waits holds its picture in memory. */
const LINE_MAX = 60;

type Waiting = { places: number; isPatient: boolean; go: () => void };
type Line = { taken: number; waiting: Waiting[] };

// One a process, also when the bundler loads this module twice.
const kept = globalThis as typeof globalThis & { contraprovaPictureLine?: Line };
kept.contraprovaPictureLine ??= { taken: 0, waiting: [] };
const line: Line = kept.contraprovaPictureLine;

export class LineFull extends Error {}

/**
 * Runs in turn, in the order of asking; one that needs much memory takes every place. Whoever is patient lets everybody
 * else pass.
 */
export async function inTurn<T>(isHeavy: boolean, run: () => Promise<T>, isPatient = false): Promise<T> {
  const places = isHeavy ? PLACES : 1;
  if (line.waiting.length >= LINE_MAX) throw new LineFull();
  if (line.waiting.length > 0 || line.taken + places > PLACES)
    await new Promise<void>((go) => enqueue({ places, isPatient, go }));
  else line.taken += places;
  try {
    return await run();
  } finally {
    line.taken -= places;
    admit();
  }
}

function enqueue(asked: Waiting): void {
  const behind = asked.isPatient ? -1 : line.waiting.findIndex(({ isPatient }) => isPatient);
  line.waiting.splice(behind < 0 ? line.waiting.length : behind, 0, asked);
}

/** A place is taken for whoever is let in before they run: nobody slips between. */
function admit(): void {
  for (let next = line.waiting[0]; next && line.taken + next.places <= PLACES; next = line.waiting[0]) {
    line.waiting.shift();
    line.taken += next.places;
    next.go();
  }
}
