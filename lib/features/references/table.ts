import "server-only";
import type { Scope } from "#lib/auth/roles.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { likePattern } from "#lib/privacy/search-key.ts";
import { anyOf, when } from "#lib/table/list.ts";
import { inBranches, type TableSource } from "#lib/table/query.ts";
import { endOfDay, startOfDay } from "#lib/time.ts";
import { uuidIn } from "#lib/uuid-text.ts";
import type { ReferenceContradiction, ReferenceFilter } from "./table-schema.ts";

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

/**
 * The mark says where to look, and has an index; what is there now is looked for, among the branches that the reader sees. As
 * a value and not by EXISTS, which the planner would turn into a join with every reference.
 */
const contradicts = (scope: Scope): Record<ReferenceContradiction, Prisma.Sql> => ({
  several_references: sql`(reference_process.shares_person AND (SELECT true FROM reference_process AS other
    WHERE ${Prisma.join(
      [
        sql`other.subject_id = reference_process.subject_id AND other.id <> reference_process.id`,
        ...inBranches(sql`other.subsidiary_id`, scope),
      ],
      " AND ",
    )} LIMIT 1))`,
  several_people: sql`(reference_process.is_disputed AND (SELECT true FROM reference_claim AS claim
    WHERE claim.reference_id = reference_process.id AND claim.subject_id <> reference_process.subject_id LIMIT 1))`,
});

const anyContradiction = (names: readonly ReferenceContradiction[], scope: Scope): Prisma.Sql[] =>
  names.length === 0
    ? []
    : [
        sql`(${Prisma.join(
          [...new Set(names)].map((name) => contradicts(scope)[name]),
          " OR ",
        )})`,
      ];

/** `scope`: the branches that the reader sees, where they do not see all. */
export const whereOf = (filter: ReferenceFilter, scope: Scope = null): Prisma.Sql[] => [
  ...when(filter.q || undefined, nameOrId),
  ...when(filter.subject, (subject) => sql`reference_process.subject_id = ${subject}::uuid`),
  ...anyOf(sql`reference_process.origin`, filter.origin, sql`reference_origin`),
  ...anyContradiction(filter.contradiction, scope),
  ...anyOf(sql`reference_process.subsidiary_id`, filter.subsidiary, sql`uuid`),
  ...when(filter.enrolledFrom, (day) => sql`reference_process.enrolled_at >= ${startOfDay(day)}`),
  ...when(filter.enrolledTo, (day) => sql`reference_process.enrolled_at < ${endOfDay(day)}`),
];
