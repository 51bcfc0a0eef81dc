import type { z } from "zod";
import { entriesOf, type Params, readAddress } from "#lib/table/address.ts";
import { keptOf } from "./rules.ts";
import type { SavedView } from "./service.ts";

type State = Readonly<Record<string, unknown>>;
type Common = { sort: string; view?: string | undefined };

/** The state of a list whose filters are kept as views. */
export type ListState<F> = {
  filter: F;
  /** What the address itself asks for, without the view that the bare address stands for. */
  asked: F;
  /** The list as it is without any wish. */
  empty: F;
  /** The saved view that is looked at, perhaps narrowed otherwise by now. */
  current: { view: SavedView; isChanged: boolean } | null;
  /** The views that the reader may use, each as the list reads it. */
  kept: { view: SavedView; filter: F }[];
  /** Parameters that made no sense or may not be asked for. */
  dropped: string[];
  /** Nothing of the list stands in the address. */
  isBare: boolean;
};

type Read<F> = { filter: F; dropped: string[] };
type Reading<F> = {
  /** What the reader may ask of it. */
  seen?: ((filter: F) => Read<F>) | undefined;
  /** What the page reads from its address besides. */
  others?: readonly string[];
};

/**
 * The state of a list in its address. The bare address is the view that this person opens first, where there is one; once
 * anything stands in it, nothing is narrowed but by what stands there.
 */
export function readListState<F extends State & Common>(
  schema: z.ZodObject<Record<string, z.ZodType>> & z.ZodType<F>,
  params: Params,
  views: readonly SavedView[],
  { seen = (filter) => ({ filter, dropped: [] }), others = [] }: Reading<F> = {},
): ListState<F> {
  const read = (from: Params) => readAddress(schema, from, others) as Read<F>;
  const isBare = Object.keys(params).every((name) => !Object.hasOwn(schema.shape, name));
  const first = isBare ? views.find(({ opensFirst }) => opensFirst) : undefined;
  const asked = read(first ? { ...params, ...first.params, view: first.id } : params);
  const kept = views.map((view) => ({ view, filter: read(view.params).filter }));
  const current = kept.find(({ view }) => view.id === asked.filter.view);
  const { filter, dropped } = seen(asked.filter);
  const shown = { ...filter, view: current?.view.id };
  const empty = read({}).filter;
  return {
    filter: shown,
    asked: isBare ? { ...empty, sort: filter.sort } : shown,
    empty,
    current: current
      ? { view: current.view, isChanged: factsOf(asked.filter) !== factsOf(current.filter) }
      : null,
    kept,
    dropped: [...new Set([...asked.dropped, ...dropped])],
    isBare,
  };
}

/** Whatever the order in which values were picked. */
const factsOf = (state: State): string =>
  entriesOf(keptOf(state))
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("&");
