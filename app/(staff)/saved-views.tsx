import { ListViews, type ViewCounts } from "#components/table/list-views.tsx";
import { ViewKeeper } from "#components/table/view-keeper.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { isSearched } from "#lib/features/views/rules.ts";
import type { ListName } from "#lib/features/views/schema.ts";
import type { ListState } from "#lib/features/views/state.ts";
import { entriesOf, hrefOf, isNarrowedTo } from "#lib/table/address.ts";
import { keepViewAction } from "./list-actions.ts";
import { listOf } from "./list-columns.tsx";
import { LIST_PATHS } from "./list-paths.ts";

type Filter = Readonly<Record<string, unknown>> & { sort: string };
type Props<F> = {
  list: ListName;
  state: ListState<F>;
  /** The views that everybody has. */
  own?: readonly { label: string; filter: Partial<F> }[];
  count: (filters: readonly Partial<F>[]) => ViewCounts;
};

/** A list as people ask for it: what everybody has, then what was kept under a name, each with its count. */
export async function SavedViews<F extends Filter>({ list, state, own, count }: Props<F>) {
  const { words } = await pageContext(null);
  const t = words("table");
  const { filter, current, kept, empty } = state;
  const path = LIST_PATHS[list];
  const everybodys = own ?? [{ label: t("view.all"), filter: {} as Partial<F> }];
  return (
    <ListViews
      label={t("view.label")}
      views={[
        ...everybodys.map((view) => ({
          // The bare address may be a saved view: what everybody has says its order.
          href: hrefOf(path, view.filter, { sort: empty.sort }),
          label: view.label,
          isCurrent: current === null && isNarrowedTo(filter, view.filter),
        })),
        ...kept.map(({ view, filter: narrowed }) => ({
          href: hrefOf(path, narrowed, { view: view.id }),
          label: view.name,
          isShared: view.isShared,
          isCurrent: current?.view.id === view.id,
          isChanged: current?.view.id === view.id && current.isChanged,
        })),
      ]}
      counts={count([...everybodys, ...kept].map((view) => view.filter))}
      end={<Keeper list={list} state={state} />}
      t={t}
    />
  );
}

async function Keeper<F extends Filter>({ list, state }: Pick<Props<F>, "list" | "state">) {
  const [{ words }, { mayShare }] = await Promise.all([pageContext(null), listOf(list)]);
  const t = words("table");
  const { filter, current } = state;
  return (
    <ViewKeeper
      key={`${current?.view.id} ${current?.view.name}`}
      action={keepViewAction}
      list={list}
      state={new URLSearchParams(
        entriesOf({ ...filter, after: undefined, before: undefined, view: undefined }),
      ).toString()}
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
      mayShare={mayShare}
      isSearched={isSearched(filter)}
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
