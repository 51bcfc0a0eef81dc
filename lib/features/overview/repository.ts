import "server-only";
import type { Actor, Role } from "#lib/auth/roles.ts";
import { scopeOf, withinScope } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from "#lib/features/accounts/rules.ts";
import { RUNNING } from "#lib/features/cases/report-filters.ts";
import { inBranches } from "#lib/table/query.ts";

export const findOldestOpen = (db: Db, actor: Actor) =>
  db.case.findFirst({
    where: { status: { not: "closed" }, ...withinScope(actor) },
    select: { number: true, openedAt: true },
    orderBy: [{ openedAt: "asc" }, { number: "asc" }],
  });

export const countByStatusAndPriority = (db: Db, actor: Actor) =>
  db.case.groupBy({
    by: ["status", "priority"],
    where: { status: { not: "closed" }, ...withinScope(actor) },
    _count: true,
  });

export type Load = { id: string; name: string; open: number; overdue: number; doneToday: number };

const HELD = Prisma.sql`status IN ('open', 'in_review', 'awaiting_approval', 'waiting', 'escalated') AND assignee_id IS NOT NULL`;

/** Everybody who may work cases, and whoever still holds some; those with most first. */
export const listLoad = (
  db: Db,
  actor: Actor,
  roles: readonly Role[],
  { now, today }: { now: Date; today: Date },
): Promise<Load[]> =>
  db.$queryRaw<Load[]>`
    SELECT u.id::text, u.name, coalesce(held.open, 0)::integer AS open, coalesce(held.overdue, 0)::integer AS overdue,
      coalesce(done.count, 0)::integer AS "doneToday"
    FROM app_user AS u
    LEFT JOIN (
      SELECT decided_by_id, count(*) AS count FROM "case"
      WHERE ${Prisma.join([Prisma.sql`closed_at >= ${today}`, ...inBranches(Prisma.sql`subsidiary_id`, scopeOf(actor))], " AND ")} GROUP BY 1
    ) AS done ON done.decided_by_id = u.id
    LEFT JOIN (
      SELECT assignee_id, count(*) AS open, count(*) FILTER (WHERE due_at < ${now} AND status IN (${RUNNING})) AS overdue
      FROM "case" WHERE ${Prisma.join([HELD, ...inBranches(Prisma.sql`subsidiary_id`, scopeOf(actor))], " AND ")} GROUP BY assignee_id
    ) AS held ON held.assignee_id = u.id
    WHERE held.open > 0 OR done.count > 0 OR (u.disabled_at IS NULL AND u.role = ANY (${[...roles]}::text[]::role[]))
    ORDER BY open DESC, u.name LIMIT 50`;

export const countAuditSince = (db: Db, at: Date) => db.auditEvent.count({ where: { at: { gte: at } } });

export const countLiveSessions = (db: Db, now: Date) =>
  db.session.count({
    where: {
      endedAt: null,
      createdAt: { gt: new Date(now.getTime() - SESSION_LIFE_MS) },
      lastSeenAt: { gt: new Date(now.getTime() - SESSION_IDLE_MS) },
      user: { disabledAt: null },
    },
  });

export async function readServerVersion(db: Db): Promise<string> {
  const rows = await db.$queryRaw<{ version: string }[]>`
    SELECT current_setting('server_version') AS version`;
  return rows[0]?.version ?? "";
}
