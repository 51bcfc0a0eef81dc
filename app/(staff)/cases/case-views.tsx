import { SavedViews } from "#app/(staff)/saved-views.tsx";
import { countCases } from "#lib/features/cases/reading.ts";
import { CASE_VIEWS, type CaseView } from "#lib/features/cases/table-schema.ts";
import type { Given } from "./given.ts";
import type { Queue } from "./read-queue.ts";

type Props = { given: Pick<Given, "ctx" | "t">; queue: Queue; views: readonly CaseView[] };

export const CaseViews = ({ given: { ctx, t }, queue, views }: Props) => (
  <SavedViews
    list="cases"
    state={queue}
    own={views.map((view) => ({ label: t(`views.${view}`), filter: CASE_VIEWS[view] }))}
    count={(filters) => countCases(ctx, filters)}
  />
);
