import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { when } from "#lib/table/list.ts";
import { endOfDay, startOfDay } from "#lib/time.ts";
import type { Decision } from "./rules.ts";
import type { Age, CaseFilter } from "./table-schema.ts";

const sql = Prisma.sql;

const HOUR_MS = 3_600_000;
/** Open for at least the first and for less than the second, in hours. */
export const AGE_HOURS: Record<Age, readonly [number, number | null]> = {
  "1h": [0, 1],
  "4h": [1, 4],
  "24h": [4, 24],
  "72h": [24, 72],
  older: [72, null],
};

/**
 * Whose clock runs: what waits for the customer is neither due nor overdue. As a list and not as `<>`: the index by
 * status and due time serves it.
 */
export const RUNNING = sql`'open', 'in_review', 'awaiting_approval', 'escalated'`;

/** Decided by its due time, and not: also what is not decided though it was due. */
export const met = sql`(c.decided_at IS NOT NULL AND c.decided_at <= c.due_at)`;
export const missed = (now: Date): Prisma.Sql =>
  sql`(c.decided_at > c.due_at OR (c.decided_at IS NULL AND c.status IN (${RUNNING}) AND c.due_at < ${now}))`;

/** What the first person decided, as it was when the second sent it back or somebody reopened it; else null. */
export const firstOf = (number: Prisma.Sql): Prisma.Sql => sql`
  (SELECT detail ->> 'decision' FROM case_event WHERE case_number = ${number} AND kind IN ('sent_back', 'reopened')
   ORDER BY id LIMIT 1)`;

/** Who decided before it was sent back or reopened first; `decidedBy`, where the timeline does not tell. */
export const firstDecider = (number: Prisma.Sql, decidedBy: Prisma.Sql): Prisma.Sql => sql`
  coalesce((SELECT decided.actor_id FROM case_event AS decided
    WHERE decided.case_number = ${number} AND decided.kind = 'decided' AND NOT EXISTS (
      SELECT FROM case_event AS look WHERE look.case_number = ${number} AND look.id < decided.id
        AND look.kind IN ('sent_back', 'reopened'))
    ORDER BY decided.id DESC LIMIT 1), ${decidedBy})`;

/** Where a figure of the reports leads: one line a filter. */
export function whereOfReports(filter: CaseFilter, now: Date): Prisma.Sql[] {
  return [
    ...when(filter.age, (age) => ofAge(age, now)),
    ...numbersWithin(sql`first_touched_at`, filter.touchedFrom, filter.touchedTo),
    ...numbersWithin(sql`closed_at`, filter.closedFrom, filter.closedTo),
    ...when(filter.dueFrom, (day) => sql`c.due_at >= ${startOfDay(day)}`),
    ...when(filter.dueTo, (day) => sql`c.due_at < ${endOfDay(day)}`),
    ...when(filter.met, (is) => (is === "yes" ? met : missed(now))),
    ...when(filter.decidedBy, (who) => sql`c.decided_by_id = ${who}::uuid`),
    ...when(filter.approvedBy, (who) => sql`c.approved_by_id = ${who}::uuid`),
    ...(filter.first.length > 0 ? [decidedFirstAs(filter.first)] : []),
    ...when(filter.firstBy, decidedFirstBy),
    ...when(filter.overturned, () => overturned),
    ...reopenedWithin(filter),
  ];
}

function ofAge(age: Age, now: Date): Prisma.Sql {
  const [least, most] = AGE_HOURS[age];
  const before = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
  const young = most === null ? sql`true` : sql`c.opened_at > ${before(most)}`;
  return sql`c.status <> 'closed' AND c.opened_at <= ${before(least)} AND ${young}`;
}

function days(column: Prisma.Sql, from: string | undefined, to: string | undefined): Prisma.Sql {
  const bounds = [
    ...when(from, (day) => sql`${column} >= ${startOfDay(day)}`),
    ...when(to, (day) => sql`${column} < ${endOfDay(day)}`),
  ];
  return Prisma.join(bounds, " AND ");
}

/**
 * Looked up first by the index of that moment: as a plain condition beside the order by due time, the planner walks
 * through years to find the cases of a month.
 */
function numbersWithin(column: Prisma.Sql, from: string | undefined, to: string | undefined): Prisma.Sql[] {
  if (from === undefined && to === undefined) return [];
  return [sql`c.number = ANY (ARRAY(SELECT number FROM "case" WHERE ${days(column, from, to)}))`];
}

function reopenedWithin({ reopenedFrom: from, reopenedTo: to }: CaseFilter): Prisma.Sql[] {
  if (from === undefined && to === undefined) return [];
  return [
    sql`c.number = ANY (ARRAY(SELECT case_number FROM case_event WHERE kind = 'reopened' AND ${days(sql`at`, from, to)}))`,
  ];
}

/** Cases that were sent back or reopened, few among many, with what was decided before. */
const lookedAtAgain = sql`
  SELECT DISTINCT ON (case_number) case_number, detail ->> 'decision' AS decision
  FROM case_event WHERE kind IN ('sent_back', 'reopened') ORDER BY case_number, id`;

/** Only what is closed counts: before that nothing stands. Nothing but confirmed fraud is ever approved. */
function decidedFirstAs(decisions: readonly Decision[]): Prisma.Sql {
  const again = sql`c.number = ANY (ARRAY(SELECT case_number FROM (${lookedAtAgain}) AS again
    WHERE decision = ANY (${[...decisions]}::text[])))`;
  if (!decisions.includes("confirmed_fraud")) return sql`c.status = 'closed' AND ${again}`;
  return sql`c.status = 'closed' AND (${again} OR (c.approved_by_id IS NOT NULL AND c.decision = 'confirmed_fraud'
    AND c.number NOT IN (SELECT case_number FROM case_event WHERE kind IN ('sent_back', 'reopened'))))`;
}

/** Whoever decided what was approved at once decided it first. */
const decidedFirstBy = (who: string): Prisma.Sql => sql`c.status = 'closed' AND (c.number = ANY (ARRAY(
    SELECT case_number FROM (${lookedAtAgain}) AS again JOIN "case" AS closed ON closed.number = case_number
    WHERE ${firstDecider(sql`again.case_number`, sql`closed.decided_by_id`)} = ${who}::uuid))
  OR (c.decided_by_id = ${who}::uuid AND c.approved_by_id IS NOT NULL
    AND c.number NOT IN (SELECT case_number FROM case_event WHERE kind IN ('sent_back', 'reopened'))))`;

const overturned = sql`c.status = 'closed' AND c.number = ANY (ARRAY(
  SELECT case_number FROM (${lookedAtAgain}) AS again JOIN "case" AS closed ON closed.number = case_number
  WHERE again.decision <> closed.decision::text))`;
