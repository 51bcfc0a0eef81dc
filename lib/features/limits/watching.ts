import "server-only";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import { auditOfStep } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { WATCHES, type Watched } from "./rules.ts";

const ACTIONS = {
  not_found: "access.guessing",
  subject_view: "access.hoarding",
  reveal: "access.hoarding",
} as const;

/**
 * Counts what a person does and refuses nothing. The one that reaches the number writes the alert, in the same
 * statement, so it is written once a window whatever runs at once.
 */
export async function watch(
  ctx: Pick<Ctx, "actor" | "now" | "programDb" | "request">,
  what: Watched,
): Promise<void> {
  if (ctx.actor.kind !== "user") return;
  const { alertAt, windowS } = WATCHES[what];
  const entry: AuditEntry = {
    action: ACTIONS[what],
    entityType: "user",
    entityId: ctx.actor.id,
    detail: { count: alertAt, seconds: windowS, ...(what === "reveal" ? { of: "pii.reveal" } : {}) },
  };
  await ctx.programDb.$executeRaw`
    WITH counting AS (
      INSERT INTO person_watch AS p (user_id, what) VALUES (${ctx.actor.id}::uuid, ${what})
      ON CONFLICT (user_id, what) DO UPDATE SET
        counted = CASE WHEN p.since <= clock_timestamp() - make_interval(secs => ${windowS})
          THEN 1 ELSE p.counted + 1 END,
        since = CASE WHEN p.since <= clock_timestamp() - make_interval(secs => ${windowS})
          THEN clock_timestamp() ELSE p.since END
      RETURNING counted
    ), step AS (SELECT 1 FROM counting WHERE counted = ${alertAt})
    ${auditOfStep(ctx, entry, "refused")}`;
}
