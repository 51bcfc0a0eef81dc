import { Columns } from "#components/charts/columns.tsx";
import type { Fill } from "#components/charts/fills.tsx";
import { Lines } from "#components/charts/lines.tsx";
import { figuresOf } from "#lib/features/reports/figures.ts";
import { daysOf } from "#lib/features/reports/period.ts";
import { rowsOf } from "#lib/features/reports/rows.ts";
import { bandOf, boundsOf, SCORE_STEPS, type ScoreBand, shareOf } from "#lib/features/reports/rules.ts";
import { sayCell, stepWords } from "#lib/features/reports/table-of.ts";
import { answersTable, scoresTable, valuesTable } from "#lib/features/reports/tables.ts";
import { startOfDay } from "#lib/time.ts";
import { type Given, rowsHref } from "./given.ts";
import { ReportPanel } from "./report-panel.tsx";

const BANDS: readonly ScoreBand[] = ["deny", "weigh", "little", "holder"];
const BAND_FILLS = [
  { color: "var(--score-deny)", lines: "cross" },
  { color: "var(--score-weigh)", lines: "rising" },
  { color: "var(--score-none)", lines: "none" },
  { color: "var(--score-holder)", lines: "none" },
] as const satisfies readonly Fill[];
const TICKS = [-10, -5, -2, 2, 6, 10];

/** The days of a period with what is known of them, in order. */
function days({ format, report }: Given) {
  const known = new Map(report.now.times.byDay.map((row) => [row.day, row]));
  const all = daysOf(report.period);
  return { places: all.map((day) => format.date(startOfDay(day))), rows: all.map((day) => known.get(day)) };
}

export function Answers({ given }: { given: Given }) {
  const { r, format, report } = given;
  const { all, byDay } = report.now.times;
  const rows = rowsOf(report.filter, report.period);
  const { places, rows: ofDays } = days(given);
  const failed = byDay.reduce((sum, row) => sum + row.failed, 0);
  const said = `${r("figure.latency")}: ${[all.p50Ms, all.highMs].map((ms) => sayCell(given, "seconds", ms)).join(", ")}`;
  return (
    <ReportPanel
      given={given}
      table={answersTable(report, given)}
      means="latency"
      note={r("secondsByDay")}
      link={
        failed > 0
          ? {
              href: rowsHref(rows.reverifications({ state: ["refused", "failed"] })),
              text: r("failedRows", { count: format.number(failed) }),
            }
          : undefined
      }
      isEmpty={all.n === 0}
    >
      <Lines
        label={said}
        places={places}
        lines={[
          { name: r("median"), color: "var(--chart-1)", values: ofDays.map((row) => row?.p50Ms ?? null) },
          {
            name: r("nineteen"),
            color: "var(--chart-4)",
            dashed: true,
            values: ofDays.map((row) => row?.highMs ?? null),
          },
        ]}
        say={format.seconds}
      />
    </ReportPanel>
  );
}

export function Flagged({ given }: { given: Given }) {
  const { r, format, report } = given;
  const rows = rowsOf(report.filter, report.period);
  const { places, rows: ofDays } = days(given);
  const rate = figuresOf(report).find(({ id }) => id === "flaggedRate");
  const table = answersTable(report, given);
  return (
    <ReportPanel
      given={given}
      table={{ ...table, id: "flagged", title: r("chart.flagged") }}
      means="flaggedRate"
      note={r("ofCompleted")}
      link={
        rate?.rows?.count
          ? {
              href: rowsHref(rows.reverifications({ state: ["completed"], fraudsters: ["yes"] })),
              text: r("flaggedRows", { count: format.number(rate.rows.count) }),
            }
          : undefined
      }
      isEmpty={!rate?.of}
    >
      <Lines
        label={`${r("chart.flagged")}: ${sayCell(given, "share", rate?.value ?? null)}`}
        places={places}
        lines={[
          {
            name: sayCell(given, "share", rate?.value ?? null),
            color: "var(--chart-1)",
            values: ofDays.map((row) => (row ? shareOf(row.flagged, row.completed) : null)),
          },
        ]}
        say={format.percent}
      />
    </ReportPanel>
  );
}

export function Scores({ given }: { given: Given }) {
  const { r, format, report } = given;
  const { scores } = report.now;
  if (!scores) return null;
  const rows = rowsOf(report.filter, report.period);
  const table = scoresTable(report, given);
  const of = (step: number) => scores.find((row) => row.step === step)?.count ?? 0;
  const inBand = (band: ScoreBand) => SCORE_STEPS.filter((step) => bandOf(step) === band);
  const total = (band: ScoreBand) => inBand(band).reduce((sum, step) => sum + of(step), 0);
  const all = scores.reduce((sum, { count }) => sum + count, 0);
  return (
    <ReportPanel
      given={given}
      table={table}
      means="scores"
      note={r("withScore", { count: format.number(all) })}
      link={
        total("deny") > 0
          ? { href: rowsHref(rows.denied()), text: r("toDeny", { count: format.number(total("deny")) }) }
          : undefined
      }
      isEmpty={all === 0}
    >
      <Columns
        id="scores-columns"
        label={table.title}
        fills={BAND_FILLS}
        columns={SCORE_STEPS.map((step) => ({
          key: String(step),
          value: of(step),
          kind: BANDS.indexOf(bandOf(step)),
          href: rowsHref(rows.scored(step)),
          name: r("bar", { name: stepWords(given, step), count: format.number(of(step)) }),
          tick: TICKS.includes(step)
            ? format.score(
                step < 0
                  ? boundsOf(step)[step === -10 ? "least" : "most"]
                  : boundsOf(step)[step === 10 ? "most" : "least"],
              )
            : undefined,
        }))}
        bands={(["deny", "weigh", "holder"] as const).map((band) => ({
          key: band,
          from: SCORE_STEPS.indexOf(inBand(band)[0] ?? 0),
          to: SCORE_STEPS.indexOf(inBand(band).at(-1) ?? 0),
          text: `${format.number(total(band))} ${r(`band.${band}`)}`,
        }))}
        say={format.number}
      />
    </ReportPanel>
  );
}

export function OddValues({ given }: { given: Given }) {
  const { oddValues } = given.report.now;
  if (!oddValues) return null;
  return (
    <ReportPanel
      given={given}
      table={valuesTable(given.report, given)}
      means="values"
      isEmpty={oddValues.length === 0}
    />
  );
}
