export const ZONE = "America/Sao_Paulo";

/** The moment at which a calendar day (`2026-11-21`) begins in São Paulo. */
export function startOfDay(day: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(ZONE).epochMilliseconds);
}

/** The moment at which the day after begins: the exclusive end of `day`. */
export function endOfDay(day: string): Date {
  return new Date(Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(ZONE).epochMilliseconds);
}

/** The calendar day in São Paulo at `now`. */
export const dayOf = (now: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(ZONE).toPlainDate().toString();
