import { ListViews } from "#components/table/list-views.tsx";
import { countCases } from "#lib/features/cases/reading.ts";
import { CASE_VIEWS, type CaseFilter, type CaseView } from "#lib/features/cases/table-schema.ts";
import type { Given } from "./given.ts";
import { isView, viewHref } from "./views.ts";

type Props = { given: Given; filter: CaseFilter; views: readonly CaseView[] };

/** The queue as people ask for it, each with its count. */
export function CaseViews({ given, filter, views }: Props) {
  const { ctx, t, tableWords } = given;
  return (
    <ListViews
      label={t("views.label")}
      views={views.map((view) => ({
        href: viewHref(view),
        label: t(`views.${view}`),
        isCurrent: isView(filter, view),
      }))}
      counts={countCases(
        ctx,
        views.map((view) => CASE_VIEWS[view]),
      )}
      t={tableWords}
    />
  );
}
