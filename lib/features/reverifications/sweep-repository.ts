import "server-only";
import type { Db } from "#lib/db/client.ts";
import type { Fraudsters } from "#lib/features/signals.ts";
import { SENDER_DEAD_AFTER_MS } from "./rules.ts";
import { SENDER_SILENT_AFTER_S } from "./sender.ts";

/** Our policy: what Unico has not ended after a week is left to people. */
const READ_FOR_DAYS = 7;

/**
 * Intents that nobody is at any more, oldest first: their sender fell silent, or has not come to an end with them in
 * time. All by the database's clock.
 */
export const listAbandoned = (db: Db, take: number) =>
  db.$queryRaw<{ id: string; state: "pending" | "sent" }[]>`
    SELECT r.id, r.state FROM reverification AS r LEFT JOIN sender AS s ON s.id = r.sender_id
    WHERE r.state IN ('pending', 'sent') AND r.unico_process_id IS NULL
      AND (s.id IS NULL OR s.seen_at < clock_timestamp() - make_interval(secs => ${SENDER_SILENT_AFTER_S})
        OR r.touched_at < clock_timestamp() - make_interval(secs => ${SENDER_DEAD_AFTER_MS / 1_000}))
    ORDER BY r.touched_at, r.id LIMIT ${take}`;

/** Those that Unico has been at work on for longer than we read. */
export const listNeverEnding = (db: Db, take: number) =>
  db.$queryRaw<{ id: string }[]>`
    SELECT id FROM reverification WHERE state = 'sent' AND unico_process_id IS NOT NULL
      AND touched_at < clock_timestamp() - make_interval(days => ${READ_FOR_DAYS}) ORDER BY touched_at LIMIT ${take}`;

export type ReadableRow = {
  id: string;
  unicoProcessId: string;
  keyLiveness: boolean;
  keyAlert: boolean;
  fraudsters: Fraudsters | null;
};

/**
 * Those that Unico gave an id for and no end yet: whoever waited longest for a look comes first. What Unico said that
 * it does not know is asked for once a day, what it has deleted no more.
 */
export const listReadable = (db: Db, take: number) =>
  db.$queryRaw<ReadableRow[]>`
    SELECT id, unico_process_id AS "unicoProcessId", key_liveness AS "keyLiveness", key_alert AS "keyAlert",
      fraudsters::text
    FROM reverification
    WHERE unico_process_id IS NOT NULL AND touched_at > clock_timestamp() - make_interval(days => ${READ_FOR_DAYS})
      AND (state = 'sent' OR (state = 'unknown' AND outcome IS NULL AND failure <> 'gone'
        AND (failure <> 'not_found' OR read_again_at IS NULL OR read_again_at < clock_timestamp() - interval '1 day')))
    ORDER BY read_again_at NULLS FIRST, id LIMIT ${take}`;

export const markRead = (db: Db, id: string) =>
  db.$executeRaw`UPDATE reverification SET read_again_at = clock_timestamp() WHERE id = ${id}::uuid`;

/** Whether it was sent within the last `minutes`. */
export async function isYoung(db: Db, id: string, minutes: number): Promise<boolean> {
  const [row] = await db.$queryRaw<{ young: boolean }[]>`
    SELECT touched_at > clock_timestamp() - make_interval(mins => ${minutes}) AS young
    FROM reverification WHERE id = ${id}::uuid`;
  return row?.young ?? false;
}
