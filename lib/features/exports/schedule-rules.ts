import { ZONE } from "#lib/time.ts";

export const EVERY = ["day", "week", "month"] as const;
export type Every = (typeof EVERY)[number];

/** Our policy: more than anybody reads. */
export const SCHEDULES_PER_PERSON = 20;

/** The next full hour of São Paulo at which it is due: any day, a Monday, or the first of a month. */
export function nextRun(every: Every, hour: number, after: Date): Date {
  const now = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(ZONE);
  let day = now.toPlainDate();
  for (;;) {
    const at = day.toZonedDateTime({ timeZone: ZONE, plainTime: { hour } });
    const isItsDay = every === "day" || (every === "week" ? day.dayOfWeek === 1 : day.day === 1);
    if (isItsDay && Temporal.ZonedDateTime.compare(at, now) > 0) return new Date(at.epochMilliseconds);
    day = day.add({ days: 1 });
  }
}
