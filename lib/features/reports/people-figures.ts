import "server-only";
import type { Actor, Role } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Reader } from "#lib/table/query.ts";
import { type Asked, DECIDED_BY, HELD_BY, ofAsked, STARTED_BY, within } from "./asked.ts";

const { sql } = Prisma;

const APPROVED_BY = { ...DECIDED_BY, person: sql`c.approved_by_id` };

export type Work = { person: string; name: string; started: number; approved: number; open: number };

/** Whoever did something in the period: re-verifications started that ended, decisions approved, cases in their hands now. */
export const listWork = (reader: Reader, asked: Asked): Promise<Work[]> =>
  reader.readDb.$queryRaw<Work[]>`
    SELECT u.id::text AS person, u.name, sum(started)::integer AS started, sum(approved)::integer AS approved,
      sum(open)::integer AS open
    FROM (
      SELECT r.started_by_id AS person, count(*) AS started, 0 AS approved, 0 AS open FROM reverification AS r
      WHERE ${ofAsked(reader, asked, STARTED_BY, within(sql`r.started_at`, asked))}
        AND r.state IN ('completed', 'refused', 'failed') GROUP BY 1
      UNION ALL
      SELECT c.approved_by_id, 0, count(*), 0 FROM "case" AS c
      WHERE ${ofAsked(reader, asked, APPROVED_BY, within(sql`c.closed_at`, asked))} AND c.approved_by_id IS NOT NULL GROUP BY 1
      UNION ALL
      SELECT c.decided_by_id, 0, 0, 0 FROM "case" AS c
      WHERE ${ofAsked(reader, asked, DECIDED_BY, within(sql`c.closed_at`, asked))} GROUP BY 1
      UNION ALL
      SELECT c.assignee_id, 0, 0, count(*) FROM "case" AS c
      WHERE ${ofAsked(reader, asked, HELD_BY, sql`c.status <> 'closed' AND c.assignee_id IS NOT NULL`)} GROUP BY 1
    ) AS done JOIN app_user AS u ON u.id = done.person GROUP BY u.id, u.name ORDER BY u.name, u.id`;

/** Whoever works on cases of the branches that somebody sees. */
export const listPeople = (db: Db, actor: Actor, roles: readonly Role[]) => {
  const scope = scopeOf(actor);
  return db.user.findMany({
    where: {
      role: { in: [...roles] },
      disabledAt: null,
      ...(scope === null
        ? {}
        : { OR: [{ branches: { none: {} } }, { branches: { some: { subsidiaryId: { in: [...scope] } } } }] }),
    },
    select: { id: true, name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
};
