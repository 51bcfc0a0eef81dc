import { backlogTable, cohortsTable, daysTable, reasonsTable, reviewersTable } from "./case-tables.ts";
import { figuresOf } from "./figures.ts";
import { SCORE_STEPS, shareOf } from "./rules.ts";
import type { Report } from "./service.ts";
import { spentOf } from "./spent.ts";
import {
  count,
  dayWords,
  type Make,
  type ReportTable,
  stepWords,
  sum,
  text,
  type Words,
} from "./table-of.ts";

/** All figures, those of the period before beside them; each row in a unit of its own. */
export function summaryTable(report: Report, { r, format }: Words, price: number | null): ReportTable {
  const figures = figuresOf(report);
  const spent = spentOf(report, price);
  return {
    id: "summary",
    title: r("summary"),
    columns: [
      text(r("columns.figure")),
      { label: r("columns.now"), unit: "row" },
      { label: r("columns.nineOfTen"), unit: "row" },
      count(r("columns.of")),
      { label: r("columns.before"), unit: "row" },
    ],
    rows: [
      ...figures.map(({ id, value, high, of, before }) => [r(`figure.${id}`), value, high, of, before]),
      ...spent.map(({ value, before }) => [
        r("figure.spent", { price: format.money(price ?? 0) }),
        value,
        null,
        null,
        before,
      ]),
    ],
    units: [...figures.map(({ unit }) => unit), ...spent.map(() => "money" as const)],
  };
}

export const answersTable: Make = ({ now }, words) => {
  const { r } = words;
  return {
    id: "answers",
    title: r("chart.answers"),
    columns: [
      text(r("columns.day")),
      count(r("columns.completed")),
      count(r("columns.failed")),
      count(r("columns.flagged")),
      { label: r("columns.rate"), unit: "share" },
      { label: r("columns.median"), unit: "seconds" },
      { label: r("columns.nineteen"), unit: "seconds" },
    ],
    rows: now.times.byDay.map(({ day, completed, failed, flagged, p50Ms, highMs }) => [
      dayWords(words, day),
      completed,
      failed,
      flagged,
      shareOf(flagged, completed),
      p50Ms,
      highMs,
    ]),
  };
};

export const scoresTable: Make = ({ now }, words) => ({
  id: "scores",
  title: words.r("chart.scores"),
  columns: [text(words.r("columns.score")), count(words.r("columns.processes"))],
  rows: SCORE_STEPS.map((step) => [
    stepWords(words, step),
    (now.scores ?? []).find((row) => row.step === step)?.count ?? 0,
  ]),
});

export const peopleTable: Make = ({ now }, { r }) => ({
  id: "people",
  title: r("chart.people"),
  columns: [
    text(r("columns.person")),
    count(r("columns.open")),
    count(r("columns.closed")),
    count(r("columns.approved")),
    count(r("columns.started")),
    { label: r("columns.median"), unit: "span" },
    { label: r("columns.nineOfTen"), unit: "span" },
    { label: r("columns.agrees"), unit: "share" },
  ],
  rows: now.work.map(({ person, name, open, approved, started }) => {
    const times = now.decisions.byPerson.find((row) => row.person === person);
    const own = now.pairs.filter((pair) => pair.person === person);
    const agreed = own.filter(({ first, stands }) => first === stands);
    const counts = (pairs: typeof own) => sum(pairs.map((pair) => pair.count));
    return [
      name,
      open,
      times?.n ?? 0,
      approved,
      started,
      times?.p50Ms ?? null,
      times?.highMs ?? null,
      shareOf(counts(agreed), counts(own)),
    ];
  }),
});

export const valuesTable: Make = ({ now }, { r, format }) => ({
  id: "values",
  title: r("chart.values"),
  columns: [
    text(r("columns.member")),
    text(r("columns.value")),
    text(r("columns.firstSeen")),
    text(r("columns.lastSeen")),
  ],
  rows: (now.oddValues ?? []).map(({ member, value, firstSeenAt, lastSeenAt }) => [
    member,
    value,
    format.dateTime(firstSeenAt),
    format.dateTime(lastSeenAt),
  ]),
});

/** The whole report as plain tables, in the order of the page; without what is not of a branch or a person. */
export const tablesOf = (report: Report, words: Words, price: number | null): ReportTable[] => [
  summaryTable(report, words, price),
  ...[reasonsTable, reviewersTable, answersTable, backlogTable, daysTable, cohortsTable].map((make) =>
    make(report, words),
  ),
  ...(report.now.scores ? [scoresTable(report, words)] : []),
  peopleTable(report, words),
  ...(report.now.oddValues ? [valuesTable(report, words)] : []),
];
