import type { FigureId, Unit } from "./figures.ts";
import type { Days } from "./period.ts";
import { type Rows, type RowsOf, rowsOf } from "./rows.ts";
import { agreementOf, type Spread, shareOf } from "./rules.ts";
import type { ReportFilter } from "./schema.ts";
import type { Figures } from "./service.ts";

/** What one period says of a figure. */
export type Measure = {
  unit: Unit;
  value: number | null;
  high?: number | null;
  of?: number;
  rows: Rows | null;
  count: number;
};

const count = (value: number, rows: Rows | null): Measure => ({ unit: "count", value, rows, count: value });
const share = (part: number, of: number, rows: Rows | null): Measure => ({
  unit: "share",
  value: shareOf(part, of),
  of,
  rows,
  count: part,
});
const spread = (unit: Unit, { n, p50Ms, highMs }: Spread, rows: Rows): Measure => ({
  unit,
  value: p50Ms,
  high: highMs,
  of: n,
  rows,
  count: n,
});

const SETTLED: readonly string[] = ["completed", "refused", "failed"];

function ofAnswers({ answers, times }: Figures, rows: RowsOf) {
  const tally = (is: (row: Figures["answers"][number]) => boolean) =>
    answers.reduce((sum, row) => sum + (is(row) ? row.count : 0), 0);
  const completed = tally(({ state }) => state === "completed");
  const settled = tally(({ state }) => SETTLED.includes(state));
  const failed = tally(({ state }) => state === "refused" || state === "failed");
  const of = (filter: Parameters<RowsOf["reverifications"]>[0]) => rows.reverifications(filter);
  const outcome = (
    name: "match" | "match_flagged" | "no_match" | "no_match_flagged" | "not_live" | "undecided",
  ) =>
    count(
      tally((row) => row.state === "completed" && row.outcome === name),
      of({ state: ["completed"], outcome: [name] }),
    );
  const ended = (state: "refused" | "failed" | "unknown") =>
    count(
      tally((row) => row.state === state),
      of({ state: [state] }),
    );
  const ofCompleted = (is: (row: Figures["answers"][number]) => boolean) =>
    tally((row) => row.state === "completed" && is(row));
  return {
    reverifications: count(settled, of(undefined)),
    match: outcome("match"),
    match_flagged: outcome("match_flagged"),
    no_match: outcome("no_match"),
    no_match_flagged: outcome("no_match_flagged"),
    not_live: outcome("not_live"),
    undecided: outcome("undecided"),
    refused: ended("refused"),
    failed: ended("failed"),
    unanswered: ended("unknown"),
    flaggedRate: share(
      ofCompleted(({ fraudsters }) => fraudsters === "yes"),
      completed,
      of({ state: ["completed"], fraudsters: ["yes"] }),
    ),
    notLiveRate: share(
      ofCompleted(({ liveness }) => liveness === "not_live"),
      ofCompleted(({ liveness }) => liveness === "not_live" || liveness === "live"),
      of({ state: ["completed"], liveness: ["not_live"] }),
    ),
    latency: spread("seconds", times.all, of({ state: ["completed"], answered: "yes" })),
    failedRate: share(failed, settled, of({ state: ["refused", "failed"] })),
    unknownValues: count(
      ofCompleted(({ fraudsters }) => fraudsters === "other"),
      of({ state: ["completed"], fraudsters: ["other"] }),
    ),
    paid: count(completed, of({ state: ["completed"] })),
  } satisfies Partial<Record<FigureId, Measure>>;
}

function ofCases(figures: Figures, rows: RowsOf, isNow: boolean) {
  const { byDay, backlog, openBefore, dueMet, reasons, reopened, cohorts } = figures;
  const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
  const decided = sum(cohorts.map((each) => each.opened - each.undecided));
  const agreement = agreementOf(figures.pairs);
  const closed = sum(reasons.filter(({ reason }) => reason === null).map((each) => each.count));
  return {
    opened: count(sum(byDay.map((day) => day.opened)), rows.opened()),
    closed: count(closed, rows.closed()),
    // Beside what is open now stands what was open when the period began.
    backlog: count(isNow ? sum(backlog.map((each) => each.count)) : openBefore, rows.open()),
    firstTouch: spread("span", figures.firstTouch, rows.touched()),
    decision: spread("span", figures.decisions.all, rows.closed()),
    dueMet: share(dueMet.met, dueMet.met + dueMet.missed, rows.due("yes")),
    falsePositives: share(
      sum(cohorts.map((each) => each.false_positive)),
      decided,
      rows.opened(undefined, { status: ["closed"], decision: ["false_positive"] }),
    ),
    overturned: share(agreement.n - agreement.agreed, agreement.n, rows.reviewed({ overturned: "yes" })),
    reopened: count(reopened, rows.reopened()),
    agreement: {
      unit: "index",
      value: agreement.kappa,
      of: agreement.n,
      rows: rows.reviewed({ first: ["confirmed_fraud", "false_positive", "inconclusive"] }),
      count: agreement.n,
    },
    avoided: {
      unit: "count",
      value: figures.avoided.calls,
      rows: rows.avoided(),
      count: figures.avoided.reverifications,
    },
  } satisfies Partial<Record<FigureId, Measure>>;
}

/** Every figure of one period; `isNow` where what is open is that of this moment. */
export const measuresOf = (
  figures: Figures,
  filter: ReportFilter,
  days: Days,
  isNow: boolean,
): Record<FigureId, Measure> => {
  const rows = rowsOf(filter, days);
  return { ...ofAnswers(figures, rows), ...ofCases(figures, rows, isNow) };
};
