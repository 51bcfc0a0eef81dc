const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The screens with the words in their name, accents ignored; all of them while nothing is typed. */
export const screensNamed = <S extends { label: string }>(screens: readonly S[], typed: string): S[] =>
  screens.filter(({ label }) => plain(label).includes(plain(typed)));

/** Where an arrow leads from one of `count`: round at the ends. Undefined: the key is none. */
export function activeAfter(key: string, place: number, count: number): number | undefined {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  return step === undefined || count === 0 ? undefined : (place + step + count) % count;
}
