import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { withClient } from "#lib/postgres/embedded.ts";
import { someSettings } from "#tests/support/settings.ts";

/** Between what is done and its record, and between the record and their common end. */
export const AUDIT_POINTS = ["before_audit", "after_audit"] as const;
type Point = (typeof AUDIT_POINTS)[number];

export type AtomicReport = {
  readonly strikes: number;
  /** Steps of cases that were done. */
  readonly steps: number;
  /** Changes without a record, and records without a change. */
  readonly unrecorded: number;
  readonly unfounded: number;
};

const CASES = 6;

/** Kills processes at a point, or lets it throw, and counts what stands in the log against what was done. */
export async function strikeAudit(
  url: string,
  { point, kills, throws }: { point: Point; kills: number; throws: number },
): Promise<AtomicReport> {
  const ground = await makeGround(url);
  const settings = someSettings({ DATABASE_URL: url });
  let strikes = 0;
  const start = async (how: { throws: number; deed: "kill" | "throw"; skip: number }) => {
    const file = fileURLToPath(new URL("working-process.ts", import.meta.url));
    const child = fork(file, [JSON.stringify({ ...ground, point, throws: how.throws })], {
      execArgv: ["--conditions=react-server"],
      env: {
        ...process.env,
        ...settings,
        CONTRAPROVA_FAIL_POINT: `${point}:${how.skip}`,
        CONTRAPROVA_FAIL_DEED: how.deed,
      },
    });
    const [code, signal] = await once(child, "exit");
    return how.deed === "kill" ? signal === "SIGKILL" : code === 0;
  };
  for (let kill = 0; kill < kills; kill += 1) {
    if (await start({ throws: 0, deed: "kill", skip: Math.floor(Math.random() * 40) })) strikes += 1;
  }
  if (throws > 0 && (await start({ throws, deed: "throw", skip: 0 }))) strikes += throws;
  return { strikes, ...(await countsOf(url)) };
}

async function makeGround(url: string) {
  return withClient(url, async (client) => {
    const one = async (sql: string, values: string[] = []) => {
      const { rows } = await client.query<{ id: string }>(sql, values);
      return rows[0]?.id ?? "";
    };
    const id = await one(
      "INSERT INTO app_user (email, name, role) VALUES (gen_random_uuid() || '@contraprova.test', 'Pessoa Sintética', 'analyst') RETURNING id",
    );
    const sessionId = await one("INSERT INTO session (user_id) VALUES ($1) RETURNING id", [id]);
    await client.query("SET ROLE contraprova_app");
    const { rows } = await client.query<{ number: number }>(
      `INSERT INTO "case" (priority, origin, rule, outcome, fraudsters, biometry, liveness, due_at)
      SELECT 'high', 'reverification', 'fraud_alert', 'match_flagged', 'yes', 'match', 'not_measured', now() + interval '1 day'
      FROM generate_series(1, ${CASES}) RETURNING number`,
    );
    return { analyst: { id, sessionId }, cases: rows.map(({ number }) => number) };
  });
}

async function countsOf(url: string) {
  return withClient(url, async (client) => {
    await client.query("SET ROLE contraprova_app");
    const { rows } = await client.query<{ steps: number; unrecorded: number; unfounded: number }>(`
      WITH said (kind, action) AS (VALUES ('taken', 'case.take'), ('noted', 'case.note'), ('released', 'case.release')),
        done AS (SELECT case_number::text AS id, action, count(*)::int AS n
          FROM case_event JOIN said ON said.kind = case_event.kind::text GROUP BY 1, 2),
        told AS (SELECT entity_id AS id, action, count(*)::int AS n
          FROM audit_event WHERE action IN (SELECT action FROM said) GROUP BY 1, 2)
      SELECT coalesce(sum(done.n), 0)::int AS steps,
        coalesce(sum(greatest(coalesce(done.n, 0) - coalesce(told.n, 0), 0)), 0)::int AS unrecorded,
        coalesce(sum(greatest(coalesce(told.n, 0) - coalesce(done.n, 0), 0)), 0)::int AS unfounded
      FROM done FULL JOIN told USING (id, action)`);
    return rows[0] ?? { steps: 0, unrecorded: -1, unfounded: -1 };
  });
}
