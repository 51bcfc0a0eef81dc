import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { startOfDay } from "#lib/time.ts";
import type { Bar } from "./bars.ts";

/** `value` of a month: its first day. */
export type ValueCount = { value: string | null; count: number };

/** Our policy: a year, and what was before it as one. */
const MONTHS = 12;

/** A bar for each of the last months, those with nothing too; what was earlier, and what has no time, stand by themselves. */
export function monthBars(counts: readonly ValueCount[], t: Translator<"exports">, locale: Locale): Bar[] {
  const byMonth = new Map(
    counts.flatMap(({ value, count }) => (value === null ? [] : [[value, count] as const])),
  );
  const all = [...byMonth.keys()].toSorted();
  const [first, last] = [all[0], all.at(-1)];
  const months = first && last ? monthsUntil(first, last) : [];
  const { month } = formatterFor(locale);
  const word = (value: string) => month(startOfDay(value));
  const sumOf = (values: readonly { count: number }[]) => values.reduce((sum, { count }) => sum + count, 0);
  const begin = months[0];
  const earlier = sumOf(counts.filter(({ value }) => value !== null && begin !== undefined && value < begin));
  const timeless = sumOf(counts.filter(({ value }) => value === null));
  return [
    ...(earlier > 0 && begin
      ? [{ label: t("chart.earlier", { month: word(begin) }), value: earlier, isApart: true }]
      : []),
    ...months.map((value) => ({ label: word(value), value: byMonth.get(value) ?? 0 })),
    ...(timeless > 0 ? [{ label: t("chart.none"), value: timeless, isApart: true }] : []),
  ];
}

/** At most a year of them, the newest last. */
function monthsUntil(first: string, last: string): string[] {
  const end = Temporal.PlainDate.from(last);
  const months = Array.from({ length: MONTHS }, (_, back) => end.subtract({ months: back }).toString());
  return months.filter((month) => month >= first).toReversed();
}
