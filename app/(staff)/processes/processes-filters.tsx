import { ListColumns } from "#app/(staff)/list-columns.tsx";
import type { FilterGroup } from "#components/table/filter-bar.tsx";
import { ListFilters } from "#components/table/list-filters.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { PROCESS_OUTCOMES } from "#lib/features/processes/rules.ts";
import { listSeenFlows } from "#lib/features/processes/table.ts";
import {
  AUTHENTICATIONS,
  type ProcessFilter,
  RESULTS,
  STATES,
} from "#lib/features/processes/table-schema.ts";
import { LIVENESS } from "#lib/features/signals.ts";
import { nameOfSubject } from "#lib/features/subjects/search.ts";
import type { ListState } from "#lib/features/views/state.ts";
import { shortId } from "#lib/format.ts";
import { chipsOf } from "#lib/table/links.ts";
import { startOfDay } from "#lib/time.ts";
import { searchProcessesAction } from "./actions.ts";
import { PROCESSES_PATH, processColumns } from "./columns.tsx";
import { valueWords } from "./value-words.ts";

type Props = Pick<ListState<ProcessFilter>, "filter" | "asked" | "dropped">;

const SCORES = { min: -100, max: 100 };

export async function ProcessesFilters({ filter, asked, dropped }: Props) {
  const { ctx, words, format } = await pageContext("process:lookup");
  const t = words("processes");
  const table = words("table");
  const verdicts = words("verdicts");
  const [subject, flows] = await Promise.all([
    nameOfSubject(ctx, "process:lookup", filter.subject),
    listSeenFlows(ctx),
  ]);
  const valueWord = valueWords(t, verdicts);

  const choice = <V extends string>(
    name: "outcome" | "state" | "result" | "authentication" | "liveness" | "flow",
    values: readonly V[],
    chosen: readonly string[],
    wordOf: (value: V) => string,
  ): FilterGroup => ({
    kind: "choice",
    name,
    label: t(`filter.${name}`),
    options: values.map((value) => ({ value, label: wordOf(value), checked: chosen.includes(value) })),
  });
  const bound = (name: "scoreMin" | "scoreMax" | "seenFrom" | "seenTo") => ({
    name,
    label: t(`filter.${name}`),
    value: String(filter[name] ?? ""),
  });
  const groups: FilterGroup[] = [
    choice("outcome", PROCESS_OUTCOMES, filter.outcome, (value) => t(`outcome.${value}`)),
    choice("state", STATES, filter.state, valueWord.state),
    choice("result", RESULTS, filter.result, valueWord.result),
    choice("authentication", AUTHENTICATIONS, filter.authentication, (value) =>
      t(`authenticationFilter.${value}`),
    ),
    choice("liveness", LIVENESS, filter.liveness, (value) => verdicts(`liveness.${value}`)),
    ...(flows.length > 0
      ? [choice("flow", [...new Set([...flows, ...filter.flow])], filter.flow, (value) => value)]
      : []),
    { kind: "range", min: bound("scoreMin"), max: bound("scoreMax"), bounds: SCORES },
    { kind: "dateRange", from: bound("seenFrom"), to: bound("seenTo") },
  ];

  const day = (value: string) => format.date(startOfDay(value));
  const score = (value: string) => format.scoreBound(Number(value));
  const word = (name: keyof typeof filterWords) => ({
    label: t(`filter.${name}`),
    wordOf: filterWords[name],
  });
  const filterWords = {
    subject: () => subject ?? table("nobody"),
    list: (value: string) => shortId(value),
    outcome: (value: string) => t(`outcome.${value as (typeof PROCESS_OUTCOMES)[number]}`),
    state: (value: string) => valueWord.state(value as (typeof STATES)[number]),
    result: (value: string) => valueWord.result(value as (typeof RESULTS)[number]),
    flow: (value: string) => value,
    authentication: (value: string) => t(`authenticationFilter.${value as (typeof AUTHENTICATIONS)[number]}`),
    liveness: (value: string) => verdicts(`liveness.${value as (typeof LIVENESS)[number]}`),
    scoreMin: score,
    scoreMax: score,
    seenFrom: day,
    seenTo: day,
  };
  const names = Object.keys(filterWords) as (keyof typeof filterWords)[];
  const chips = chipsOf(
    PROCESSES_PATH,
    filter,
    Object.fromEntries(names.map((name) => [name, word(name)])),
    (label, value) => table("removeFilter", { name: `${label}, ${value}` }),
  );
  return (
    <ListFilters
      path={PROCESSES_PATH}
      filter={filter}
      searched={asked}
      search={{
        action: searchProcessesAction,
        label: t("search.label"),
        placeholder: t("search.placeholder"),
      }}
      chips={chips}
      groups={groups}
      dropped={dropped}
      news={
        <ListColumns
          list="processes"
          columns={processColumns({ t, verdicts, format, now: ctx.now() }, filter)}
        />
      }
      t={table}
    />
  );
}
