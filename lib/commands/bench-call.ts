import { parseArgs } from "node:util";
import pg from "pg";
import { openCosts } from "#tests/rigs/bench/costs.ts";
import { profiled } from "#tests/rigs/bench/profile.ts";
import { openRaw } from "#tests/rigs/bench/raw.ts";
import { asSuperuser, openGround } from "#tests/rigs/ground.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { measure, quantile } from "#tests/rigs/quantiles.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { say } from "./support/say.ts";

/** What the creation of a process took. Source: headers kept in Unico's published Postman collection, UAT, March 2024. */
const SAMPLE_LATENCY_MS = 1_700;

exitOnSignal();
const { values } = parseArgs({
  options: {
    latency: { type: "string", default: String(SAMPLE_LATENCY_MS) },
    "at-once": { type: "string", default: "50" },
    calls: { type: "string", default: "1000" },
    trials: { type: "string", default: "3" },
    burst: { type: "boolean", default: false },
    costs: { type: "boolean", default: false },
  },
});
const latencyMs = Number(values.latency);
const atOnce = Number(values["at-once"]);
const calls = Number(values.calls);
const trials = Number(values.trials);
if (![latencyMs, atOnce, calls, trials].every((value) => Number.isInteger(value) && value > 0))
  throw new Error("--latency, --at-once, --calls and --trials take whole numbers from 1 on");

/** The quality page's bar: what the program may add at the 95th of 100. */
const BAR_MS = 25;

/** Twice what this load may ask for while a slot is held: nobody waits for a turn, and the gate looks at no more slots. */
const rate = Math.min(1_000, Math.ceil(2 * atOnce * (1_025 / latencyMs + 1)));

const ground = await openGround({ latencyMs });
Object.assign(process.env, ground.settings, { UNICO_RATE: String(rate) });
// Not before: the settings are read when these are loaded.
const { openProgram } = await import("#tests/rigs/bench/program.ts");
const admin = new pg.Client({ connectionString: asSuperuser(ground.databaseUrl) });
await admin.connect();
const costs = await openCosts(admin);
const ways = { raw: await openRaw(ground), program: await openProgram(ground) };
const tookMs: Record<keyof typeof ways, number[]> = { raw: [], program: [] };
const spent: Record<keyof typeof ways, number> = { raw: 0, program: 0 };

const load = { count: calls, atOnce, spreadMs: values.burst ? 0 : latencyMs };
for (const way of ["raw", "program"] as const) await measure(ways[way], { ...load, count: 2 * atOnce });
await costs.reset();
for (let trial = 0; trial < trials; trial += 1) {
  for (const way of ["raw", "program"] as const) {
    const before = process.cpuUsage();
    if (trial === 0) ways.program.acknowledgedMs.length = 0;
    tookMs[way].push(...(await measure(ways[way], load)));
    const { user, system } = process.cpuUsage(before);
    spent[way] += (user + system) / 1_000;
  }
}

const count = trials * calls;
const spending = await costs.perCall(count);
say(
  `A re-verification beside the same request without the program: ${count} calls each in ${trials} turns, ${atOnce} at once${values.burst ? " in bursts" : ""}, sandbox ${latencyMs} ms`,
);
say(machineLine());
say("ms              p50     p95     p99   CPU of this process per call");
const shares = [0.5, 0.95, 0.99];
const line = (label: string, figures: number[], cpuMs?: number) =>
  say(
    `${label.padEnd(10)}${figures.map((ms) => ms.toFixed(1).padStart(8)).join("")}${(cpuMs?.toFixed(2) ?? "").padStart(12)}`,
  );
const figuresOf = (way: keyof typeof ways) => shares.map((share) => quantile(tookMs[way], share));
line("raw", figuresOf("raw"), spent.raw / count);
line("program", figuresOf("program"), spent.program / count);
const added = figuresOf("program").map((ms, i) => ms - (figuresOf("raw")[i] ?? Number.NaN));
line("added", added, (spent.program - spent.raw) / count);
line(
  "(intent)",
  shares.map((share) => quantile(ways.program.acknowledgedMs, share)),
);
say(
  `per call: ${spending.statements.toFixed(1)} statements, ${spending.databaseMs.toFixed(2)} ms in PostgreSQL, ${spending.fsyncs.toFixed(1)} fsyncs of the log`,
);
if (values.costs) {
  for (const { query, calls: times, ms, mostMs } of spending.top)
    say(
      `  ${ms.toFixed(3).padStart(7)} ms ${times.toFixed(1).padStart(5)} x at most ${mostMs.toFixed(0)} ms ${query}`,
    );
  const places = await profiled(async () => void (await measure(ways.program, load)));
  say("per call, main thread of this process:");
  for (const [where, ms] of places.slice(0, 16)) say(`  ${(ms / calls).toFixed(3).padStart(7)} ms ${where}`);
}
say(`states: ${JSON.stringify(await ways.program.states())}`);
const p95 = added[1] ?? Number.NaN;
say(`p95 added ${p95.toFixed(1)} ms, bar ${BAR_MS} ms: ${p95 < BAR_MS ? "held" : "MISSED"}`);
for (const way of Object.values(ways)) await way.close();
await admin.end();
await ground.end();
process.exitCode = p95 < BAR_MS ? 0 : 1;
