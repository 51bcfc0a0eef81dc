/** A key that indexes of CPFs lie, or lay, under. */
export type IndexKeyRow = { fingerprint: string; closedAt: Date | null; emptiedAt: Date | null };

/**
 * How the keys that this process was given stand to those that CPFs are indexed under, newest first: `right`; `new`, the
 * first is none of them yet or no longer, and says so at a start; `changed`, one that CPFs lie under is missing, so that
 * searches would find nothing.
 */
export function standingOf(
  rows: readonly IndexKeyRow[],
  given: readonly string[],
): "right" | "new" | "changed" {
  const inUse = rows.filter(({ emptiedAt }) => emptiedAt === null);
  if (inUse.some(({ fingerprint }) => !given.includes(fingerprint))) return "changed";
  const first = rows.find(({ fingerprint }) => fingerprint === given[0]);
  return first && first.closedAt === null ? "right" : "new";
}

/** One line for whoever starts the program; fingerprints tell keys apart and hold none. */
export function sayChanged(rows: readonly IndexKeyRow[], given: readonly string[]): string {
  const missing = rows
    .filter(({ fingerprint, emptiedAt }) => emptiedAt === null && !given.includes(fingerprint))
    .map(({ fingerprint }) => fingerprint)
    .join(", ");
  const lies = missing === "" ? "" : `, which is ${missing}`;
  return (
    `INDEX_KEY (${given.join(", ")}) lacks the key that the CPFs of this database are indexed under${lies}: no person ` +
    "would be found. Put the old key back, alone or behind the new one with a comma between, and run npm run rotate"
  );
}
