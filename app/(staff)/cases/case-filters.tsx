import type { ReactNode } from "react";
import type { FilterGroup } from "#components/table/filter-bar.tsx";
import { ListFilters } from "#components/table/list-filters.tsx";
import {
  CASE_STATUSES,
  DECISIONS,
  PRIORITIES,
  REASON_CODES,
  shownStatus,
} from "#lib/features/cases/rules.ts";
import { CASE_VIEWS, type CaseFilter, DUES } from "#lib/features/cases/table-schema.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS } from "#lib/features/signals.ts";
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
  dropped: readonly string[];
  news: ReactNode;
};

/** What the queue is narrowed by. */
export function CaseFilters({ given, queue: { filter, asked }, isMasked, dropped, news }: Props) {
  const { t, tableWords } = given;
  return (
    <ListFilters
      path={CASES_PATH}
      filter={filter}
      // A number or a name is looked for among all cases, not only those that the bare address shows.
      searched={asked}
      search={{ action: searchCasesAction, label: tableWords("search"), placeholder: t("searchPlaceholder") }}
      chips={chipsFor(given, filter)}
      groups={groupsFor(given, filter, isMasked)}
      countAction={countFacetsAction}
      dropped={dropped}
      news={news}
      t={tableWords}
    />
  );
}

function chipsFor(given: Given, filter: CaseFilter) {
  const { t, tableWords } = given;
  const removeLabel = (label: string, value: string) =>
    tableWords("removeFilter", { name: `${label} ${value}` });
  const words = filterWords(given);
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

function groupsFor(given: Given, filter: CaseFilter, isMasked: boolean): FilterGroup[] {
  const { t, tableWords } = given;
  const words = filterWords(given);
  const choice = (
    name:
      | "status"
      | "decision"
      | "reason"
      | "fraudsters"
      | "biometry"
      | "liveness"
      | "priority"
      | "assignee"
      | "due",
    values: readonly string[],
  ): FilterGroup => {
    const set = filter[name];
    const chosen: readonly (string | undefined)[] = Array.isArray(set) ? set : [set];
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
  const people = [...new Set(["me", "none", ...filter.assignee])];
  const signals: FilterGroup[] = [
    choice("fraudsters", FRAUDSTERS),
    choice("biometry", BIOMETRY),
    choice("liveness", LIVENESS),
  ];
  const decided: FilterGroup[] = [
    choice("decision", DECISIONS),
    choice("reason", REASON_CODES),
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
    choice("assignee", people),
    ...(isMasked ? [] : [choice("due", DUES)]),
    {
      kind: "dateRange",
      label: t("filter.opened"),
      from: { name: "openedFrom", label: tableWords("from"), value: filter.openedFrom ?? "" },
      to: { name: "openedTo", label: tableWords("to"), value: filter.openedTo ?? "" },
    },
    ...(isMasked ? [] : decided),
  ];
}
