import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { AGE_HOURS, firstDecider, firstOf, met, missed } from "#lib/features/cases/report-filters.ts";
import type { Decision, Priority, ReasonCode } from "#lib/features/cases/rules.ts";
import { AGES, type Age } from "#lib/features/cases/table-schema.ts";
import type { Reader } from "#lib/table/query.ts";
import { type Asked, DECIDED_BY, dayIn, HELD_BY, ofAsked, within } from "./asked.ts";
import type { Days } from "./period.ts";
import type { Pair } from "./rules.ts";

const { sql, join } = Prisma;

export type CaseDay = { day: string; opened: number; closed: number };

/** Cases opened and cases closed, day by day; days without either are left out. */
export const countCaseDays = (reader: Reader, asked: Asked): Promise<CaseDay[]> =>
  reader.readDb.$queryRaw<CaseDay[]>`
    SELECT day::text AS day, sum(opened)::integer AS opened, sum(closed)::integer AS closed FROM (
      SELECT ${dayIn(sql`c.opened_at`)} AS day, count(*) AS opened, 0 AS closed FROM "case" AS c
      WHERE ${ofAsked(reader, asked, HELD_BY, within(sql`c.opened_at`, asked))} GROUP BY 1
      UNION ALL
      SELECT ${dayIn(sql`c.closed_at`)}, 0, count(*) FROM "case" AS c
      WHERE ${ofAsked(reader, asked, DECIDED_BY, within(sql`c.closed_at`, asked))} GROUP BY 1
    ) AS counted GROUP BY day ORDER BY day`;

export type Waiting = { age: Age; priority: Priority; count: number };
const HOUR_MS = 3_600_000;

/** What is open now, by how long it has been and how urgent it is. */
export function countBacklog(reader: Reader, asked: Asked, now: Date): Promise<Waiting[]> {
  const ages = AGES.flatMap((age) => {
    const [, most] = AGE_HOURS[age];
    if (most === null) return [];
    return [sql`WHEN c.opened_at > ${new Date(now.getTime() - most * HOUR_MS)} THEN ${age}`];
  });
  return reader.readDb.$queryRaw<Waiting[]>`
    SELECT CASE ${join(ages, " ")} ELSE 'older' END AS age, c.priority, count(*)::integer AS count FROM "case" AS c
    WHERE ${ofAsked(reader, asked, HELD_BY, sql`c.status <> 'closed' AND c.opened_at <= ${now}`)} GROUP BY 1, 2`;
}

/** How many were open at a moment, as far as is known today: one reopened since counts as never closed. */
export async function countOpenAt(reader: Reader, asked: Asked, at: Date): Promise<number> {
  const [row] = await reader.readDb.$queryRaw<{ count: number }[]>`
    SELECT (SELECT count(*) FROM "case" AS c
        WHERE ${ofAsked(reader, asked, HELD_BY, sql`c.status <> 'closed' AND c.opened_at < ${at}`)})::integer
      + (SELECT count(*) FROM "case" AS c
        WHERE ${ofAsked(reader, asked, HELD_BY, sql`c.closed_at >= ${at} AND c.opened_at < ${at}`)})::integer AS count`;
  return row?.count ?? 0;
}

export type DueMet = { met: number; missed: number };

/** Of cases that were due in the period: decided by then, and not. */
export async function countDueMet(reader: Reader, asked: Asked, now: Date): Promise<DueMet> {
  const [row] = await reader.readDb.$queryRaw<DueMet[]>`
    SELECT count(*) FILTER (WHERE ${met})::integer AS met, count(*) FILTER (WHERE ${missed(now)})::integer AS missed
    FROM "case" AS c WHERE ${ofAsked(reader, asked, HELD_BY, within(sql`c.due_at`, asked))}`;
  return row ?? { met: 0, missed: 0 };
}

export type Cohort = Days & { opened: number; undecided: number } & Record<Decision, number>;
type CohortRow = { place: number; decision: Decision | null; count: number };

/** What became of the cases that were opened in each of these spans; what is not closed is not decided. */
export async function countCohorts(
  reader: Reader,
  asked: Asked,
  cohorts: readonly Days[],
): Promise<Cohort[]> {
  const starts = cohorts.map(({ from }) => from);
  const rows = await reader.readDb.$queryRaw<CohortRow[]>`
    SELECT width_bucket(${dayIn(sql`c.opened_at`)}, ${starts}::text[]::date[])::integer AS place,
      CASE WHEN c.status = 'closed' THEN c.decision END AS decision, count(*)::integer AS count
    FROM "case" AS c WHERE ${ofAsked(reader, asked, HELD_BY, within(sql`c.opened_at`, asked))} GROUP BY 1, 2`;
  return cohorts.map((days, place) => {
    const own = rows.filter((row) => row.place === place + 1);
    const of = (decision: Decision | null) => own.find((row) => row.decision === decision)?.count ?? 0;
    return {
      ...days,
      opened: own.reduce((sum, { count }) => sum + count, 0),
      confirmed_fraud: of("confirmed_fraud"),
      false_positive: of("false_positive"),
      inconclusive: of("inconclusive"),
      undecided: of(null),
    };
  });
}

export type Reasoned = { decision: Decision; reason: ReasonCode | null; count: number };

/** Decisions that closed a case in the period: all (no reason), and by each of their reasons. */
export const countReasons = (reader: Reader, asked: Asked): Promise<Reasoned[]> =>
  reader.readDb.$queryRaw<Reasoned[]>`
    WITH closed AS MATERIALIZED (
      SELECT c.decision, c.reasons FROM "case" AS c
      WHERE ${ofAsked(reader, asked, DECIDED_BY, within(sql`c.closed_at`, asked))}
    )
    SELECT decision, NULL AS reason, count(*)::integer AS count FROM closed GROUP BY 1
    UNION ALL
    SELECT decision, reason, count(*)::integer FROM closed CROSS JOIN unnest(reasons) AS reason GROUP BY 1, 2`;

export type Reviewed = Pair & { person: string };

/**
 * Of what closed in the period and a second person looked at: the first decision beside the one that stands. It is
 * the work of who decided first.
 */
export const countPairs = (reader: Reader, asked: Asked): Promise<Reviewed[]> =>
  reader.readDb.$queryRaw<Reviewed[]>`
    WITH closed AS MATERIALIZED (
      SELECT c.number, c.decision AS stands, c.decided_by_id, c.approved_by_id IS NOT NULL AS is_approved,
        ${firstOf(sql`c.number`)} AS first
      FROM "case" AS c WHERE ${ofAsked(reader, asked, { ...DECIDED_BY, person: null }, within(sql`c.closed_at`, asked))}
    ), reviewed AS (
      SELECT coalesce(first, stands::text) AS first, stands,
        CASE WHEN first IS NULL THEN decided_by_id
          ELSE ${firstDecider(sql`closed.number`, sql`closed.decided_by_id`)} END AS person
      FROM closed WHERE is_approved OR first IS NOT NULL
    )
    SELECT first, stands, person::text, count(*)::integer AS count FROM reviewed
    WHERE ${asked.person ? sql`person = ${asked.person}::uuid` : sql`true`} GROUP BY 1, 2, 3`;

/** Cases that were opened again in the period. */
export async function countReopened(reader: Reader, asked: Asked): Promise<number> {
  const again = sql`SELECT case_number FROM case_event WHERE kind = 'reopened' AND ${within(sql`at`, asked)}`;
  const [row] = await reader.readDb.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM "case" AS c
    WHERE ${ofAsked(reader, asked, HELD_BY, sql`c.number = ANY (ARRAY(${again}))`)}`;
  return row?.count ?? 0;
}
