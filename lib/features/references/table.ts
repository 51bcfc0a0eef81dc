import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { likePattern } from "#lib/privacy/search-key.ts";
import { anyOf, when } from "#lib/table/list.ts";
import type { TableSource } from "#lib/table/query.ts";
import { uuidIn } from "#lib/table/search-text.ts";
import { endOfDay, startOfDay } from "#lib/time.ts";
import type { ReferenceFilter } from "./table-schema.ts";

const { sql } = Prisma;

export const source: TableSource<"addedAt" | "enrolledAt"> = {
  from: sql`reference_process`,
  key: sql`reference_process.id`,
  keyType: "uuid",
  sorts: {
    addedAt: sql`reference_process.created_at`,
    // Where nobody knows when the photo was taken, it was no later than when we heard of it.
    enrolledAt: sql`coalesce(reference_process.enrolled_at, reference_process.created_at)`,
  },
  scope: sql`reference_process.subsidiary_id`,
};

function nameOrId(q: string): Prisma.Sql {
  const id = uuidIn(q);
  if (id !== null) return sql`reference_process.id = ${id}::uuid`;
  return sql`reference_process.subject_id IN (SELECT id FROM subject WHERE name_key LIKE ${likePattern(q)})`;
}

export const whereOf = (filter: ReferenceFilter): Prisma.Sql[] => [
  ...when(filter.q || undefined, nameOrId),
  ...when(filter.subject, (subject) => sql`reference_process.subject_id = ${subject}::uuid`),
  ...anyOf(sql`reference_process.origin`, filter.origin, sql`reference_origin`),
  ...anyOf(sql`reference_process.subsidiary_id`, filter.subsidiary, sql`uuid`),
  ...when(filter.enrolledFrom, (day) => sql`reference_process.enrolled_at >= ${startOfDay(day)}`),
  ...when(filter.enrolledTo, (day) => sql`reference_process.enrolled_at < ${endOfDay(day)}`),
];
