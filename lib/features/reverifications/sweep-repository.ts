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
  readAgainAt: Date | null;
};

/** In its first minute it is looked at as often as anybody sweeps. */
const AT_ONCE_MIN = 1;
/** However old it is, a look is never farther off than this. */
const LONGEST_WAIT_MIN = 60;

/**
 * Those that Unico gave an id for and no end yet: whoever waited longest for a look comes first. Each waits as long
 * for the next look as it was old at the last one, so that the pauses about double. What Unico said that it does not know is
 * asked for once a day, what it has deleted no more. Source: developer.unico.io, error codes: no tight polling.
 */
export const listReadable = (db: Db, take: number) =>
  db.$queryRaw<ReadableRow[]>`
    SELECT id, unico_process_id AS "unicoProcessId", key_liveness AS "keyLiveness", key_alert AS "keyAlert",
      fraudsters::text, read_again_at AS "readAgainAt"
    FROM reverification
    WHERE unico_process_id IS NOT NULL AND touched_at > clock_timestamp() - make_interval(days => ${READ_FOR_DAYS})
      AND (read_again_at IS NULL OR clock_timestamp() - read_again_at
        >= least(read_again_at - touched_at - make_interval(mins => ${AT_ONCE_MIN}), make_interval(mins => ${LONGEST_WAIT_MIN})))
      AND (state = 'sent' OR (state = 'unknown' AND outcome IS NULL AND failure <> 'gone'
        AND (failure <> 'not_found' OR read_again_at IS NULL OR read_again_at < clock_timestamp() - interval '1 day')))
    ORDER BY read_again_at NULLS FIRST, id LIMIT ${take}`;

export const markRead = (db: Db, id: string) =>
  db.$executeRaw`UPDATE reverification SET read_again_at = clock_timestamp() WHERE id = ${id}::uuid`;

/** The next sweep looks at it, however old it is. */
export const lookSoon = (db: Db, id: string) =>
  db.$executeRaw`UPDATE reverification SET read_again_at = NULL WHERE id = ${id}::uuid`;

/** Nobody was asked: it is due as before, or at once where a notice said so meanwhile. */
export const unmarkRead = (db: Db, { id, readAgainAt }: Pick<ReadableRow, "id" | "readAgainAt">) =>
  db.$executeRaw`UPDATE reverification SET read_again_at = ${readAgainAt}::timestamptz
    WHERE id = ${id}::uuid AND read_again_at IS NOT NULL`;

/** Whether it was sent within the last `minutes`. */
export async function isYoung(db: Db, id: string, minutes: number): Promise<boolean> {
  const [row] = await db.$queryRaw<{ young: boolean }[]>`
    SELECT touched_at > clock_timestamp() - make_interval(mins => ${minutes}) AS young
    FROM reverification WHERE id = ${id}::uuid`;
  return row?.young ?? false;
}
