import type { ReactNode } from "react";
import type { Translator } from "#lib/i18n/translator.ts";
import { entriesOf, hrefOf, narrowingOf } from "#lib/table/address.ts";
import { DroppedNote } from "./dropped-note.tsx";
import type { CountAction } from "./facets.tsx";
import { FilterBar, type FilterChip, type FilterGroup } from "./filter-bar.tsx";
import { type SearchAction, SearchForm } from "./search-form.tsx";

type State = Readonly<Record<string, unknown>> & {
  sort: string;
  q?: string | undefined;
  subject?: string | readonly string[] | undefined;
};
type Props = {
  /** Path of the list, without parameters. */
  path: string;
  filter: State;
  /** What a search narrows further, where that is less than what is shown. */
  searched?: State;
  search: { action: SearchAction; label: string; placeholder: string };
  chips: readonly FilterChip[];
  groups: readonly FilterGroup[];
  /** Counts what each value of the groups would find, once the editor opens. */
  countAction?: CountAction | undefined;
  /** What the address held that made no sense. */
  dropped: readonly string[];
  /** What came since the list was read, in its fixed seat. */
  news?: ReactNode;
  t: Translator<"table">;
};

/** What stands over every list: search, chips, filter editor, and the notice of what the address could not mean. */
export function ListFilters({
  path,
  filter,
  searched = filter,
  search,
  chips,
  groups,
  countAction,
  dropped,
  news,
  t,
}: Props) {
  const held = new Set(groups.flatMap(namesOf));
  const { after: _, before: __, ...state } = filter;
  const { after: ___, before: ____, q: _____, subject: ______, ...rest } = searched;
  const isNarrowed = entriesOf(narrowingOf(filter)).length > 0;
  return (
    <>
      <DroppedNote names={dropped} t={t} />
      <FilterBar
        action={path}
        searchForm={
          <SearchForm
            // A person found by CPF empties the field: the digits stay nowhere.
            key={`${filter.q} ${filter.subject}`}
            action={search.action}
            value={filter.q ?? ""}
            state={new URLSearchParams(entriesOf(rest)).toString()}
            words={search}
          />
        }
        chips={chips}
        clearHref={isNarrowed ? hrefOf(path, { sort: filter.sort }) : null}
        hidden={entriesOf(state).flatMap(([name, value]) => (held.has(name) ? [] : { name, value }))}
        groups={groups}
        count={
          countAction && { action: countAction, state: new URLSearchParams(entriesOf(state)).toString() }
        }
        words={{ addFilter: t("addFilter"), apply: t("applyFilters"), clear: t("clearFilters") }}
        news={news}
      />
    </>
  );
}

function namesOf(group: FilterGroup): string[] {
  switch (group.kind) {
    case "choice":
      return [group.name];
    case "dateRange":
      return [group.from.name, group.to.name];
    case "range":
      return [group.min.name, group.max.name];
  }
}
