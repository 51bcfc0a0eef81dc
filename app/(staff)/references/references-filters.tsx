import { ListColumns } from "#app/(staff)/list-columns.tsx";
import type { FilterGroup } from "#components/table/filter-bar.tsx";
import { ListFilters } from "#components/table/list-filters.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { listBranches, mayReverify, seesContradictions } from "#lib/features/references/service.ts";
import {
  REFERENCE_CONTRADICTIONS,
  REFERENCE_ORIGINS,
  type ReferenceContradiction,
  type ReferenceFilter,
} from "#lib/features/references/table-schema.ts";
import { nameOfSubject } from "#lib/features/subjects/search.ts";
import type { ListState } from "#lib/features/views/state.ts";
import { chipsOf } from "#lib/table/links.ts";
import { startOfDay } from "#lib/time.ts";
import { searchReferencesAction } from "./actions.ts";
import { REFERENCES_PATH, referenceColumns } from "./columns.tsx";

type Props = Pick<ListState<ReferenceFilter>, "filter" | "asked" | "dropped">;
type Origin = (typeof REFERENCE_ORIGINS)[number];

export async function ReferencesFilters({ filter, asked, dropped }: Props) {
  const { ctx, words, format } = await pageContext("reference:read");
  const t = words("references");
  const table = words("table");
  const [subject, branches] = await Promise.all([
    nameOfSubject(ctx, "reference:read", filter.subject),
    listBranches(ctx),
  ]);

  const bound = (name: "enrolledFrom" | "enrolledTo") => ({
    name,
    label: t(`filter.${name}`),
    value: filter[name] ?? "",
  });
  const choice = (
    name: "origin" | "contradiction" | "subsidiary",
    options: readonly { value: string; label: string }[],
  ): FilterGroup => ({
    kind: "choice",
    name,
    label: t(`filter.${name}`),
    options: options.map((option) => ({
      ...option,
      checked: filter[name].some((value) => value === option.value),
    })),
  });
  const groups: FilterGroup[] = [
    choice(
      "origin",
      REFERENCE_ORIGINS.map((value) => ({ value, label: t(`originName.${value}`) })),
    ),
    ...(seesContradictions(ctx)
      ? [
          choice(
            "contradiction",
            REFERENCE_CONTRADICTIONS.map((value) => ({ value, label: t(`contradictionName.${value}`) })),
          ),
        ]
      : []),
    ...(branches.length > 0
      ? [
          choice(
            "subsidiary",
            branches.map(({ id, name }) => ({ value: id, label: name })),
          ),
        ]
      : []),
    { kind: "dateRange", from: bound("enrolledFrom"), to: bound("enrolledTo") },
  ];
  const day = (value: string) => format.date(startOfDay(value));
  const chips = chipsOf(
    REFERENCES_PATH,
    filter,
    {
      subject: { label: t("filter.subject"), wordOf: () => subject ?? t("nobody") },
      origin: { label: t("filter.origin"), wordOf: (value) => t(`originName.${value as Origin}`) },
      contradiction: {
        label: t("filter.contradiction"),
        wordOf: (value) => t(`contradictionName.${value as ReferenceContradiction}`),
      },
      subsidiary: {
        label: t("filter.subsidiary"),
        wordOf: (value) => branches.find(({ id }) => id === value)?.name ?? t("notKnown"),
      },
      enrolledFrom: { label: t("filter.enrolledFrom"), wordOf: day },
      enrolledTo: { label: t("filter.enrolledTo"), wordOf: day },
    },
    (label, value) => table("removeFilter", { name: `${label}, ${value}` }),
  );
  const given = {
    t,
    privacy: words("privacy"),
    format,
    now: ctx.now(),
    mayReverify: mayReverify(ctx),
  };
  return (
    <ListFilters
      path={REFERENCES_PATH}
      filter={filter}
      searched={asked}
      search={{
        action: searchReferencesAction,
        label: t("search.label"),
        placeholder: t("search.placeholder"),
      }}
      chips={chips}
      groups={groups}
      dropped={dropped}
      news={<ListColumns list="references" columns={referenceColumns(given, filter)} />}
      t={table}
    />
  );
}
