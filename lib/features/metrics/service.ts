import "server-only";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Db } from "#lib/db/client.ts";
import * as connections from "#lib/features/connections/repository.ts";
import type { OpenCtx } from "#lib/features/context.ts";
import * as figures from "./repository.ts";
import { type Metric, metricsText, type Sample } from "./text.ts";

const NS_IN_S = 1_000_000_000;
const delay = monitorEventLoopDelay({ resolution: 20 });
delay.enable();

const gauge = (name: string, help: string, samples: readonly Sample[]): Metric => ({
  name,
  type: "gauge",
  help,
  samples,
});
const one = (name: string, help: string, value: number | null): Metric =>
  gauge(name, help, value === null ? [] : [{ value }]);

/**
 * Counts, ages and times for operators: nothing of a person, a case or a call. Of all processes where PostgreSQL knows it,
 * else of the one that answers. A database that does not answer is a figure too.
 */
export async function readMetrics({ db, now }: Pick<OpenCtx, "db" | "now">): Promise<string> {
  const stored = await ofDatabase(db, now()).catch(() => null);
  return metricsText([
    one("database_up", "Whether PostgreSQL answered.", stored ? 1 : 0),
    ...(stored ?? []),
    ...ofProcess(),
  ]);
}

async function ofDatabase(db: Db, now: Date): Promise<Metric[]> {
  const [cases, intents, jobs, pool, breakers, senders, calls, proof] = await Promise.all([
    figures.countOpenCases(db),
    figures.countIntents(db),
    figures.countJobs(db),
    figures.countConnections(db),
    connections.listBreakers(db),
    connections.countSenders(db),
    connections.listHour(db, now),
    figures.readProof(db),
  ]);
  const unsettled = intents.filter((row) => row.unsettled);
  const recent = intents.filter((row) => !row.unsettled);
  const oldestCaseS = Math.max(0, ...cases.map(({ oldestS }) => oldestS));
  return [
    gauge(
      "cases_open",
      "Cases that are not closed, by status.",
      cases.map(({ status, count }) => ({ labels: { status }, value: Number(count) })),
    ),
    one(
      "cases_overdue",
      "Open cases past their due time.",
      cases.reduce((sum, { overdue }) => sum + Number(overdue), 0),
    ),
    one("case_oldest_open_seconds", "Age of the oldest open case.", oldestCaseS),
    gauge(
      "intents_unsettled",
      "Paid calls whose end is not known yet, by state.",
      unsettled.map(({ state, count }) => ({ labels: { state }, value: Number(count) })),
    ),
    gauge(
      "intent_oldest_unsettled_seconds",
      "Age of the oldest of them, by state.",
      unsettled.map(({ state, oldestS }) => ({ labels: { state }, value: oldestS })),
    ),
    gauge(
      "intents_last_day",
      "Re-verifications begun within 24 hours, by state.",
      recent.map(({ state, count }) => ({ labels: { state }, value: Number(count) })),
    ),
    gauge(
      "jobs",
      "Jobs of the queue, by state; given_up ran out of tries.",
      jobs.map(({ state, jobs: count }) => ({ labels: { state }, value: Number(count) })),
    ),
    one(
      "job_oldest_waiting_seconds",
      "For how long the oldest job that could run has waited.",
      jobs.find(({ state }) => state === "waiting")?.oldestS ?? 0,
    ),
    one("database_connections", "Connections to this database, of all processes.", pool?.here ?? null),
    one("database_connections_max", "As many as the server takes, to all its databases.", pool?.most ?? null),
    gauge(
      "unico_breaker_open",
      "Hosts of Unico that are not called for now.",
      breakers.map(({ host }) => ({ labels: { host }, value: 1 })),
    ),
    one("senders", "Processes that may send paid calls.", senders),
    gauge(
      "unico_calls_last_hour",
      "Calls to Unico within an hour, by endpoint.",
      calls.map(({ endpoint, calls: count }) => ({ labels: { endpoint }, value: Number(count) })),
    ),
    gauge(
      "unico_failures_last_hour",
      "Of these, the ones that failed.",
      calls.map(({ endpoint, failures }) => ({ labels: { endpoint }, value: Number(failures) })),
    ),
    one("audit_newest_block_seconds", "Age of the newest block of the audit log.", proof?.sealedS ?? null),
    one(
      "audit_copy_failing_seconds",
      "For how long the audit log could not be copied.",
      proof?.copyFailingS ?? 0,
    ),
    one("audit_bad", "Whether the last check found a bad place.", proof?.isBad ? 1 : 0),
  ];
}

function ofProcess(): Metric[] {
  const { rss, heapUsed } = process.memoryUsage();
  const cpu = process.cpuUsage();
  const US_IN_S = 1_000_000;
  return [
    one("process_resident_bytes", "Memory of the process that answers.", rss),
    one("process_heap_used_bytes", "Of this, what JavaScript uses.", heapUsed),
    one("process_uptime_seconds", "For how long it has run.", process.uptime()),
    {
      name: "process_cpu_seconds_total",
      type: "counter",
      help: "Time that it used processors.",
      samples: [{ value: (cpu.user + cpu.system) / US_IN_S }],
    },
    one(
      "process_event_loop_delay_p99_seconds",
      "What 99 of 100 turns of it waited at most.",
      delay.percentile(99) / NS_IN_S,
    ),
  ];
}
