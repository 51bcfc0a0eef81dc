import { FilterBar, type FilterGroup } from "#components/table/filter-bar.tsx";
import { Note } from "#components/ui/note.tsx";
import { EXPORT_STATES } from "#lib/features/exports/rules.ts";
import { EXPORT_FORMATS, EXPORT_SOURCES } from "#lib/features/exports/schema.ts";
import type { ExportFilter } from "#lib/features/exports/table-schema.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import { chipsOf } from "#lib/table/links.ts";
import { EXPORTS_PATH } from "./paths.ts";

type Props = {
  filter: ExportFilter;
  dropped: readonly string[];
  seesAll: boolean;
  t: Translator<"exports">;
  table: Translator<"table">;
};

/** What the list of exports is narrowed by. */
export function ExportsFilters({ filter, dropped, seesAll, t, table }: Props) {
  const options = {
    state: EXPORT_STATES.map((value) => ({ value, label: t(`state.${value}`) })),
    list: EXPORT_SOURCES.map((value) => ({ value, label: t(`list.${value}`) })),
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
      {dropped.length > 0 ? (
        <div className="px-6 pt-2 phone:px-4">
          <Note tone="doubt" role="status">
            {table("nonsense", { count: dropped.length, names: dropped.join(", ") })}
          </Note>
        </div>
      ) : null}
      <FilterBar
        action={EXPORTS_PATH}
        chips={chips}
        clearHref={chips.length > 0 ? hrefOf(EXPORTS_PATH, { sort: filter.sort }) : null}
        hidden={[{ name: "sort", value: filter.sort }]}
        groups={groups}
        words={{ addFilter: table("addFilter"), apply: table("applyFilters"), clear: table("clearFilters") }}
      />
    </>
  );
}
