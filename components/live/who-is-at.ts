/** Words about who has what open, by its number: told by the line of the page, shown beside each row. */
type Words = Readonly<Record<string, string>>;

const NOBODY: Words = {};
let known = NOBODY;
const listeners = new Set<() => void>();

export function tellWhoIsAt(words: Words): void {
  known = words;
  for (const listener of listeners) listener();
}
export const forgetWhoIsAt = (): void => tellWhoIsAt(NOBODY);

export function hearWhoIsAt(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const whoIsAt = (): Words => known;
/** Before the line of the page told anything. */
export const whoWasAt = (): Words => NOBODY;
