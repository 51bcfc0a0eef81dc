import { CASE_VIEWS, type CaseFilter, type CaseView } from "#lib/features/cases/table-schema.ts";
import { isNarrowedTo } from "#lib/table/address.ts";

/** Whether the list is narrowed by exactly what a view is. */
export const isView = (filter: CaseFilter, view: CaseView): boolean => isNarrowedTo(filter, CASE_VIEWS[view]);

/** Of these a masked reader learns nothing that speaks of fraud. */
const OPEN_VIEWS: readonly CaseView[] = ["unassigned", "open"];

export const viewsFor = ({ mayWork, isMasked }: { mayWork: boolean; isMasked: boolean }): CaseView[] =>
  (Object.keys(CASE_VIEWS) as CaseView[]).filter(
    (view) => (view !== "mine" || mayWork) && (!isMasked || OPEN_VIEWS.includes(view)),
  );
