import { CASE_VIEWS, type CaseFilter, caseTable, withoutHidden } from "#lib/features/cases/table-schema.ts";
import { type Params, readAddress } from "#lib/table/address.ts";

export type Queue = {
  filter: CaseFilter;
  /** What the address itself asks for, without the view that the bare address stands for. */
  asked: CaseFilter;
  /** Parameters that made no sense or may not be asked for. */
  dropped: string[];
};

/**
 * The state of the queue in the address. The bare address is the view of everything open; once anything stands in
 * it, nothing is narrowed but by what stands there.
 */
export function readQueue(params: Params, isMasked: boolean): Queue {
  const read = readAddress(caseTable, params);
  const isBare = Object.keys(params).every((name) => !Object.hasOwn(caseTable.shape, name));
  const seen = isMasked ? withoutHidden(read.filter) : { filter: read.filter, dropped: [] };
  return {
    filter: isBare ? { ...seen.filter, ...CASE_VIEWS.open } : seen.filter,
    asked: seen.filter,
    dropped: [...new Set([...read.dropped, ...seen.dropped])],
  };
}
