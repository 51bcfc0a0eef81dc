import { DECISIONS, PRIORITIES } from "#lib/features/cases/rules.ts";
import { AGES } from "#lib/features/cases/table-schema.ts";
import { shareOf } from "./rules.ts";
import { count, dayWords, type Make, spanWords, sum, text } from "./table-of.ts";

const WORST_FIRST = PRIORITIES.toReversed();

export const reasonsTable: Make = ({ now }, { r, verdicts }) => {
  const reasons = [...new Set(now.reasons.flatMap(({ reason }) => reason ?? []))];
  const of = (reason: string | null, decision?: string) =>
    sum(
      now.reasons
        .filter((row) => row.reason === reason && (!decision || row.decision === decision))
        .map((row) => row.count),
    );
  return {
    id: "reasons",
    title: r("chart.reasons"),
    columns: [
      text(r("columns.reason")),
      ...DECISIONS.map((decision) => count(verdicts(`decision.${decision}`))),
      count(r("columns.all")),
    ],
    rows: reasons
      .toSorted((a, b) => of(b) - of(a))
      .map((reason) => [
        verdicts(`reason.${reason}`),
        ...DECISIONS.map((decision) => of(reason, decision)),
        of(reason),
      ]),
  };
};

export const reviewersTable: Make = ({ now }, { r, verdicts }) => ({
  id: "reviewers",
  title: r("chart.reviewers"),
  columns: [
    text(r("columns.first")),
    ...DECISIONS.map((decision) => count(verdicts(`decision.${decision}`))),
  ],
  rows: DECISIONS.map((first) => [
    verdicts(`decision.${first}`),
    ...DECISIONS.map((stands) =>
      sum(
        now.pairs.filter((pair) => pair.first === first && pair.stands === stands).map((pair) => pair.count),
      ),
    ),
  ]),
});

export const backlogTable: Make = ({ now }, { r, verdicts, cases }) => ({
  id: "backlog",
  title: r("chart.backlog"),
  columns: [
    text(r("columns.age")),
    ...WORST_FIRST.map((priority) => count(verdicts(`priority.${priority}`))),
    count(r("columns.all")),
  ],
  rows: AGES.map((age) => {
    const own = now.backlog.filter((row) => row.age === age);
    return [
      cases(`age.${age}`),
      ...WORST_FIRST.map((priority) => own.find((row) => row.priority === priority)?.count ?? 0),
      sum(own.map((row) => row.count)),
    ];
  }),
});

export const daysTable: Make = ({ now }, words) => ({
  id: "days",
  title: words.r("chart.days"),
  columns: [text(words.r("columns.day")), count(words.r("columns.opened")), count(words.r("columns.closed"))],
  rows: now.byDay.map(({ day, opened, closed }) => [dayWords(words, day), opened, closed]),
});

export const cohortsTable: Make = ({ now }, words) => {
  const { r, verdicts } = words;
  return {
    id: "cohorts",
    title: r("chart.cohorts"),
    columns: [
      text(r("columns.cohort")),
      ...DECISIONS.map((decision) => count(verdicts(`decision.${decision}`))),
      count(r("columns.undecided")),
      { label: r("columns.share"), unit: "share" },
    ],
    rows: now.cohorts.map((cohort) => [
      spanWords(words, cohort),
      ...DECISIONS.map((decision) => cohort[decision]),
      cohort.undecided,
      shareOf(cohort.false_positive, cohort.opened - cohort.undecided),
    ]),
  };
};
