import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { anyOf, when } from "#lib/table/list.ts";
import type { TableSource } from "#lib/table/query.ts";
import { endOfDay, startOfDay } from "#lib/time.ts";
import type { AuditFilter, AuditSort } from "./table-schema.ts";

const sql = Prisma.sql;

export const auditSource: TableSource<AuditSort> = {
  from: sql`audit_event AS e`,
  key: sql`e.seq`,
  keyType: "bigint",
  sorts: { at: sql`e.at` },
};

/** One line a filter, for page and count alike. */
export function whereOf(filter: Omit<AuditFilter, "sort" | "after" | "before" | "event">): Prisma.Sql[] {
  return [
    ...anyOf(sql`e.action`, filter.action, sql`text`),
    ...anyOf(sql`e.outcome`, filter.outcome, sql`audit_outcome`),
    ...anyOf(sql`e.actor_id`, filter.actor, sql`uuid`),
    ...anyOf(sql`e.entity_type`, filter.entityType, sql`text`),
    ...when(filter.entity, (entity) => sql`e.entity_id = ${entity}`),
    ...when(filter.from, (day) => sql`e.at >= ${startOfDay(day)}`),
    ...when(filter.to, (day) => sql`e.at < ${endOfDay(day)}`),
  ];
}
