import "server-only";
import { scopeOf } from "#lib/auth/scope.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { when } from "#lib/table/list.ts";
import { inBranches, type Reader } from "#lib/table/query.ts";
import { ZONE } from "#lib/time.ts";

const { sql, join } = Prisma;

/** What figures are asked for: from the first moment until before the second. */
export type Asked = {
  from: Date;
  until: Date;
  subsidiary: string | undefined;
  person: string | undefined;
};

export const within = (column: Prisma.Sql, { from, until }: Asked): Prisma.Sql =>
  sql`${column} >= ${from} AND ${column} < ${until}`;

/** All of it: the branch and the person asked for, and the branches that the reader sees. */
export function ofAsked(
  { actor }: Pick<Reader, "actor">,
  { subsidiary, person }: Asked,
  columns: { branch: Prisma.Sql; person: Prisma.Sql | null },
  ...more: readonly Prisma.Sql[]
): Prisma.Sql {
  const { person: whose } = columns;
  return join(
    [
      ...more,
      ...when(subsidiary, (id) => sql`${columns.branch} = ${id}::uuid`),
      ...(whose ? when(person, (id) => sql`${whose} = ${id}::uuid`) : []),
      ...inBranches(columns.branch, scopeOf(actor)),
    ],
    " AND ",
  );
}

/** The calendar day in São Paulo of a moment. */
export const dayIn = (column: Prisma.Sql): Prisma.Sql => sql`(${column} AT TIME ZONE ${ZONE})::date`;

/** Cases by whose they are: in whose hands, or who decided. */
export const HELD_BY = { branch: sql`c.subsidiary_id`, person: sql`c.assignee_id` };
export const DECIDED_BY = { branch: sql`c.subsidiary_id`, person: sql`c.decided_by_id` };
export const STARTED_BY = { branch: sql`r.subsidiary_id`, person: sql`r.started_by_id` };
