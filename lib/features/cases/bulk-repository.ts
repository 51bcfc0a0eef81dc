import "server-only";
import type { Actor, Role } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { inBranches } from "#lib/table/query.ts";
import type { CaseFacts, Priority } from "./rules.ts";
import { caseSource } from "./table.ts";

export type BulkRow = CaseFacts & {
  number: number;
  version: number;
  priority: Priority;
  subsidiaryId: string | null;
  tags: string[];
};

/**
 * The cases that a selection finds, by number: what happens to one on the way leaves the others where they stand, so
 * a number is a place to go on from.
 */
export const listSelected = (
  db: Db,
  actor: Actor,
  where: readonly Prisma.Sql[],
  { after = 0, take }: { after?: number | undefined; take: number },
): Promise<BulkRow[]> => db.$queryRaw<BulkRow[]>`
  SELECT c.number, c.version, c.priority::text, c.status::text, c.assignee_id AS "assigneeId",
    c.lease_until AS "leaseUntil", c.decided_by_id AS "decidedById", c.decided_at AS "decidedAt",
    c.approved_by_id AS "approvedById", c.subsidiary_id AS "subsidiaryId", c.tags
  FROM ${caseSource.from}
  WHERE ${Prisma.join([Prisma.sql`c.number > ${after}`, ...where, ...inBranches(caseSource.scope, scopeOf(actor))], " AND ")}
  ORDER BY c.number LIMIT ${take}`;

/** Whoever works on cases of any branch. */
export const listEveryWorker = (db: Db, roles: readonly Role[]) =>
  db.user.findMany({
    where: { role: { in: [...roles] }, disabledAt: null },
    select: { id: true, name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });

/** The branches that somebody who works on cases works for, none for all of them; null for nobody such. */
export async function findWorkerBranches(
  db: Db,
  roles: readonly Role[],
  id: string,
): Promise<string[] | null> {
  const found = await db.user.findFirst({
    where: { id, role: { in: [...roles] }, disabledAt: null },
    select: { branches: { select: { subsidiaryId: true } } },
  });
  return found?.branches.map(({ subsidiaryId }) => subsidiaryId) ?? null;
}
