import { getHolidays } from "@brazilian-utils/brazilian-utils/get-holidays";
import { dayOf, ZONE } from "./time.ts";

/** Our policy: a fraud desk in São Paulo works from Monday to Friday, 9 to 18 by its clock. */
const OPENS = "09:00";
const CLOSES = "18:00";
/** The same from midnight on; summer time never began or ended within the working day. */
export const OPENS_AT_MS = 9 * 3_600_000;
const FRIDAY = 5;

/** What one working day holds. Brazil has had no summer time since 2019. */
export const WORKING_DAY_MS = 9 * 3_600_000;

type Hours = { readonly from: number; readonly to: number };

const holidays = new Map<number, ReadonlySet<string>>();

/** National holidays, and the days on which banks close though no law names them (carnival, Corpus Christi). */
function holidaysOf(year: number): ReadonlySet<string> {
  const known = holidays.get(year);
  if (known) return known;
  const found = new Set(getHolidays(year).map(({ date }) => plain(date)));
  holidays.set(year, found);
  return found;
}

/** The library gives midnight of this machine's own zone, wherever that is. */
const plain = (date: Date): string =>
  Temporal.PlainDate.from({
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
  }).toString();

export const isWorkingDay = (day: Temporal.PlainDate): boolean =>
  day.dayOfWeek <= FRIDAY && !holidaysOf(day.year).has(day.toString());

const known = new Map<string, Hours | null>();

/** Kept by day: a million seeded cases ask for the same few hundred. */
function hoursOf(day: Temporal.PlainDate): Hours | null {
  const name = day.toString();
  const hours = known.get(name);
  if (hours !== undefined) return hours;
  const at = (plainTime: string) => day.toZonedDateTime({ timeZone: ZONE, plainTime }).epochMilliseconds;
  const found = isWorkingDay(day) ? { from: at(OPENS), to: at(CLOSES) } : null;
  known.set(name, found);
  return found;
}

/** The moment after so much working time, in milliseconds; nothing to add on a closed day gives its next opening. */
export function addWorkingTime(from: Date, ms: number): Date {
  let day = Temporal.PlainDate.from(dayOf(from));
  let at = from.getTime();
  let left = ms;
  for (;;) {
    const hours = hoursOf(day);
    if (hours) {
      const start = Math.max(at, hours.from);
      const room = hours.to - start;
      if (room > 0 && left <= room) return new Date(start + left);
      left -= Math.max(0, room);
    }
    day = day.add({ days: 1 });
    at = 0;
  }
}

/** Working time between two moments, in milliseconds; none where the second comes first. */
export function workingTimeBetween(from: Date, to: Date): number {
  let sum = 0;
  const last = Temporal.PlainDate.from(dayOf(to));
  for (let day = Temporal.PlainDate.from(dayOf(from)); Temporal.PlainDate.compare(day, last) <= 0; ) {
    const hours = hoursOf(day);
    if (hours) sum += Math.max(0, Math.min(to.getTime(), hours.to) - Math.max(from.getTime(), hours.from));
    day = day.add({ days: 1 });
  }
  return sum;
}

export type WorkingCalendar = { days: string[]; worked: number[]; isOpen: boolean[] };

/** Day by day from one to the other: the working time before it, in milliseconds, and whether it is a working day. */
export function workingCalendar(from: string, to: string): WorkingCalendar {
  const calendar: WorkingCalendar = { days: [], worked: [], isOpen: [] };
  let sum = 0;
  const last = Temporal.PlainDate.from(to);
  for (
    let day = Temporal.PlainDate.from(from);
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    const isOpen = isWorkingDay(day);
    calendar.days.push(day.toString());
    calendar.worked.push(sum);
    calendar.isOpen.push(isOpen);
    if (isOpen) sum += WORKING_DAY_MS;
  }
  return calendar;
}
