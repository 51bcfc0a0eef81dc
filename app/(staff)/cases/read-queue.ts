import { CASE_VIEWS, type CaseFilter, caseTable, withoutHidden } from "#lib/features/cases/table-schema.ts";
import type { SavedView } from "#lib/features/views/service.ts";
import { type ListState, readListState } from "#lib/features/views/state.ts";
import type { Params } from "#lib/table/address.ts";
import { DECIDED_PARAM, UNKEPT_PARAM } from "./given.ts";

export type Queue = ListState<CaseFilter>;

/** The state of the queue in the address; the bare one is everything open, where no saved view opens first. */
export function readQueue(params: Params, isMasked: boolean, views: readonly SavedView[]): Queue {
  const seen = isMasked ? withoutHidden : undefined;
  const state = readListState(caseTable, params, views, { seen, others: [DECIDED_PARAM, UNKEPT_PARAM] });
  if (!state.isBare || state.current !== null) return state;
  return { ...state, filter: { ...state.filter, ...CASE_VIEWS.open } };
}
