import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { anyOf, when } from "#lib/table/list.ts";
import type { TableSource } from "#lib/table/query.ts";
import { endOfDay, startOfDay } from "#lib/time.ts";
import { type AuditFilter, type AuditSort, LOOKS, type SubjectAuditFilter } from "./table-schema.ts";

const sql = Prisma.sql;

export const auditSource: TableSource<AuditSort> = {
  from: sql`audit_event AS e`,
  key: sql`e.seq`,
  keyType: "bigint",
  sorts: { at: sql`e.at` },
  scope: null,
};

type Narrowing = Partial<Omit<AuditFilter, "sort" | "after" | "before" | "event">> &
  Pick<AuditFilter, "action" | "outcome" | "actor">;

/** One line a filter, for page, count and export alike. */
export function whereOf(filter: Narrowing): Prisma.Sql[] {
  return [
    ...anyOf(sql`e.action`, filter.action, sql`text`),
    ...anyOf(sql`e.outcome`, filter.outcome, sql`audit_outcome`),
    ...anyOf(sql`e.actor_id`, filter.actor, sql`uuid`),
    ...anyOf(sql`e.entity_type`, filter.entityType ?? [], sql`text`),
    ...when(filter.entity, (entity) => sql`e.entity_id = ${entity}`),
    // A session is one person's: by that the index of persons finds it. Of one whose row is gone its beginning tells whose.
    ...when(
      filter.session,
      (id) => sql`e.session_id = ${id}::uuid AND e.actor_id = coalesce(
        (SELECT s.user_id FROM session AS s WHERE s.id = ${id}::uuid),
        (SELECT b.actor_id FROM audit_event AS b
          WHERE b.entity_type = 'session' AND b.entity_id = ${id} AND b.outcome = 'done'
          ORDER BY b.at, b.seq LIMIT 1))`,
    ),
    ...when(filter.request, (id) => sql`e.request_id = ${id}::uuid`),
    ...when(filter.address, (address) => sql`e.address = ${address}`),
    ...when(filter.from, (day) => sql`e.at >= ${startOfDay(day)}`),
    ...when(filter.to, (day) => sql`e.at < ${endOfDay(day)}`),
  ];
}

/** Everything that stands for one person, by kind: what an event can be about. */
export type Things = Readonly<
  Record<"subject" | "case" | "reverification" | "process" | "reference" | "export", readonly string[]>
>;

/** Ids are written out, so that the index of things is asked for each of them. */
function aboutAnyOf(things: Things): Prisma.Sql {
  const kinds = Object.entries(things).filter(([, ids]) => ids.length > 0);
  const each = kinds.map(
    ([kind, ids]) => sql`(e.entity_type = ${kind} AND e.entity_id IN (${Prisma.join([...ids])}))`,
  );
  return each.length > 0 ? sql`(${Prisma.join(each, " OR ")})` : sql`false`;
}

export const whereOfSubject = (
  things: Things,
  { looks, ...filter }: Omit<SubjectAuditFilter, "sort">,
): Prisma.Sql[] => [
  aboutAnyOf(things),
  ...whereOf(filter),
  ...(looks ? anyOf(sql`e.action`, LOOKS, sql`text`) : []),
];
