import { scaleBand, scaleLinear } from "d3-scale";
import { daysOf } from "#lib/features/reports/period.ts";
import type { Report } from "#lib/features/reports/service.ts";
import { dayWords, type ReportTable, type Words } from "#lib/features/reports/table-of.ts";
import type { PdfPicture, PdfShape } from "#lib/pdf/model.ts";
import { INK } from "#lib/pdf/paper.ts";

type Bar = { label: string; value: number };
/** Two kinds, told apart without colour. */
type Kind = "full" | "hollow";

/** In units of the picture. */
const WIDTH = 720;
const LABELS = 150;
const TOTALS = 60;
const ROW = 16;
const LETTERS = 9;
const HALF = 60;

const words = (text: string, x: number, y: number, at: "start" | "end" = "start"): PdfShape => ({
  is: "words",
  text,
  x,
  y,
  size: LETTERS,
  at,
});
const box = (x: number, y: number, width: number, height: number, kind: Kind = "full"): PdfShape => ({
  is: "path",
  d: `M${x} ${y}h${width}v${height}h${-width}z`,
  ...(kind === "full"
    ? { fill: INK.quiet }
    : { fill: "#ffffff", stroke: INK.quiet, strokeWidth: Math.min(0.8, width / 3) }),
});
const columnOf = ({ rows }: ReportTable, column: number): Bar[] =>
  rows.map((row) => ({ label: String(row[0] ?? ""), value: Number(row[column] ?? 0) }));
const sayBars = (bars: readonly Bar[]) => bars.map(({ label, value }) => `${label} ${value}`).join("; ");
const mostOf = (bars: readonly Bar[]) => Math.max(1, ...bars.map(({ value }) => value));

/** A bar for each row, as long as its last column is large. */
function lyingBars(table: ReportTable): PdfPicture {
  const bars = columnOf(table, table.columns.length - 1);
  const x = scaleLinear()
    .domain([0, mostOf(bars)])
    .range([0, WIDTH - LABELS - TOTALS]);
  return {
    says: `${table.title}: ${sayBars(bars)}`,
    width: WIDTH,
    height: bars.length * ROW,
    shapes: bars.flatMap(({ label, value }, place) => [
      words(label, 0, place * ROW + ROW - 5),
      ...(value > 0 ? [box(LABELS, place * ROW + 3, x(value), ROW - 6)] : []),
      words(String(value), LABELS + x(value) + 6, place * ROW + ROW - 5),
    ]),
  };
}

/** A bar up and one down for each day that has any, in its place among all days of the period. */
function mirroredBars(table: ReportTable, { now }: Report, said: Words): PdfPicture {
  const days = daysOf(now.days);
  const [up, down] = [columnOf(table, 1), columnOf(table, 2)];
  const y = scaleLinear()
    .domain([0, mostOf([...up, ...down])])
    .range([0, HALF]);
  const x = scaleBand<string>().domain(days).range([LABELS, WIDTH]).padding(0.25);
  const [above, below] = [table.columns[1]?.label ?? "", table.columns[2]?.label ?? ""];
  const total = (bars: readonly Bar[]) => bars.reduce((sum, { value }) => sum + value, 0);
  const bars = (kind: Kind, all: readonly Bar[]) =>
    all.flatMap(({ value }, place) => {
      const top = kind === "full" ? HALF - y(value) : HALF;
      return value > 0 ? [box(x(now.byDay[place]?.day ?? "") ?? 0, top, x.bandwidth(), y(value), kind)] : [];
    });
  return {
    says: `${table.title}. ${above}: ${sayBars(up)}. ${below}: ${sayBars(down)}`,
    width: WIDTH,
    height: 2 * HALF + ROW,
    shapes: [
      words(`${above} ${total(up)}`, 0, HALF - 6),
      words(`${below} ${total(down)}`, 0, HALF + 14),
      ...bars("full", up),
      ...bars("hollow", down),
      { is: "path", d: `M${LABELS} ${HALF}H${WIDTH}`, stroke: INK.text, strokeWidth: 0.6 },
      words(dayWords(said, now.days.from), LABELS, 2 * HALF + ROW - 3),
      words(dayWords(said, now.days.to), WIDTH, 2 * HALF + ROW - 3, "end"),
    ],
  };
}

type Draw = (table: ReportTable, report: Report, said: Words) => PdfPicture;
const DRAWN: Readonly<Record<string, Draw>> = {
  reasons: lyingBars,
  backlog: lyingBars,
  days: mirroredBars,
};

/** What is drawn over a table on paper; nothing where its figures say it better. */
export function pictureOf(table: ReportTable, report: Report, said: Words): PdfPicture | null {
  const draw = DRAWN[table.id];
  return draw && table.rows.length > 0 ? draw(table, report, said) : null;
}
