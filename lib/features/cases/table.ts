import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { likePattern } from "#lib/privacy/search-key.ts";
import { anyOf, when } from "#lib/table/list.ts";
import type { TableSource } from "#lib/table/query.ts";
import { dayOf, endOfDay, startOfDay } from "#lib/time.ts";
import { isUuid } from "#lib/uuid.ts";
import { RUNNING, whereOfReports } from "./report-filters.ts";
import { CASE_VIEWS, type CaseFilter, type CaseSort } from "./table-schema.ts";

const sql = Prisma.sql;

/** As the expression that has an index; no score stands below the lowest. */
const SCORE = sql`coalesce(c.score, -101)`;
const LOWEST_SCORE = -100;

export const caseSource: TableSource<CaseSort> = {
  from: sql`"case" AS c`,
  key: sql`c.number`,
  keyType: "integer",
  sorts: {
    dueAt: sql`c.due_at`,
    openedAt: sql`c.opened_at`,
    number: sql`c.number`,
    priority: sql`c.priority`,
    score: SCORE,
  },
  scope: sql`c.subsidiary_id`,
};

const HOUR_MS = 3_600_000;

/** One line a filter, for page, count and export alike. */
export function whereOf(filter: CaseFilter, me: string, now: Date): Prisma.Sql[] {
  return [
    ...standing(filter.status),
    ...anyOf(sql`c.decision`, filter.decision, sql`decision`),
    ...anyOf(sql`c.fraudsters`, filter.fraudsters, sql`fraudsters`),
    ...anyOf(sql`c.biometry`, filter.biometry, sql`biometry`),
    ...anyOf(sql`c.liveness`, filter.liveness, sql`liveness`),
    ...anyOf(sql`c.priority`, filter.priority, sql`case_priority`),
    ...anyOf(sql`c.origin`, filter.origin, sql`case_origin`),
    ...(filter.reason.length > 0 ? [sql`c.reasons && ${[...filter.reason]}::text[]`] : []),
    ...(filter.tag.length > 0 ? [sql`c.tags && ${[...filter.tag]}::text[]`] : []),
    ...scoredWithin(filter),
    ...anyOf(sql`c.subsidiary_id`, filter.subsidiary, sql`uuid`),
    ...anyOf(sql`c.subject_id`, filter.subject, sql`uuid`),
    // Nothing is due before it was opened: said as well, so that the order by due time starts where these begin.
    ...when(
      filter.openedFrom,
      (day) => sql`c.opened_at >= ${startOfDay(day)} AND c.due_at >= ${startOfDay(day)}`,
    ),
    ...when(filter.openedTo, (day) => sql`c.opened_at < ${endOfDay(day)}`),
    ...dueWithin(filter.due, now),
    ...assignedTo(filter.assignee, me),
    ...whereOfReports(filter, now),
    ...when(filter.q, search),
  ];
}

const isNotClosed = (status: CaseFilter["status"]): boolean =>
  !status.includes("closed") && CASE_VIEWS.open.status.every((each) => status.includes(each));

/** All that are not closed as the condition of the indexes of these: what an index vouches for no row is read for. */
const standing = (status: CaseFilter["status"]): Prisma.Sql[] =>
  isNotClosed(status) ? [sql`c.status <> 'closed'`] : anyOf(sql`c.status`, status, sql`case_status`);

function scoredWithin({ scoreMin, scoreMax }: CaseFilter): Prisma.Sql[] {
  if (scoreMin === undefined && scoreMax === undefined) return [];
  return [
    sql`${SCORE} >= ${scoreMin ?? LOWEST_SCORE}`,
    ...when(scoreMax, (score) => sql`${SCORE} <= ${score}`),
  ];
}

/** Each holds what is overdue too, so several are the one that ends last. */
function dueWithin(due: CaseFilter["due"], now: Date): Prisma.Sql[] {
  if (due.length === 0) return [];
  const ends = {
    overdue: now,
    "1h": new Date(now.getTime() + HOUR_MS),
    "4h": new Date(now.getTime() + 4 * HOUR_MS),
    today: endOfDay(dayOf(now)),
  };
  const end = new Date(Math.max(...due.map((each) => ends[each].getTime())));
  return [sql`c.status IN (${RUNNING}) AND c.due_at < ${end}`];
}

function assignedTo(assignee: CaseFilter["assignee"], me: string): Prisma.Sql[] {
  if (assignee.length === 0) return [];
  const people = assignee.filter((who) => who !== "none").map((who) => sql`${who === "me" ? me : who}::uuid`);
  const either = [
    ...(assignee.includes("none") ? [sql`c.assignee_id IS NULL`] : []),
    ...(people.length > 0 ? [sql`c.assignee_id IN (${Prisma.join(people)})`] : []),
  ];
  return [sql`(${Prisma.join(either, " OR ")})`];
}

/** A number, a process or reference id, or part of the name with accents ignored. */
function search(q: string): Prisma.Sql {
  if (/^\d{5,9}$/.test(q)) return sql`c.number = ${Number(q)}`;
  if (isUuid(q))
    // An OR over a subquery would read every case; these are three looks into indexes.
    return sql`c.number = ANY (ARRAY(
      SELECT number FROM "case" WHERE reference_id = ${q}::uuid OR process_id = ${q}::uuid
      UNION SELECT f.number FROM "case" AS f JOIN reverification AS r ON r.id = f.reverification_id
      WHERE r.unico_process_id = ${q}::uuid OR r.id = ${q}::uuid))`;
  return sql`c.subject_id IN (SELECT id FROM subject WHERE name_key LIKE ${likePattern(q)})`;
}
