import "server-only";
import type { TextRow } from "#lib/db/export-rows.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { PaperChart } from "#lib/export/pdf-file.ts";
import { formatterFor } from "#lib/format.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { type Bar, chartOf } from "./bars.ts";
import type { AskTexts } from "./facts.ts";
import type { ExportChart, ExportColumn, ExportList, Writing } from "./list.ts";
import { monthBars, type ValueCount } from "./month-bars.ts";

const { sql } = Prisma;

const PLACES = [sql`v0`, sql`v1`, sql`v2`] as const;
type Drawn = { chart: ExportChart; column: ExportColumn; value: Prisma.Sql; place: Prisma.Sql };

const drawnOf = ({ charts, columns }: ExportList): Drawn[] =>
  charts.flatMap((chart, at) => {
    const column = columns.find(({ id }) => id === chart.column);
    const [value, place] = [column?.select[0], PLACES[at]];
    return column && value && place ? [{ chart, column, value, place }] : [];
  });

/** One query for all charts: each row is read once. */
function countsOf({ source, joins }: ExportList, drawn: readonly Drawn[], where: readonly Prisma.Sql[]) {
  const selected = drawn.map(({ chart, value, place }) =>
    chart.by === "month" ? sql`date_trunc('month', ${value})::date AS ${place}` : sql`${value} AS ${place}`,
  );
  const joined = [...new Set(drawn.flatMap(({ column }) => column.joins))].flatMap(
    (name) => joins[name] ?? [],
  );
  const places = drawn.map(({ place }) => place);
  // Under a name of their own: values of a closed list are ordered as it has them, not by their letters.
  const texts = places.map((place) => sql`${place}::text AS written`);
  const sets = places.map((place) => sql`(${place})`);
  return sql`SELECT grouping(${Prisma.join(places)})::text, count(*)::text, ${Prisma.join(texts)}
    FROM (SELECT ${Prisma.join(selected)} FROM ${source.from} ${joined.length > 0 ? Prisma.join(joined, " ") : Prisma.empty}
      WHERE ${where.length > 0 ? Prisma.join([...where], " AND ") : sql`true`}) AS counted
    GROUP BY GROUPING SETS (${Prisma.join(sets)}) ORDER BY 1, ${Prisma.join(places)}`;
}

/** Of `grouping`: every bit stands for a column that the row is not of. */
const bitsOf = (at: number, of: number): string => String(2 ** of - 1 - 2 ** (of - 1 - at));

/** Counts all rows of the file within its snapshot, by what they are drawn by; nothing where there are none. */
export async function readCharts(
  list: ExportList,
  where: readonly Prisma.Sql[],
  ask: AskTexts,
  writing: Writing,
): Promise<readonly PaperChart[]> {
  const drawn = drawnOf(list);
  if (drawn.length === 0) return [];
  const counts = await ask(countsOf(list, drawn, where));
  if (counts.length === 0) return [];
  const { locale } = writing;
  const t = translatorFor(locale, "exports");
  return drawn.map(({ chart, column }, at): PaperChart => {
    const own = counts
      .filter(([bits]) => bits === bitsOf(at, drawn.length))
      .map((row): ValueCount => ({ value: row[at + 2] ?? null, count: Number(row[1]) }));
    const bars = chart.by === "month" ? monthBars(own, t, locale) : valueBars(own, column, writing);
    const title = t(`chart.${chart.by}`, { head: t(`head.${column.id}` as "head.number") });
    return chartOf(title, bars, formatterFor(locale).number);
  });
}

function valueBars(counts: readonly ValueCount[], { cell }: ExportColumn, writing: Writing): Bar[] {
  const none = translatorFor(writing.locale, "exports")("chart.none");
  const read = cell(writing);
  const rowOf = (value: string | null): TextRow => [value];
  return counts.map(({ value, count }) => ({ label: String(read(rowOf(value), 0) ?? none), value: count }));
}
