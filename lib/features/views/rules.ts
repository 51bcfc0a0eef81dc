import { caseTable, withoutHidden } from "#lib/features/cases/table-schema.ts";
import { type Params, paramsOf, readAddress } from "#lib/table/address.ts";
import type { ViewedList } from "./schema.ts";

/** Our policy: more than fits in a line helps nobody, and each is counted whenever the list is opened. */
export const VIEWS_MAX = 12;

/** A list's filter as it is kept: by the names of its address, and nothing that stands for itself. */
export type KeptFilter = Record<string, string | string[]>;

type Table = {
  read(params: Params): Record<string, unknown>;
  /** The members that a masked reader may not ask for. */
  hiddenIn(params: Params): string[];
};
const TABLES: Record<ViewedList, Table> = {
  cases: {
    read: (params) => readAddress(caseTable, params).filter,
    hiddenIn: (params) => withoutHidden(readAddress(caseTable, params).filter).dropped,
  },
};

/** A place in the list is no filter, and what was searched for may be somebody's name. */
const NOT_KEPT = ["after", "before", "view", "q"];

/** What of an address is kept: as the list's own schema reads it, so that nonsense never gets in. */
export function keptFilter(list: ViewedList, state: string, isMasked: boolean): KeptFilter {
  const { read, hiddenIn } = TABLES[list];
  const params = paramsOf(state);
  const left = new Set([...NOT_KEPT, ...(isMasked ? hiddenIn(params) : [])]);
  return Object.fromEntries(
    Object.entries(read(params)).flatMap(([name, value]): [string, string | string[]][] => {
      if (left.has(name) || value === undefined || value === null) return [];
      if (!Array.isArray(value)) return [[name, String(value)]];
      return value.length > 0 ? [[name, value.map(String)]] : [];
    }),
  );
}

/** Whether a reader may use it: a filter over what is hidden would tell of it. */
export const isUsable = (list: ViewedList, kept: Params, isMasked: boolean): boolean =>
  !isMasked || TABLES[list].hiddenIn(kept).length === 0;

/** What was kept, read as an address is; null where it is no such thing. */
export const paramsIn = (stored: unknown): Params =>
  typeof stored === "object" && stored !== null && !Array.isArray(stored) ? (stored as Params) : {};

type Owned = { ownerId: string; isShared: boolean };
/** One's own; the team's are of whoever hands out the work now, whoever made them. */
export const mayChange = ({ ownerId, isShared }: Owned, who: { id: string; leads: boolean }): boolean =>
  isShared ? who.leads : ownerId === who.id;
