import "server-only";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { FLOOD, SPRAY_WINDOW_S, SPRAYED_ACCOUNTS, UNDECIDED_S } from "./rules.ts";

type AlertCtx = Pick<Ctx, "db" | "now" | "request">;

/**
 * Few passwords tried on many accounts, which fills no bucket of an account, or a flood that fills everybody's. Told once
 * a window, whichever process sees it. A try younger than `undecidedS` may still turn out right.
 */
export async function raiseSprayAlert(ctx: AlertCtx, undecidedS: number = UNDECIDED_S): Promise<boolean> {
  return ctx.db.$transaction(async (tx) => {
    const [raised] = await tx.$queryRaw<{ accounts: number; floods: string[] }[]>`
      WITH tried AS (
        SELECT count(*)::integer AS accounts FROM attempt_bucket
        WHERE kind = 'password' AND scope = 'account' AND failures > 0
          AND touched_at > clock_timestamp() - make_interval(secs => ${SPRAY_WINDOW_S})
          AND touched_at <= clock_timestamp() - make_interval(secs => ${undecidedS})
      ), flooded AS (
        SELECT coalesce(array_agg(kind ORDER BY kind), '{}') AS floods FROM attempt_bucket
        WHERE scope = 'overall' AND cardinality(tries_within(tries, ${FLOOD.seconds}::integer)) >= ${FLOOD.most}
      ), raised AS (
        INSERT INTO raised_alert AS a (what) SELECT 'spraying' FROM tried, flooded
        WHERE accounts >= ${SPRAYED_ACCOUNTS} OR cardinality(floods) > 0
        ON CONFLICT (what) DO UPDATE SET raised_at = clock_timestamp()
          WHERE a.raised_at <= clock_timestamp() - make_interval(secs => ${SPRAY_WINDOW_S})
        RETURNING 1
      ) SELECT accounts, floods FROM tried, flooded WHERE EXISTS (SELECT 1 FROM raised)`;
    if (!raised) return false;
    await recordAudit(
      tx,
      { ...ctx, actor: { kind: "program" } },
      {
        action: "sign_in.alert",
        entityType: "account",
        entityId: null,
        detail: { accounts: raised.accounts, floods: raised.floods, seconds: SPRAY_WINDOW_S },
      },
    );
    return true;
  });
}
