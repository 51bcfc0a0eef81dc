import { dayOf, endOfDay, startOfDay } from "#lib/time.ts";
import type { Preset, ReportFilter } from "./schema.ts";

/** Days in São Paulo, both of them counted. */
export type Days = { from: string; to: string };
export type Period = Days & { preset: Preset | null; days: number; before: Days };

/** Our policy: nobody reads a chart of more days, and every figure is to come at once. */
export const MOST_DAYS = 366;

const plain = (day: string) => Temporal.PlainDate.from(day);
const plus = (day: string, days: number) => plain(day).add({ days }).toString();
const lengthOf = ({ from, to }: Days) => plain(from).until(plain(to), { largestUnit: "days" }).days + 1;

function ofPreset(preset: Preset, today: string): Days {
  const first = plain(today).with({ day: 1 });
  switch (preset) {
    case "today":
      return { from: today, to: today };
    case "7d":
      return { from: plus(today, -6), to: today };
    case "30d":
      return { from: plus(today, -29), to: today };
    case "90d":
      return { from: plus(today, -89), to: today };
    case "month":
      return { from: first.toString(), to: today };
    case "last_month":
      return {
        from: first.subtract({ months: 1 }).toString(),
        to: first.subtract({ days: 1 }).toString(),
      };
  }
}

/** The days that are reported, and as many before them to compare with. What was given turned round is put right. */
export function periodOf({ period, from, to }: ReportFilter, now: Date): Period {
  const today = dayOf(now);
  const isRange = from !== undefined || to !== undefined;
  const preset = isRange ? null : (period ?? "30d");
  const given = preset ? ofPreset(preset, today) : rangeOf(from, to, today);
  const days = lengthOf(given);
  return { ...given, preset, days, before: { from: plus(given.from, -days), to: plus(given.from, -1) } };
}

function rangeOf(from: string | undefined, to: string | undefined, today: string): Days {
  const end = to ?? (from && from > today ? from : today);
  const start = from ?? plus(end, -29);
  const [first, last] = start <= end ? [start, end] : [end, start];
  const least = plus(last, 1 - MOST_DAYS);
  return { from: first < least ? least : first, to: last };
}

/** The same as moments: from the first until before the second. */
export const momentsOf = ({ from, to }: Days) => ({ from: startOfDay(from), until: endOfDay(to) });

/** Every day of it, in order. */
export const daysOf = ({ from, to }: Days): string[] =>
  Array.from({ length: lengthOf({ from, to }) }, (_, place) => plus(from, place));

/** Beyond so many days a cohort is a month and no longer a week. */
const MOST_DAYS_BY_WEEK = 120;

/** The weeks (from Monday) or months that a period is parted into, cut at its ends. */
export function cohortsOf(days: Days): Days[] {
  const unit = lengthOf(days) > MOST_DAYS_BY_WEEK ? "month" : "week";
  const cohorts: Days[] = [];
  for (let from = days.from; from <= days.to; ) {
    const day = plain(from);
    const last =
      unit === "week"
        ? day.add({ days: 7 - day.dayOfWeek }).toString()
        : day.with({ day: day.daysInMonth }).toString();
    cohorts.push({ from, to: last < days.to ? last : days.to });
    from = plus(last, 1);
  }
  return cohorts;
}
