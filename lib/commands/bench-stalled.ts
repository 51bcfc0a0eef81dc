import { randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { freePort } from "#lib/postgres/server-process.ts";
import { demoReferenceId } from "#lib/sandbox/scenarios.ts";
import { signInAs, type Visitor } from "#tests/rigs/bench/lists/visitor.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { pictureOf } from "#tests/rigs/pictures.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { liftLimits } from "#tests/support/limits.ts";
import { startWholeProgram } from "#tests/support/whole-program.ts";
import { complain, say } from "./support/say.ts";

/** The queue and the sign-in while Unico says nothing, beside the same while it has nothing to do (X12). */
exitOnSignal();
const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "200" },
    calls: { type: "string", default: "100" },
    // A folder that `bench:lists -- --data` filled: a million cases instead of the demo's.
    data: { type: "string" },
  },
});
const [trials, calls] = [values.trials, values.calls].map(Number) as [number, number];
if (![trials, calls].every((value) => Number.isInteger(value) && value > 0))
  throw new Error("--trials and --calls take whole numbers");

const MOST_MORE = 1.2;
const PASSWORD = "only for the bench";
/** Rounds with and without take turns: what else the machine does falls on both. */
const ROUNDS = 4;
/** A stalled call is given up after 30 s: one round is over by then, or asks anew. */
const REFERENCE = demoReferenceId(1);
/** Without it the breaker would open, and nothing would be under way any more. */
const NO_BREAKER = `
CREATE OR REPLACE FUNCTION rig_ignore() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE OR REPLACE TRIGGER rig_no_breaker BEFORE INSERT ON unico_breaker FOR EACH ROW EXECUTE FUNCTION rig_ignore()`;
const BREAKER_AGAIN = "DROP TRIGGER rig_no_breaker ON unico_breaker; DROP FUNCTION rig_ignore()";
const UNDER_WAY = "SELECT count(*)::int AS count FROM reverification WHERE state = 'sent'";
/** Of the program, for longer than any statement of it takes by itself. */
const HELD = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database()
  AND application_name = 'contraprova' AND state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '1 s'`;

type Taken = { readonly table: number[]; readonly signIn: number[] };
const baseURL = `http://localhost:${await freePort()}`;
const program = await startWholeProgram(
  "stalled",
  { PORT: new URL(baseURL).port, DEMO_PASSWORD: PASSWORD, UNICO_RATE: "50" },
  values.data && path.resolve(values.data),
);
const databaseUrl = program.running.settings.DATABASE_URL ?? "";
const client = new pg.Client({ connectionString: databaseUrl });
let isHeld = true;
try {
  say(machineLine());
  await client.connect();
  await liftLimits(databaseUrl);
  await client.query(NO_BREAKER);
  await bench();
  await client.query(BREAKER_AGAIN);
  say(machineLine());
} finally {
  await client.end();
  await program.end();
}
process.exitCode = isHeld ? 0 : 1;

async function bench(): Promise<void> {
  const manager = await signInAs(baseURL, "manager@contraprova.test", PASSWORD);
  const analyst = await signInAs(baseURL, "analyst@contraprova.test", PASSWORD);
  const [alone, beside]: [Taken, Taken] = [
    { table: [], signIn: [] },
    { table: [], signIn: [] },
  ];
  await take(manager, { table: [], signIn: [] }, 10);
  const underWay: number[] = [];
  let held = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await take(manager, alone, Math.ceil(trials / ROUNDS));
    await control("POST", "/faults", { kind: "stall", reference: REFERENCE, count: 1e6 });
    await stall(analyst);
    const watch = setInterval(async () => {
      underWay.push(await count(UNDER_WAY));
      held = Math.max(held, await count(HELD));
    }, 1_000);
    await take(manager, beside, Math.ceil(trials / ROUNDS));
    clearInterval(watch);
    await control("DELETE", "/faults");
    while ((await count(UNDER_WAY)) > 0) await sleep(500);
  }
  if (underWay.length === 0 || Math.min(...underWay) < calls / 2) {
    isHeld = false;
    complain(`only ${Math.min(...underWay)} of ${calls} calls were under way all the time: fewer trials`);
  }
  say(`calls under way: ${Math.min(...underWay)} to ${Math.max(...underWay)}; transactions held: ${held}`);
  if (held > 0) isHeld = false;
  compare("the queue", alone.table, beside.table);
  compare("sign-in", alone.signIn, beside.signIn);
}

function compare(name: string, alone: readonly number[], beside: readonly number[]): void {
  const [a, b] = [quantile(alone, 0.95), quantile(beside, 0.95)];
  if (b > a * MOST_MORE) isHeld = false;
  say(
    `${name.padEnd(12)}p95 ${a.toFixed(1)} ms alone, ${b.toFixed(1)} ms beside stalled calls: ${((b / a - 1) * 100).toFixed(0)} % (bar 20 %), ${beside.length} trials each`,
  );
}

async function take(manager: Visitor, taken: Taken, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    taken.table.push((await manager.visit("/cases")).ms);
    const startedAt = performance.now();
    await signInAs(baseURL, "support@contraprova.test", PASSWORD);
    taken.signIn.push(performance.now() - startedAt);
  }
}

/** As many calls as are to be under way, each of which Unico leaves without a word. */
async function stall(analyst: Visitor): Promise<void> {
  const started = Array.from({ length: calls }, async () =>
    analyst.start(REFERENCE, new Uint8Array(await pictureOf(randomUUID()))),
  );
  await Promise.all(started);
}

async function count(sql: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(sql);
  return rows[0]?.count ?? 0;
}

async function control(method: string, route: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${program.running.sandboxControlUrl}${route}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`the sandbox refused ${method} ${route}: ${await answer.text()}`);
}
