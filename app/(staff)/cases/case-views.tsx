import { keepViewAction } from "#app/(staff)/list-actions.ts";
import { ListViews } from "#components/table/list-views.tsx";
import { ViewKeeper } from "#components/table/view-keeper.tsx";
import { can } from "#lib/auth/roles.ts";
import { countCases } from "#lib/features/cases/reading.ts";
import { CASE_VIEWS, type CaseView, caseTable } from "#lib/features/cases/table-schema.ts";
import type { SavedView } from "#lib/features/views/service.ts";
import { entriesOf, hrefOf, readAddress } from "#lib/table/address.ts";
import { CASES_PATH, type Given } from "./given.ts";
import type { Queue } from "./read-queue.ts";
import { isView, viewHref } from "./views.ts";

type Props = { given: Given; queue: Queue; views: readonly CaseView[]; saved: readonly SavedView[] };

/** The queue as people ask for it, each with its count. */
export function CaseViews({ given, queue: { filter, current }, views, saved }: Props) {
  const { ctx, t, tableWords } = given;
  const kept = saved.map((view) => ({ view, filter: readAddress(caseTable, view.params).filter }));
  return (
    <ListViews
      label={t("views.label")}
      views={[
        ...views.map((view) => ({
          href: viewHref(view),
          label: t(`views.${view}`),
          isCurrent: current === null && isView(filter, view),
        })),
        ...kept.map(({ view, filter: state }) => ({
          href: hrefOf(CASES_PATH, { ...state, view: view.id }),
          label: view.name,
          isShared: view.isShared,
          isCurrent: current?.view.id === view.id,
          isChanged: current?.view.id === view.id && current.isChanged,
        })),
      ]}
      counts={countCases(ctx, [
        ...views.map((view) => CASE_VIEWS[view]),
        ...kept.map(({ filter: state }) => state),
      ])}
      end={<Keeper given={given} queue={{ filter, current }} />}
      t={tableWords}
    />
  );
}

function Keeper({ given, queue }: { given: Given; queue: Pick<Queue, "filter" | "current"> }) {
  const { ctx, tableWords: t } = given;
  const { filter, current } = queue;
  const { after: _, before: __, view: ___, ...state } = filter;
  return (
    <ViewKeeper
      key={`${current?.view.id} ${current?.view.name}`}
      action={keepViewAction}
      list="cases"
      state={new URLSearchParams(entriesOf(state)).toString()}
      current={
        current && {
          id: current.view.id,
          name: current.view.name,
          title: t("view.thisTitle", { name: current.view.name }),
          mayChange: current.view.mayChange,
          opensFirst: current.view.opensFirst,
          isChanged: current.isChanged,
        }
      }
      mayShare={can(ctx.actor, "case:assign")}
      isSearched={filter.q !== undefined}
      words={{
        open: t("view.open"),
        newTitle: t("view.newTitle"),
        name: t("view.name"),
        shared: t("view.shared"),
        opens: t("view.opens"),
        noSearch: t("view.noSearch"),
        save: t("view.save"),
        saving: t("view.saving"),
        keep: t("view.keep"),
        rename: t("view.rename"),
        openFirst: t("view.openFirst"),
        openFirstNoMore: t("view.openFirstNoMore"),
        remove: t("view.remove"),
      }}
    />
  );
}
