import "server-only";
import { OPENS_AT_MS, WORKING_DAY_MS, workingCalendar } from "#lib/business-time.ts";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { dayOf, ZONE } from "#lib/time.ts";

const { sql } = Prisma;

/** The first day on which a case was opened; the day of `at` where there is none. */
export async function firstDay(db: Db, at: Date): Promise<string> {
  const rows = await db.$queryRaw<{ first: Date | null }[]>`SELECT min(opened_at) AS first FROM "case"`;
  return dayOf(rows[0]?.first ?? at);
}

/** Every day of these with the working time before it, for a relation `calendar`. */
export function calendarOf(from: string, to: string): Prisma.Sql {
  const { days, worked, isOpen } = workingCalendar(from, to);
  return sql`SELECT * FROM unnest(${days}::text[]::date[], ${worked.map(String)}::text[]::bigint[], ${isOpen}::boolean[])
    AS of_day (day, worked, is_open)`;
}

/** Working milliseconds up to a moment by São Paulo's clock, by the row of the calendar of its day. */
const workedUntil = (moment: Prisma.Sql, day: Prisma.Sql): Prisma.Sql => sql`
  (${day}.worked + CASE WHEN ${day}.is_open THEN least(greatest(
    (date_part('epoch', ${moment}::time) * 1000)::bigint - ${OPENS_AT_MS}, 0), ${WORKING_DAY_MS}) ELSE 0 END)`;

type Spans = {
  calendar: Prisma.Sql;
  /** Of cases `c`: from when to when, less which milliseconds, whose. */
  from: Prisma.Sql;
  to: Prisma.Sql;
  less: Prisma.Sql;
  person: Prisma.Sql;
  where: Prisma.Sql;
};

/** The clauses `WITH … span (ms, person)`: working time between two moments. Each clock is read once: that is what takes time. */
export function withSpans({ calendar, from, to, less, person, where }: Spans): Prisma.Sql {
  return sql`WITH calendar AS MATERIALIZED (${calendar}), moment AS MATERIALIZED (
      SELECT ${from} AT TIME ZONE ${ZONE} AS began, ${to} AT TIME ZONE ${ZONE} AS ended, ${less} AS less, ${person} AS person
      FROM "case" AS c WHERE ${where}
    ), span AS (
      SELECT greatest(${workedUntil(sql`ended`, sql`last_day`)} - ${workedUntil(sql`began`, sql`first_day`)} - less, 0) AS ms, person
      FROM moment JOIN calendar AS first_day ON first_day.day = began::date JOIN calendar AS last_day ON last_day.day = ended::date
    )`;
}
