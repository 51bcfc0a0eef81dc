import "server-only";
import type { Db } from "#lib/db/client.ts";
import { BUCKET_LIFE_DAYS, DEVICE_LIFE_DAYS, STOP } from "./rules.ts";

/** Our policy: a storm of made-up accounts leaves millions of rows, and no statement may take long. */
const BATCH = 10_000;

/** Forgets what no longer decides anything; how many it was. An account that only a link sets free stays as it is. */
export async function pruneThrottling({ db }: { db: Db }, batch = BATCH): Promise<number> {
  const buckets = await db.$executeRaw`
    DELETE FROM attempt_bucket WHERE key IN (
      SELECT key FROM attempt_bucket
      WHERE touched_at < clock_timestamp() - make_interval(days => ${BUCKET_LIFE_DAYS})
        AND NOT (scope = 'account' AND failures >= ${STOP})
      LIMIT ${batch} FOR UPDATE SKIP LOCKED)`;
  const devices = await db.$executeRaw`
    DELETE FROM known_device WHERE (user_id, id_hash) IN (
      SELECT user_id, id_hash FROM known_device
      WHERE seen_at < clock_timestamp() - make_interval(days => ${DEVICE_LIFE_DAYS})
      LIMIT ${batch} FOR UPDATE SKIP LOCKED)`;
  return buckets + devices;
}
