import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type CaseStatus, shownStatus } from "./rules.ts";

export type HandedOver = { number: number; status: CaseStatus; closedAt: Date | null };

const SHOWN = 8;
/** How far back a person's own flags are read: many may have joined one case. */
const EVENTS_READ = 100;

/** Cases that somebody opened or joined by hand, newest first: whether they are done, and never with what result. */
export async function listHandedOver(ctx: UserCtx): Promise<HandedOver[]> {
  const grant = assertCan(ctx.actor, "case:read");
  assertCan(ctx.actor, "case:flag");
  const rows = await ctx.db.$queryRaw<HandedOver[]>`
    SELECT c.number, c.status::text, c.closed_at AS "closedAt"
    FROM (SELECT case_number, max(id::text) AS last FROM (
        SELECT case_number, id FROM case_event
        WHERE actor_id = ${ctx.actor.id}::uuid AND kind IN ('opened', 'signal_joined')
        ORDER BY id DESC LIMIT ${EVENTS_READ}) AS recent GROUP BY case_number) AS own
      JOIN "case" AS c ON c.number = own.case_number
    ORDER BY own.last DESC LIMIT ${SHOWN}`;
  return grant === "masked" ? rows.map((row) => ({ ...row, status: shownStatus(row.status) })) : rows;
}
