import { randomUUID } from "node:crypto";
import { run } from "graphile-worker";
import { refuseChangedIndexKey } from "#lib/entry/index-key.ts";
import { connection, services } from "#lib/entry/services.ts";
import { refuseUnusableStorage } from "#lib/entry/storage-check.ts";
import { env } from "#lib/env.ts";
import { keepProof } from "#lib/features/audit/keeping.ts";
import { openCheckpoints } from "#lib/features/audit/open-checkpoints.ts";
import { SILENT_S } from "#lib/features/exports/rules.ts";
import { RUNNER_SILENT_AFTER_S } from "#lib/features/lookups/rules.ts";
import { SENDER_SILENT_AFTER_S } from "#lib/features/reverifications/sender.ts";
import { crontab, tasks } from "#lib/jobs/tasks.ts";
import { jobLogger, tracedTasks } from "#lib/jobs/told-jobs.ts";
import { logConsole, logCrash } from "#lib/log/console.ts";
import { log } from "#lib/log/log.ts";
import { startTraces } from "#lib/log/traces.ts";
import { withoutValues } from "#lib/log/without-values.ts";
import { complain } from "./support/say.ts";

/** Our policy: jobs that one worker process runs at the same time. */
const CONCURRENCY = 4;
const SWEEP_EVERY_MS = 20_000;
/** After how long whoever worked on it is taken for dead, by what takes it up. */
const SILENT_AFTER_S = {
  "sweep-reverifications": SENDER_SILENT_AFTER_S,
  "look-up-list": RUNNER_SILENT_AFTER_S,
  "sweep-exports": SILENT_S,
} as const;
const TAKEN_UP = Object.keys(SILENT_AFTER_S) as (keyof typeof SILENT_AFTER_S)[];

for (const check of [refuseChangedIndexKey, refuseUnusableStorage]) {
  await check(complain).catch((error: Error) => {
    complain(error.message);
    process.exit(1);
  });
}
logConsole();
logCrash();
const endTraces = startTraces(env().OTEL_EXPORTER_OTLP_ENDPOINT, "worker");
const runner = await run({
  connectionString: env().DATABASE_URL,
  taskList: tracedTasks(tasks),
  crontab,
  concurrency: CONCURRENCY,
  // Ours: it takes no new job, lets the running ones end, and exits with 0.
  noHandleSignals: true,
  logger: jobLogger(),
});
// Whatever was under way when everything stopped: at once, and again when its senders have been silent long enough.
for (const task of TAKEN_UP) {
  for (const seconds of [0, SILENT_AFTER_S[task] + 2]) {
    const runAt = new Date(Date.now() + seconds * 1_000);
    await runner.addJob(task, {}, { runAt, jobKey: `${task}-at-start-${seconds}` });
  }
}
// Cron knows no less than a minute, and a crash is to be seen within one.
const sweeping = setInterval(() => {
  for (const task of TAKEN_UP)
    runner.addJob(task, {}, { jobKey: `${task}-between`, priority: -10 }).catch(() => undefined);
}, SWEEP_EVERY_MS);
const speaker = services({ id: randomUUID(), address: null });
const proof = keepProof({
  db: speaker.db,
  speaker: { ...speaker, actor: { kind: "program" } },
  privateKey: env().AUDIT_SIGNING_KEY,
  checkpoints: openCheckpoints(env()),
  complain: (line) => log().error(withoutValues(line)),
});
let stopping: Promise<void> | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stopping ??= runner.stop();
  });
}
await runner.promise;
clearInterval(sweeping);
await stopping;
await proof.stop();
await endTraces();
await connection().close();
process.exit(0);
