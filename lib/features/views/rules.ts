import type { z } from "zod";
import { peopleFilter } from "#lib/features/accounts/people-table-schema.ts";
import { auditTable } from "#lib/features/audit/table-schema.ts";
import { caseTable, withoutHidden } from "#lib/features/cases/table-schema.ts";
import { exportFilter } from "#lib/features/exports/table-schema.ts";
import { processFilter } from "#lib/features/processes/table-schema.ts";
import { referenceFilter, withoutContradiction } from "#lib/features/references/table-schema.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import { type Params, paramsOf, readAddress } from "#lib/table/address.ts";
import type { ListName } from "./schema.ts";

/** Our policy: more than fits in a line helps nobody, and each is counted whenever the list is opened. */
export const VIEWS_MAX = 12;

/** A list's filter as it is kept: by the names of its address, and nothing that stands for itself. */
export type KeptFilter = Record<string, string | string[]>;

type Table = {
  read(params: Params): Record<string, unknown>;
  /** The members that a masked reader may not ask for. */
  hiddenIn(params: Params): string[];
};
type Shape = Record<string, z.ZodType>;
function tableOf<S extends Shape>(
  schema: z.ZodObject<S>,
  hidden: (filter: z.output<z.ZodObject<S>>) => { dropped: string[] } = () => ({ dropped: [] }),
): Table {
  const read = (params: Params) => readAddress(schema, params).filter;
  return { read, hiddenIn: (params) => hidden(read(params)).dropped };
}
const TABLES: Record<ListName, Table> = {
  cases: tableOf(caseTable, withoutHidden),
  reverifications: tableOf(reverificationTable),
  processes: tableOf(processFilter),
  references: tableOf(referenceFilter, withoutContradiction),
  exports: tableOf(exportFilter),
  audit: tableOf(auditTable),
  users: tableOf(peopleFilter),
};

/** What was searched for may be somebody's name, or the address of their network. */
const SEARCHED = ["q", "entity", "address"];
/** Nor is a place in the list a filter, or what is open beside it. */
const NOT_KEPT = new Set([...SEARCHED, "after", "before", "view", "event"]);

type State = Readonly<Record<string, unknown>>;
export const isSearched = (filter: State): boolean => SEARCHED.some((name) => filter[name] !== undefined);

/** What of a list's state a view of it holds. */
export const keptOf = (filter: State): Record<string, unknown> =>
  Object.fromEntries(Object.entries(filter).filter(([name]) => !NOT_KEPT.has(name)));

/** What of an address is kept: as the list's own schema reads it, so that nonsense never gets in. */
export function keptFilter(list: ListName, state: string, isMasked: boolean): KeptFilter {
  const { read, hiddenIn } = TABLES[list];
  const params = paramsOf(state);
  const hidden = new Set(isMasked ? hiddenIn(params) : []);
  return Object.fromEntries(
    Object.entries(keptOf(read(params))).flatMap(([name, value]): [string, string | string[]][] => {
      if (hidden.has(name) || value === undefined || value === null) return [];
      if (!Array.isArray(value)) return [[name, String(value)]];
      return value.length > 0 ? [[name, value.map(String)]] : [];
    }),
  );
}

/** Whether a reader may use it: a filter over what is hidden would tell of it. */
export const isUsable = (list: ListName, kept: Params, isMasked: boolean): boolean =>
  !isMasked || TABLES[list].hiddenIn(kept).length === 0;

/** What was kept, read as an address is; null where it is no such thing. */
export const paramsIn = (stored: unknown): Params =>
  typeof stored === "object" && stored !== null && !Array.isArray(stored) ? (stored as Params) : {};

type Owned = { ownerId: string; isShared: boolean };
/** One's own; the team's are of whoever hands out the work now, whoever made them. */
export const mayChange = ({ ownerId, isShared }: Owned, who: { id: string; leads: boolean }): boolean =>
  isShared ? who.leads : ownerId === who.id;
