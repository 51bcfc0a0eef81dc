import type pg from "pg";

export type Costs = {
  readonly statements: number;
  readonly databaseMs: number;
  readonly fsyncs: number;
  readonly top: readonly {
    readonly query: string;
    readonly calls: number;
    readonly ms: number;
    readonly mostMs: number;
  }[];
};

/** Opens the counters of the server; they count everything that runs on it from `reset` on. */
export async function openCosts(client: pg.Client) {
  await client.query("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
  return {
    async reset(): Promise<void> {
      await client.query("SELECT pg_stat_statements_reset(), pg_stat_reset_shared('io')");
    },
    /** What was spent since, for one of `count` calls. */
    async perCall(count: number): Promise<Costs> {
      const { rows } = await client.query<{ query: string; calls: string; ms: number; mostMs: number }>(
        `SELECT left(regexp_replace(query, '\\s+', ' ', 'g'), 110) AS query, calls, total_exec_time AS ms, max_exec_time AS "mostMs"
         FROM pg_stat_statements WHERE calls * 5 >= $1::int ORDER BY total_exec_time DESC`,
        [count],
      );
      const io = await client.query<{ fsyncs: string }>(
        "SELECT coalesce(sum(fsyncs), 0) AS fsyncs FROM pg_stat_io WHERE object = 'wal'",
      );
      const per = (value: number) => value / count;
      return {
        statements: per(rows.reduce((sum, row) => sum + Number(row.calls), 0)),
        databaseMs: per(rows.reduce((sum, row) => sum + row.ms, 0)),
        fsyncs: per(Number(io.rows[0]?.fsyncs ?? 0)),
        top: rows.slice(0, 8).map((row) => ({ ...row, calls: per(Number(row.calls)), ms: per(row.ms) })),
      };
    },
  };
}
