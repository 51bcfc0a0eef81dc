import { hrefOf } from "./address.ts";

type State = Readonly<Record<string, unknown>>;
type PageFacts = { keys: readonly string[]; hasPrevious: boolean; hasNext: boolean };

/** Where "Previous page" and "Next page" lead; null where there is none. */
export function pagerLinks(path: string, filter: State, { keys, hasPrevious, hasNext }: PageFacts) {
  const first = keys[0];
  const last = keys.at(-1);
  return {
    previous: hasPrevious && first ? hrefOf(path, filter, { before: first, after: undefined }) : null,
    next: hasNext && last ? hrefOf(path, filter, { after: last, before: undefined }) : null,
  };
}

/** A column head: sorts by it, or turns the order round when the table is sorted by it already. */
export function sortLink(path: string, filter: State & { sort: string }, column: string) {
  const direction = filter.sort === column ? "ascending" : filter.sort === `-${column}` ? "descending" : null;
  return {
    href: hrefOf(path, filter, { sort: direction === "ascending" ? `-${column}` : column }),
    direction,
  } as const;
}

type Word = { label: string; wordOf: (value: string) => string };
type Chip = { key: string; label: string; value: string; removeHref: string; removeLabel: string };

/** One chip for each value that filters; what has no word (sort, page, search) has no chip. */
export function chipsOf(
  path: string,
  filter: State,
  words: Readonly<Record<string, Word>>,
  removeLabel: (label: string, value: string) => string,
): Chip[] {
  return Object.entries(words).flatMap(([name, { label, wordOf }]) => {
    const set = filter[name];
    const values = Array.isArray(set) ? set : set === undefined || set === null ? [] : [set];
    return values.map((each): Chip => {
      const value = wordOf(String(each));
      const rest = Array.isArray(set) ? set.filter((other) => other !== each) : undefined;
      return {
        key: `${name}=${each}`,
        label,
        value,
        removeHref: hrefOf(path, filter, { [name]: rest }),
        removeLabel: removeLabel(label, value),
      };
    });
  });
}
