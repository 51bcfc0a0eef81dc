import type { ReactNode } from "react";
import { DroppedNote } from "#components/table/dropped-note.tsx";
import { FilterBar, type FilterGroup } from "#components/table/filter-bar.tsx";
import { EXPORT_STATES } from "#lib/features/exports/rules.ts";
import { EXPORT_FORMATS, type ExportSourceName } from "#lib/features/exports/schema.ts";
import type { ExportFilter } from "#lib/features/exports/table-schema.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { entriesOf, hrefOf } from "#lib/table/address.ts";
import { chipsOf } from "#lib/table/links.ts";
import { EXPORTS_PATH } from "./paths.ts";

type Props = {
  filter: ExportFilter;
  dropped: readonly string[];
  seesAll: boolean;
  /** What this reader may export, and so sees. */
  lists: readonly ExportSourceName[];
  t: Translator<"exports">;
  table: Translator<"table">;
  /** What the rows are drawn with. */
  tools: ReactNode;
};

/** Who came by an address that names another list takes it away again. */
const listsOf = (offered: Props["lists"], { list }: ExportFilter) => [
  ...offered,
  ...list.filter((name) => !offered.includes(name)),
];

/** What the list of exports is narrowed by. */
export function ExportsFilters({ filter, dropped, seesAll, lists, t, table, tools }: Props) {
  const options = {
    state: EXPORT_STATES.map((value) => ({ value, label: t(`state.${value}`) })),
    list: listsOf(lists, filter).map((value) => ({ value, label: t(`list.${value}`) })),
    format: EXPORT_FORMATS.map((value) => ({ value, label: value.toUpperCase() })),
    by: [{ value: "me", label: t("filter.me") }],
  };
  const labels = {
    state: t("filter.state"),
    list: t("filter.list"),
    format: t("filter.format"),
    by: t("filter.mine"),
  };
  const names = ["state", "list", "format", ...(seesAll ? (["by"] as const) : [])] as const;
  const groups = names.map((name): FilterGroup => {
    const chosen: readonly string[] = filter[name];
    return {
      kind: "choice",
      name,
      label: labels[name],
      options: options[name].map((option) => ({ ...option, checked: chosen.includes(option.value) })),
    };
  });
  const chips = chipsOf(
    EXPORTS_PATH,
    filter,
    Object.fromEntries(
      names.map((name) => [
        name,
        {
          label: labels[name],
          wordOf: (value: string) => options[name].find((option) => option.value === value)?.label ?? value,
        },
      ]),
    ),
    (label, value) => table("removeFilter", { name: `${label} ${value}` }),
  );
  return (
    <>
      <DroppedNote names={dropped} t={table} />
      <FilterBar
        action={EXPORTS_PATH}
        chips={chips}
        clearHref={chips.length > 0 ? hrefOf(EXPORTS_PATH, { sort: filter.sort }) : null}
        hidden={entriesOf({ sort: filter.sort, view: filter.view }).map(([name, value]) => ({ name, value }))}
        groups={groups}
        words={{ addFilter: table("addFilter"), apply: table("applyFilters"), clear: table("clearFilters") }}
        news={tools}
      />
    </>
  );
}
