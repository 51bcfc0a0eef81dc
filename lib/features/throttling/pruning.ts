import "server-only";
import type { Ctx } from "#lib/features/context.ts";
import { BUCKET_LIFE_DAYS, DEVICE_LIFE_DAYS, STOP } from "./rules.ts";

/** Forgets what no longer decides anything. An account that only a link sets free stays as it is. */
export async function pruneThrottling({ db }: Pick<Ctx, "db">): Promise<void> {
  await db.$executeRaw`
    DELETE FROM attempt_bucket WHERE touched_at < clock_timestamp() - make_interval(days => ${BUCKET_LIFE_DAYS})
      AND NOT (scope = 'account' AND failures >= ${STOP})`;
  await db.$executeRaw`
    DELETE FROM known_device WHERE seen_at < clock_timestamp() - make_interval(days => ${DEVICE_LIFE_DAYS})`;
}
