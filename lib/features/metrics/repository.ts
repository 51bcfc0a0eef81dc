import "server-only";
import type { Db } from "#lib/db/client.ts";

export const countOpenCases = (db: Db) =>
  db.$queryRaw<{ status: string; count: bigint; overdue: bigint; oldestS: number }[]>`
    SELECT status::text AS status, count(*) AS count,
      count(*) FILTER (WHERE due_at < clock_timestamp() AND status <> 'waiting') AS overdue,
      extract(epoch FROM clock_timestamp() - min(opened_at))::double precision AS "oldestS"
    FROM "case" WHERE status <> 'closed' GROUP BY status`;

/** Intents that are not settled, and those that began within a day by how they stand. */
export const countIntents = (db: Db) =>
  db.$queryRaw<{ state: string; unsettled: boolean; count: bigint; oldestS: number }[]>`
    SELECT state::text AS state, true AS unsettled, count(*) AS count,
      extract(epoch FROM clock_timestamp() - min(started_at))::double precision AS "oldestS"
    FROM reverification WHERE state IN ('pending', 'sent', 'unknown') GROUP BY state
    UNION ALL
    SELECT state::text, false, count(*), 0
    FROM reverification WHERE started_at > clock_timestamp() - interval '1 day' GROUP BY state`;

export const countJobs = (db: Db) =>
  db.$queryRaw<{ state: string; jobs: bigint; oldestS: number }[]>`
    SELECT state, jobs, oldest_s AS "oldestS" FROM job_counts()`;

/** What each of them does is for the login alone to see; the program works as a role of it. */
export const countConnections = async (db: Db) => {
  const [row] = await db.$queryRaw<{ here: number; most: number }[]>`
    SELECT numbackends AS here, current_setting('max_connections')::integer AS most
    FROM pg_stat_database WHERE datname = current_database()`;
  return row ?? null;
};

export const readProof = async (db: Db) => {
  const [row] = await db.$queryRaw<{ sealedS: number | null; copyFailingS: number | null; isBad: boolean }[]>`
    SELECT
      (SELECT extract(epoch FROM clock_timestamp() - sealed_at)::double precision
        FROM audit_block ORDER BY number DESC LIMIT 1) AS "sealedS",
      extract(epoch FROM clock_timestamp() - checkpoint_failing_since)::double precision AS "copyFailingS",
      checked_bad IS NOT NULL AS "isBad"
    FROM audit_proof_state`;
  return row ?? null;
};
