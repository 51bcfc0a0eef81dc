import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { likePattern } from "#lib/privacy/search-key.ts";
import { anyOf, when } from "#lib/table/list.ts";
import type { TableSource } from "#lib/table/query.ts";
import { endOfDay, startOfDay } from "#lib/time.ts";
import { isUuid } from "#lib/uuid.ts";
import type { ReverificationFilter, ReverificationSort } from "./table-schema.ts";

const sql = Prisma.sql;

export const reverificationSource: TableSource<ReverificationSort> = {
  from: sql`reverification AS r`,
  key: sql`r.id`,
  keyType: "uuid",
  sorts: { startedAt: sql`r.started_at`, number: sql`r.number` },
  scope: sql`r.subsidiary_id`,
};

/** One line a filter, for page, count and export alike. */
export function whereOf(filter: ReverificationFilter, me: string): Prisma.Sql[] {
  return [
    ...anyOf(sql`r.state`, filter.state, sql`reverification_state`),
    ...anyOf(sql`r.outcome`, filter.outcome, sql`outcome`),
    ...anyOf(sql`r.fraudsters`, filter.fraudsters, sql`fraudsters`),
    ...anyOf(sql`r.liveness`, filter.liveness, sql`liveness`),
    ...anyOf(
      sql`r.started_by_id`,
      filter.startedBy.map((who) => (who === "me" ? me : who)),
      sql`uuid`,
    ),
    ...when(filter.subsidiary, (subsidiary) => sql`r.subsidiary_id = ${subsidiary}::uuid`),
    ...when(filter.reference, (reference) => sql`r.reference_id = ${reference}::uuid`),
    ...when(filter.subject, (subject) => sql`r.subject_id = ${subject}::uuid`),
    ...when(filter.startedFrom, (day) => sql`r.started_at >= ${startOfDay(day)}`),
    ...when(filter.startedTo, (day) => sql`r.started_at < ${endOfDay(day)}`),
    ...avoidedWithin(filter),
    ...when(filter.answered, () => answered),
    ...when(filter.q, search),
  ];
}

const answered = sql`EXISTS (
  SELECT FROM reverification_attempt AS a WHERE a.reverification_id = r.id AND a.verdict = 'done')`;

function avoidedWithin({ avoidedFrom: from, avoidedTo: to }: ReverificationFilter): Prisma.Sql[] {
  const days = [
    ...when(from, (day) => sql`at >= ${startOfDay(day)}`),
    ...when(to, (day) => sql`at < ${endOfDay(day)}`),
  ];
  if (days.length === 0) return [];
  const ids = sql`SELECT reverification_id FROM avoided_call WHERE ${Prisma.join(days, " AND ")}`;
  return [sql`r.id = ANY (ARRAY(${ids}))`];
}

/** A number (`R-2211` or `2211`), an id of ours, of Unico or of the reference, or part of the name. */
function search(q: string): Prisma.Sql {
  const number = /^(?:R-)?(\d{4,9})$/i.exec(q)?.[1];
  if (number) return sql`r.number = ${Number(number)}`;
  if (isUuid(q))
    return sql`(r.id = ${q}::uuid OR r.unico_process_id = ${q}::uuid OR r.reference_id = ${q}::uuid)`;
  return sql`r.subject_id IN (SELECT id FROM subject WHERE name_key LIKE ${likePattern(q)})`;
}
