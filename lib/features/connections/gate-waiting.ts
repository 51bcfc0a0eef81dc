import "server-only";
import type { Db } from "#lib/db/client.ts";
import type { Lane } from "#lib/unico/gate.ts";

/** The lower comes first. */
export const LANE_NUMBER = { person: 0, refresh: 1, batch: 2 } as const satisfies Record<Lane, number>;

/** The place of a re-verification among all that wait for a turn, 1 for the next; null when it does not wait. */
export async function placeOf(db: Db, reverificationId: string): Promise<number | null> {
  const [row] = await db.$queryRaw<{ place: number }[]>`
    SELECT 1 + (SELECT count(*)::integer FROM unico_waiter AS ahead
      WHERE unico_waits(ahead.seen_at)
        AND (ahead.lane, ahead.asked_at, ahead.id) < (own.lane, own.asked_at, own.id)) AS place
    FROM unico_waiter AS own WHERE own.reverification_id = ${reverificationId}::uuid AND unico_waits(own.seen_at)
    ORDER BY own.lane, own.asked_at LIMIT 1`;
  return row?.place ?? null;
}

export type Waiting = { readonly [lane in Lane]: number };

/** How many wait for a turn, over all processes. */
export async function listWaiting(db: Db): Promise<Waiting> {
  const [row] = await db.$queryRaw<Waiting[]>`
    SELECT (count(*) FILTER (WHERE lane = 0))::integer AS person,
      (count(*) FILTER (WHERE lane = 1))::integer AS refresh,
      (count(*) FILTER (WHERE lane = 2))::integer AS batch
    FROM unico_waiter WHERE unico_waits(seen_at)`;
  return row ?? { person: 0, refresh: 0, batch: 0 };
}

/** Waiters that died with their process. */
export const pruneWaiters = (db: Db): Promise<number> =>
  db.$executeRaw`DELETE FROM unico_waiter WHERE seen_at < clock_timestamp() - interval '1 minute'`;
