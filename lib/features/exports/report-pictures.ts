import { scaleBand, scaleLinear } from "d3-scale";
import { daysOf } from "#lib/features/reports/period.ts";
import type { Report } from "#lib/features/reports/service.ts";
import { dayWords, type ReportTable, type Words } from "#lib/features/reports/table-of.ts";
import type { PdfPicture } from "#lib/pdf/model.ts";
import { INK } from "#lib/pdf/paper.ts";
import { type Bar, box, type Kind, LABELS, lyingBars, mostOf, ROW, sayBars, WIDTH, words } from "./bars.ts";

const HALF = 60;

const columnOf = ({ rows }: ReportTable, column: number): Bar[] =>
  rows.map((row) => ({ label: String(row[0] ?? ""), value: Number(row[column] ?? 0) }));

/** A bar for each row, as long as its last column is large. */
const lastColumn = (table: ReportTable): PdfPicture =>
  lyingBars(table.title, columnOf(table, table.columns.length - 1));

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
  reasons: lastColumn,
  backlog: lastColumn,
  days: mirroredBars,
};

/** What is drawn over a table on paper; nothing where its figures say it better. */
export function pictureOf(table: ReportTable, report: Report, said: Words): PdfPicture | null {
  const draw = DRAWN[table.id];
  return draw && table.rows.length > 0 ? draw(table, report, said) : null;
}
