import type { ReactNode } from "react";
import { DroppedNote } from "#components/table/dropped-note.tsx";
import { FilterBar, type FilterGroup } from "#components/table/filter-bar.tsx";
import { ROLES } from "#lib/auth/roles.ts";
import { pageContext } from "#lib/entry/page.ts";
import { listBranchesOfPeople } from "#lib/features/accounts/people.ts";
import { PERSON_STANDINGS } from "#lib/features/accounts/people-rules.ts";
import { type PeopleFilter, SECOND_FACTORS } from "#lib/features/accounts/people-table-schema.ts";
import { entriesOf, hrefOf } from "#lib/table/address.ts";
import { chipsOf } from "#lib/table/links.ts";

type Props = { filter: PeopleFilter; dropped: readonly string[]; tools: ReactNode };
type Choice = "role" | "standing" | "secondFactor" | "branch";

export const USERS_PATH = "/settings/users";

/** What the list of people is narrowed by. */
export async function PeopleFilters({ filter, dropped, tools }: Props) {
  const { ctx, words } = await pageContext("user:manage");
  const [t, table, common] = [words("users"), words("table"), words("common")];
  const branches = await listBranchesOfPeople(ctx);
  const options: Record<Choice, { value: string; label: string }[]> = {
    role: ROLES.map((value) => ({ value, label: common(`role.${value}`) })),
    standing: PERSON_STANDINGS.map((value) => ({ value, label: t(`standingName.${value}`) })),
    secondFactor: SECOND_FACTORS.map((value) => ({ value, label: t(`secondFactorName.${value}`) })),
    branch: branches.map(({ id, name }) => ({ value: id, label: name })),
  };
  const isOn = (name: Choice, value: string) => filter[name].some((each) => each === value);
  const groupOf = (name: Choice): FilterGroup => ({
    kind: "choice",
    name,
    label: t(`filter.${name}`),
    options: options[name].map((option) => ({ ...option, checked: isOn(name, option.value) })),
  });
  const wordOf = (name: Choice) => ({
    label: t(`filter.${name}`),
    wordOf: (value: string) =>
      options[name].find((option) => option.value === value)?.label ?? t("filter.unknownBranch"),
  });
  const chips = chipsOf(
    USERS_PATH,
    filter,
    {
      role: wordOf("role"),
      standing: wordOf("standing"),
      secondFactor: wordOf("secondFactor"),
      branch: wordOf("branch"),
    },
    (label, value) => table("removeFilter", { name: `${label} ${value}` }),
  );
  const names: Choice[] = [
    "role",
    "standing",
    "secondFactor",
    ...(branches.length > 0 ? (["branch"] as const) : []),
  ];
  return (
    <>
      <DroppedNote names={dropped} t={table} />
      <FilterBar
        action={USERS_PATH}
        search={{
          name: "q",
          value: filter.q ?? "",
          label: t("search.label"),
          placeholder: t("search.placeholder"),
        }}
        chips={chips}
        clearHref={chips.length > 0 || filter.q ? hrefOf(USERS_PATH, { sort: filter.sort }) : null}
        hidden={entriesOf({ sort: filter.sort, view: filter.view }).map(([name, value]) => ({ name, value }))}
        groups={names.map(groupOf)}
        words={{
          addFilter: table("addFilter"),
          apply: table("applyFilters"),
          clear: table("clearFilters"),
        }}
        news={tools}
      />
    </>
  );
}
