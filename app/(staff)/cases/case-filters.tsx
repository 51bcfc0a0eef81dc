import type { ReactNode } from "react";
import type { FilterGroup } from "#components/table/filter-bar.tsx";
import { ListFilters } from "#components/table/list-filters.tsx";
import type { CaseChoices } from "#lib/features/cases/choices.ts";
import { facetValues } from "#lib/features/cases/facets.ts";
import { CASE_STATUSES, PRIORITIES, shownStatus } from "#lib/features/cases/rules.ts";
import { CASE_VIEWS, type CaseFilter } from "#lib/features/cases/table-schema.ts";
import { hrefOf } from "#lib/table/address.ts";
import { chipsOf } from "#lib/table/links.ts";
import { countFacetsAction, searchCasesAction } from "./actions.ts";
import { filterWords } from "./filter-words.ts";
import { CASES_PATH, type Given } from "./given.ts";
import type { Queue } from "./read-queue.ts";

type Props = {
  given: Given;
  queue: Queue;
  isMasked: boolean;
  choices: CaseChoices;
  dropped: readonly string[];
  news: ReactNode;
};

/** What the queue is narrowed by. */
export function CaseFilters({ given, queue: { filter, asked }, isMasked, choices, dropped, news }: Props) {
  const { t, tableWords } = given;
  return (
    <ListFilters
      path={CASES_PATH}
      filter={filter}
      // A number or a name is looked for among all cases, not only those that the bare address shows.
      searched={asked}
      search={{ action: searchCasesAction, label: tableWords("search"), placeholder: t("searchPlaceholder") }}
      chips={chipsFor(given, filter, choices)}
      groups={groupsFor(given, filter, isMasked, choices)}
      countAction={countFacetsAction}
      dropped={dropped}
      news={news}
      t={tableWords}
    />
  );
}

function chipsFor(given: Given, filter: CaseFilter, choices: CaseChoices) {
  const { t, tableWords } = given;
  const removeLabel = (label: string, value: string) =>
    tableWords("removeFilter", { name: `${label} ${value}` });
  const words = filterWords(given, choices);
  if (!isNotClosed(filter)) return chipsOf(CASES_PATH, filter, words, removeLabel);
  const { status, ...others } = words;
  const value = t("notClosed");
  return [
    {
      key: "status",
      label: status.label,
      value,
      removeHref: hrefOf(CASES_PATH, filter, { status: [] }),
      removeLabel: removeLabel(status.label, value),
    },
    ...chipsOf(CASES_PATH, filter, others, removeLabel),
  ];
}

const NOT_CLOSED = CASE_VIEWS.open.status;
const isNotClosed = ({ status }: CaseFilter): boolean =>
  status.length === NOT_CLOSED.length && NOT_CLOSED.every((each) => status.includes(each));

function groupsFor(given: Given, filter: CaseFilter, isMasked: boolean, choices: CaseChoices): FilterGroup[] {
  const { t, tableWords } = given;
  const words = filterWords(given, choices);
  const offered = facetValues(filter, choices);
  const choice = (
    name:
      | "status"
      | "decision"
      | "reason"
      | "fraudsters"
      | "biometry"
      | "liveness"
      | "priority"
      | "tag"
      | "assignee"
      | "subsidiary"
      | "due",
    values: readonly string[] = offered[name],
  ): FilterGroup => {
    const chosen: readonly string[] = filter[name];
    return {
      kind: "choice",
      name,
      label: words[name].label,
      options: values.map((value) => ({
        value,
        label: words[name].wordOf(value),
        checked: chosen.includes(value),
      })),
    };
  };
  const signals: FilterGroup[] = [choice("fraudsters"), choice("biometry"), choice("liveness")];
  const decided: FilterGroup[] = [
    choice("decision"),
    choice("reason"),
    {
      kind: "range",
      label: t("filter.score"),
      min: { name: "scoreMin", label: tableWords("atLeast"), value: String(filter.scoreMin ?? "") },
      max: { name: "scoreMax", label: tableWords("atMost"), value: String(filter.scoreMax ?? "") },
      bounds: { min: -100, max: 100 },
    },
  ];
  return [
    choice(
      "status",
      CASE_STATUSES.filter((status) => !isMasked || shownStatus(status) === status),
    ),
    ...(isMasked ? [] : [...signals, choice("priority", PRIORITIES.toReversed())]),
    choice("assignee", isMasked ? ["me", "none"] : offered.assignee),
    ...(isMasked ? [] : [choice("due")]),
    ...(isMasked || offered.tag.length === 0 ? [] : [choice("tag")]),
    ...(offered.subsidiary.length > 0 ? [choice("subsidiary")] : []),
    {
      kind: "dateRange",
      label: t("filter.opened"),
      from: { name: "openedFrom", label: tableWords("from"), value: filter.openedFrom ?? "" },
      to: { name: "openedTo", label: tableWords("to"), value: filter.openedTo ?? "" },
    },
    ...(isMasked ? [] : decided),
  ];
}
