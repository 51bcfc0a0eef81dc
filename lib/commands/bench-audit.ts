import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { sealAll } from "#lib/features/audit/sealing.ts";
import { openProofGround } from "#tests/rigs/audit/ground.ts";
import { type Log, program } from "#tests/rigs/audit/log.ts";
import { fillLog } from "#tests/rigs/audit/million.ts";
import { makeGround, runWriters } from "#tests/rigs/audit/writers.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { say, secondsSince } from "./support/say.ts";

exitOnSignal();
const number = (fallback: string) => ({ type: "string", default: fallback }) as const;
const { values } = parseArgs({
  options: {
    writers: number("64"),
    seconds: number("3"),
    trials: number("9"),
    events: number("1000000"),
    pause: number("0"),
  },
});
const [writers, seconds, trials, events, pauseMs] = [
  values.writers,
  values.seconds,
  values.trials,
  values.events,
  values.pause,
].map(Number);
if (
  ![writers, seconds, trials, events, pauseMs].every((value) => Number.isInteger(value) && Number(value) >= 0)
)
  throw new Error("--writers, --seconds, --trials, --events and --pause take whole numbers");

/** The quality page's bars. */
const LEAST_SHARE = 0.8;
const MOST_SECONDS = 60;
/** Past five runs, PostgreSQL settles on the plan of a statement that it keeps. */
const WARM_UPS = 8;
const WAYS = ["unaudited", "audited", "audited and sealed"] as const;

const ground = await openProofGround();
say(machineLine());
let isHeld = true;
if (seconds) await benchWriters(await ground.logOf("writers"));
if (events) await benchCheck(await ground.logOf("million"), events);
await ground.end();
say(machineLine());
process.exitCode = isHeld ? 0 : 1;

async function benchWriters(log: Log): Promise<void> {
  await makeGround(log.url, writers ?? 64);
  const rates: Record<(typeof WAYS)[number], number[]> = {
    unaudited: [],
    audited: [],
    "audited and sealed": [],
  };
  const p99s: typeof rates = { unaudited: [], audited: [], "audited and sealed": [] };
  const load = {
    url: log.url,
    writers: writers ?? 64,
    rollbacks: 0,
    pauseMs: pauseMs ?? 0,
    warmUps: WARM_UPS,
  };
  await runWriters({ ...load, seconds: 2, isAudited: true });
  const sealer = await startSealer(log);
  await sleep(2_000);
  // Stopped rather than ended in between: its start is no part of what it costs.
  sealer.kill("SIGSTOP");
  for (let trial = 0; trial < (trials ?? 3); trial += 1) {
    for (const way of WAYS) {
      const isSealed = way === "audited and sealed";
      if (isSealed) sealer.kill("SIGCONT");
      const { committed, tookMs } = await runWriters({
        ...load,
        seconds: seconds ?? 10,
        isAudited: way !== "unaudited",
      });
      if (isSealed) sealer.kill("SIGSTOP");
      rates[way].push(committed / (seconds ?? 10));
      p99s[way].push(quantile(tookMs, 0.99));
      say(
        `trial ${trial + 1} ${way.padEnd(20)}${Math.round(committed / (seconds ?? 10))}/s, p99 ${quantile(tookMs, 0.99).toFixed(1)} ms`,
      );
    }
  }
  sealer.kill("SIGKILL");
  const middle = (figures: number[]) => quantile(figures, 0.5);
  // Turn by turn, because a machine that others use is not the same a minute later.
  const share = (a: (typeof WAYS)[number], b: (typeof WAYS)[number]) =>
    middle(rates[a].map((rate, turn) => rate / (rates[b][turn] ?? Number.NaN)));
  const line = (what: string, of: number) => {
    if (of < LEAST_SHARE) isHeld = false;
    say(`${what}: ${(of * 100).toFixed(0)} % (bar ${LEAST_SHARE * 100} %)`);
  };
  line("audited and sealed, of unaudited", share("audited and sealed", "unaudited"));
  line("audited and sealed, of audited without a sealer", share("audited and sealed", "audited"));
  say(
    `p99 that the sealer adds: ${(middle(p99s["audited and sealed"]) - middle(p99s.audited)).toFixed(1)} ms (bar 5 ms)`,
  );
  await log.close();
}

async function startSealer(log: Log) {
  const file = fileURLToPath(new URL("../../tests/rigs/audit/sealer-process.ts", import.meta.url));
  const pem = log.key.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const child = fork(file, [log.url, log.folder, pem], { execArgv: ["--conditions=react-server"] });
  await once(child, "message");
  return child;
}

async function benchCheck(log: Log, count: number): Promise<void> {
  let startedAt = performance.now();
  await fillLog(log.url, count);
  say(`${count} events written in ${secondsSince(startedAt)}`);
  startedAt = performance.now();
  const blocks = await sealAll(log.db, program(), log.key);
  say(`sealed in ${blocks?.length} blocks in ${secondsSince(startedAt)}`);
  await log.seal();
  for (let trial = 0; trial < 3; trial += 1) {
    const before = process.memoryUsage().rss;
    const cpu = process.cpuUsage();
    const { bad, events: seen, tookMs } = await log.check();
    const { user, system } = process.cpuUsage(cpu);
    if (bad || seen < count || tookMs > MOST_SECONDS * 1_000) isHeld = false;
    say(
      `trial ${trial + 1}: ${seen} events checked in ${(tookMs / 1_000).toFixed(1)} s (bar ${MOST_SECONDS} s), ${Math.round(seen / (tookMs / 1_000))} events/s, ${((user + system) / 1e6).toFixed(1)} s of this process, memory +${Math.round((process.memoryUsage().rss - before) / 2 ** 20)} MiB, ${bad ? JSON.stringify(bad) : "all of it holds"}`,
    );
  }
  const [newest] = [await log.checkpoints.newest()];
  await log.write(100);
  await log.seal();
  const { tookMs } = await log.check({ from: newest });
  say(`what came since the last checkpoint: ${tookMs.toFixed(0)} ms (bar 1 s)`);
  await log.close();
}
