/** A member of an event's details by its path. */
export type Read = (name: string) => string | undefined;

/** A value of a closed list in words; what the list does not know is said as it was recorded. */
export function said<K extends string>(
  values: readonly K[],
  value: string | undefined,
  say: (known: K) => string,
) {
  if (value === undefined || value === "none") return undefined;
  const known = values.find((each) => each === value);
  return known === undefined ? value : say(known);
}

/** Within a row nothing begins with a capital but a name or a short form. */
export const lowered = (word: string) =>
  /^(Unico|\p{Lu}{2})/u.test(word) ? word : word.slice(0, 1).toLowerCase() + word.slice(1);
