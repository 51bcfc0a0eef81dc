import { CATEGORY_FILLS, Legend, ORDER_FILLS } from "#components/charts/fills.tsx";
import { Mirror } from "#components/charts/mirror.tsx";
import { StackedBars } from "#components/charts/stacked-bars.tsx";
import { CASE_STATUSES, DECISIONS, PRIORITIES } from "#lib/features/cases/rules.ts";
import { AGES } from "#lib/features/cases/table-schema.ts";
import { backlogTable, cohortsTable, daysTable, reasonsTable } from "#lib/features/reports/case-tables.ts";
import { daysOf } from "#lib/features/reports/period.ts";
import { rowsOf } from "#lib/features/reports/rows.ts";
import { startOfDay } from "#lib/time.ts";
import { type Given, rowsHref } from "./given.ts";
import { ReportPanel } from "./report-panel.tsx";

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
const WORST_FIRST = PRIORITIES.toReversed();
const UNDECIDED = CASE_STATUSES.filter((status) => status !== "closed");

export function Reasons({ given }: { given: Given }) {
  const { r, verdicts, format, report } = given;
  const { reasons } = report.now;
  const rows = rowsOf(report.filter, report.period);
  const table = reasonsTable(report, given);
  const decided = DECISIONS.map((decision) =>
    sum(reasons.filter((row) => !row.reason && row.decision === decision).map((row) => row.count)),
  );
  const codes = [...new Set(reasons.flatMap(({ reason }) => reason ?? []))];
  const of = (reason: string) =>
    DECISIONS.map((decision) =>
      sum(
        reasons.filter((row) => row.reason === reason && row.decision === decision).map((row) => row.count),
      ),
    );
  return (
    <ReportPanel
      given={given}
      table={table}
      means="reasons"
      note={r("several")}
      link={{ href: rowsHref(rows.closed()), text: r("allRows", { count: format.number(sum(decided)) }) }}
      isEmpty={codes.length === 0}
    >
      <Legend
        chart="reasons"
        fills={CATEGORY_FILLS}
        names={DECISIONS.map(
          (decision, at) => `${verdicts(`decision.${decision}`)} ${format.number(decided[at] ?? 0)}`,
        )}
      />
      <StackedBars
        id="reasons-bars"
        label={table.title}
        fills={CATEGORY_FILLS}
        bars={codes
          .toSorted((a, b) => sum(of(b)) - sum(of(a)))
          .map((reason) => ({
            key: reason,
            label: verdicts(`reason.${reason}`),
            parts: of(reason),
            total: format.number(sum(of(reason))),
            href: rowsHref(rows.closed({ reason: [reason] })),
            name: r("bar", { name: verdicts(`reason.${reason}`), count: format.number(sum(of(reason))) }),
          }))}
      />
    </ReportPanel>
  );
}

export function Backlog({ given }: { given: Given }) {
  const { r, verdicts, cases, format, report } = given;
  const { backlog } = report.now;
  const rows = rowsOf(report.filter, report.period);
  const table = backlogTable(report, given);
  return (
    <ReportPanel
      given={given}
      table={table}
      means="age"
      note={r("now")}
      link={{
        href: rowsHref(rows.open()),
        text: r("allRows", { count: format.number(sum(backlog.map(({ count }) => count))) }),
      }}
      isEmpty={backlog.length === 0}
    >
      <Legend
        chart="backlog"
        fills={ORDER_FILLS}
        names={WORST_FIRST.map((each) => verdicts(`priority.${each}`))}
      />
      <StackedBars
        id="backlog-bars"
        label={table.title}
        fills={ORDER_FILLS}
        bars={AGES.map((age) => {
          const own = backlog.filter((row) => row.age === age);
          const count = format.number(sum(own.map((row) => row.count)));
          return {
            key: age,
            label: cases(`age.${age}`),
            parts: WORST_FIRST.map((priority) => own.find((row) => row.priority === priority)?.count ?? 0),
            total: count,
            href: rowsHref(rows.open({ age })),
            name: r("bar", { name: cases(`age.${age}`), count }),
          };
        })}
      />
    </ReportPanel>
  );
}

export function OpenedAndClosed({ given }: { given: Given }) {
  const { r, format, report } = given;
  const { byDay } = report.now;
  const rows = rowsOf(report.filter, report.period);
  const table = daysTable(report, given);
  const known = new Map(byDay.map((row) => [row.day, row]));
  const said = (day: string) => format.date(startOfDay(day));
  return (
    <ReportPanel
      given={given}
      table={table}
      means="byDay"
      note={r("casesADay")}
      hrefOf={(row, column) => {
        const { day, opened, closed } = byDay[row] ?? { day: "", opened: 0, closed: 0 };
        const here = { from: day, to: day };
        if (column === 1 && opened > 0) return rowsHref(rows.opened(here));
        return column === 2 && closed > 0 ? rowsHref(rows.closed({}, here)) : null;
      }}
      isEmpty={byDay.length === 0}
    >
      <Mirror
        id="days-columns"
        label={table.title}
        fills={[CATEGORY_FILLS[1], { color: "var(--chart-1)", lines: "none" }]}
        columns={daysOf(report.period).map((day) => {
          const { opened, closed } = known.get(day) ?? { opened: 0, closed: 0 };
          const here = { from: day, to: day };
          return {
            key: day,
            up: opened,
            down: closed,
            upHref: rowsHref(rows.opened(here)),
            downHref: rowsHref(rows.closed({}, here)),
            upName: r("dayOpened", { day: said(day), count: format.number(opened) }),
            downName: r("dayClosed", { day: said(day), count: format.number(closed) }),
          };
        })}
        words={{
          up: r("openedAll", { count: format.number(sum(byDay.map(({ opened }) => opened))) }),
          down: r("closedAll", { count: format.number(sum(byDay.map(({ closed }) => closed))) }),
          first: said(report.period.from),
          last: said(report.period.to),
        }}
        say={format.number}
      />
    </ReportPanel>
  );
}

export function Cohorts({ given }: { given: Given }) {
  const { r, verdicts, format, report } = given;
  const { cohorts } = report.now;
  const rows = rowsOf(report.filter, report.period);
  const table = cohortsTable(report, given);
  return (
    <ReportPanel
      given={given}
      table={table}
      means="cohorts"
      link={{
        href: rowsHref(rows.opened(undefined, { status: UNDECIDED })),
        text: r("undecidedRows", { count: format.number(sum(cohorts.map(({ undecided }) => undecided))) }),
      }}
      isEmpty={cohorts.every(({ opened }) => opened === 0)}
    >
      <Legend
        chart="cohorts"
        fills={CATEGORY_FILLS}
        names={[...DECISIONS.map((decision) => verdicts(`decision.${decision}`)), r("columns.undecided")]}
      />
      <StackedBars
        id="cohorts-bars"
        label={table.title}
        fills={CATEGORY_FILLS}
        bars={cohorts.map((cohort) => {
          const decided = cohort.opened - cohort.undecided;
          const share = decided > 0 ? format.percent(cohort.false_positive / decided) : r("none");
          return {
            key: cohort.from,
            label: format.date(startOfDay(cohort.from)),
            parts: [...DECISIONS.map((decision) => cohort[decision]), cohort.undecided],
            total: share,
            href: rowsHref(rows.opened(cohort)),
            name: r("cohortBar", {
              from: format.date(startOfDay(cohort.from)),
              to: format.date(startOfDay(cohort.to)),
              count: format.number(cohort.opened),
              share,
              undecided: format.number(cohort.undecided),
            }),
          };
        })}
      />
    </ReportPanel>
  );
}
