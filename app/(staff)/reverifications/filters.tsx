import { ListColumns } from "#app/(staff)/list-columns.tsx";
import type { FilterGroup } from "#components/table/filter-bar.tsx";
import { ListFilters } from "#components/table/list-filters.tsx";
import { outcomeWords } from "#components/verdict/words.ts";
import { pageContext } from "#lib/entry/page.ts";
import { listReverificationChoices } from "#lib/features/reverifications/choices.ts";
import { STATES } from "#lib/features/reverifications/rules.ts";
import type { ReverificationFilter } from "#lib/features/reverifications/table-schema.ts";
import { FRAUDSTERS, LIVENESS, OUTCOMES } from "#lib/features/signals.ts";
import { nameOfSubject } from "#lib/features/subjects/search.ts";
import type { ListState } from "#lib/features/views/state.ts";
import { shortId } from "#lib/format.ts";
import { chipsOf } from "#lib/table/links.ts";
import { startOfDay } from "#lib/time.ts";
import { searchReverificationsAction } from "./actions.ts";
import { columnsOf } from "./columns.tsx";
import { isOfUnknown } from "./views.tsx";

type Props = Pick<ListState<ReverificationFilter>, "filter" | "asked" | "dropped">;
type Choices = readonly { value: string; label: string }[];

const PATH = "/reverifications";
export async function ReverificationsFilters({ filter, asked, dropped }: Props) {
  const { ctx, words, format } = await pageContext("reverification:read");
  const [t, table, verdicts] = [words("reverifications"), words("table"), words("verdicts")];
  const [subject, { people, subsidiaries }] = await Promise.all([
    nameOfSubject(ctx, "reverification:read", filter.subject),
    listReverificationChoices(ctx, filter),
  ]);
  // What the filter holds is offered whatever it is: applying another must not drop it.
  const named = (ids: readonly string[], of: readonly { id: string; name: string }[]) =>
    ids.map((id) => ({ value: id, label: of.find((each) => each.id === id)?.name ?? shortId(id) }));
  const branches = new Set([
    ...subsidiaries.map(({ id }) => id),
    ...(filter.subsidiary ? [filter.subsidiary] : []),
  ]);

  const choices = {
    state: STATES.map((value) => ({ value, label: verdicts(`reverification.${value}`) })),
    outcome: OUTCOMES.map((value) => ({ value, label: verdicts(outcomeWords(value).word) })),
    fraudsters: FRAUDSTERS.map((value) => ({ value, label: verdicts(`fraud.${value}`) })),
    liveness: LIVENESS.map((value) => ({ value, label: verdicts(`liveness.${value}`) })),
    startedBy: [
      { value: "me", label: t("list.me") },
      ...named(
        filter.startedBy.filter((who) => who !== "me"),
        people,
      ),
    ],
    subsidiary: named([...branches], subsidiaries),
  } satisfies Record<string, Choices>;
  const labels = {
    state: t("list.filterState"),
    outcome: t("list.filterOutcome"),
    fraudsters: t("list.filterFraudsters"),
    liveness: t("list.filterLiveness"),
    startedBy: t("list.filterStartedBy"),
    subsidiary: t("list.filterSubsidiary"),
  };
  const names = ["state", "outcome", "fraudsters", "liveness", "startedBy", "subsidiary"] as const;
  const groups: FilterGroup[] = [
    ...names.flatMap((name): FilterGroup[] => {
      const set = filter[name];
      const on: readonly (string | undefined)[] = Array.isArray(set) ? set : [set];
      if (choices[name].length === 0) return [];
      const options = choices[name].map((choice) => ({ ...choice, checked: on.includes(choice.value) }));
      return [{ kind: "choice", name, label: labels[name], options }];
    }),
    {
      kind: "dateRange",
      label: t("list.filterStarted"),
      from: { name: "startedFrom", label: table("from"), value: filter.startedFrom ?? "" },
      to: { name: "startedTo", label: table("to"), value: filter.startedTo ?? "" },
    },
  ];

  const oneOf = (name: (typeof names)[number]) => ({
    label: labels[name],
    wordOf: (value: string) =>
      choices[name].find((choice) => choice.value === value)?.label ?? shortId(value),
  });
  const day = (value: string) => format.date(startOfDay(value));
  const chips = chipsOf(
    PATH,
    filter,
    {
      q: { label: t("list.filterSearch"), wordOf: (value) => value },
      state: oneOf("state"),
      outcome: oneOf("outcome"),
      fraudsters: oneOf("fraudsters"),
      liveness: oneOf("liveness"),
      startedBy: oneOf("startedBy"),
      reference: { label: t("list.filterReference"), wordOf: shortId },
      subject: { label: t("list.filterSubject"), wordOf: () => subject ?? t("list.onePerson") },
      startedFrom: { label: t("list.filterStartedFrom"), wordOf: day },
      startedTo: { label: t("list.filterStartedTo"), wordOf: day },
      subsidiary: oneOf("subsidiary"),
      avoidedFrom: { label: t("list.filterAvoidedFrom"), wordOf: day },
      avoidedTo: { label: t("list.filterAvoidedTo"), wordOf: day },
      answered: { label: t("list.filterAnswered"), wordOf: () => t("list.yes") },
    },
    (label, value) => table("removeFilter", { name: `${label}: ${value}` }),
  );
  return (
    <ListFilters
      path={PATH}
      filter={filter}
      searched={asked}
      search={{
        action: searchReverificationsAction,
        label: table("search"),
        placeholder: t("list.searchPlaceholder"),
      }}
      chips={chips}
      groups={groups}
      dropped={dropped}
      // The ones to reconcile have columns of their own.
      news={
        isOfUnknown(filter) ? null : (
          <ListColumns
            list="reverifications"
            columns={columnsOf({ t, verdicts, format, now: ctx.now() }, filter)}
          />
        )
      }
      t={table}
    />
  );
}
