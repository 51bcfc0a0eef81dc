import { CASE_VIEWS, type CaseFilter, caseTable, withoutHidden } from "#lib/features/cases/table-schema.ts";
import type { SavedView } from "#lib/features/views/service.ts";
import { hrefOf, narrowingOf, type Params, readAddress } from "#lib/table/address.ts";

export type Queue = {
  filter: CaseFilter;
  /** What the address itself asks for, without the view that the bare address stands for. */
  asked: CaseFilter;
  /** The saved view that is looked at, perhaps narrowed otherwise by now. */
  current: { view: SavedView; isChanged: boolean } | null;
  /** Parameters that made no sense or may not be asked for. */
  dropped: string[];
};

/**
 * The state of the queue in the address. The bare address is the view that this person opens first, else everything
 * open; once anything stands in it, nothing is narrowed but by what stands there.
 */
export function readQueue(params: Params, isMasked: boolean, views: readonly SavedView[]): Queue {
  const isBare = Object.keys(params).every((name) => !Object.hasOwn(caseTable.shape, name));
  const first = isBare ? views.find(({ opensFirst }) => opensFirst) : undefined;
  const read = readAddress(caseTable, first ? { ...first.params, view: first.id } : params);
  const view = views.find(({ id }) => id === read.filter.view);
  const seen = isMasked ? withoutHidden(read.filter) : { filter: read.filter, dropped: [] };
  const filter = { ...seen.filter, view: view?.id };
  return {
    filter: isBare && !first ? { ...filter, ...CASE_VIEWS.open } : filter,
    asked: isBare ? { ...caseTable.parse({}), sort: filter.sort } : filter,
    current: view ? { view, isChanged: isChanged(read.filter, view) } : null,
    dropped: [...new Set([...read.dropped, ...seen.dropped])],
  };
}

function isChanged(filter: CaseFilter, { params }: SavedView): boolean {
  const kept = readAddress(caseTable, params).filter;
  // What was searched for is no part of a view.
  const facts = (state: CaseFilter) =>
    hrefOf("", { ...sorted(narrowingOf({ ...state, q: undefined })), sort: state.sort });
  return facts(filter) !== facts(kept);
}

const sorted = (state: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(state).map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value]),
  );
