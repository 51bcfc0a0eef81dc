import { randomUUID } from "node:crypto";
import { Logger, type LogLevel, run } from "graphile-worker";
import { refuseChangedIndexKey } from "#lib/entry/index-key.ts";
import { connection, services } from "#lib/entry/services.ts";
import { env } from "#lib/env.ts";
import { folderCheckpoints } from "#lib/features/audit/checkpoint.ts";
import { keepProof } from "#lib/features/audit/keeping.ts";
import { SENDER_SILENT_AFTER_S } from "#lib/features/reverifications/sender.ts";
import { crontab, tasks } from "#lib/jobs/tasks.ts";
import { complain } from "./support/say.ts";

/** Our policy: jobs that one worker process runs at the same time. */
const CONCURRENCY = 4;
const SWEEP_EVERY_MS = 20_000;
const LOUD: readonly LogLevel[] = ["error", "warning"];

await refuseChangedIndexKey().catch((error: Error) => {
  complain(error.message);
  process.exit(1);
});
const runner = await run({
  connectionString: env().DATABASE_URL,
  taskList: tasks,
  crontab,
  concurrency: CONCURRENCY,
  // Ours: it takes no new job, lets the running ones end, and exits with 0.
  noHandleSignals: true,
  logger: new Logger(() => (level, message) => {
    if (LOUD.includes(level)) complain(`worker: ${message}`);
  }),
});
// Whatever was under way when everything stopped: at once, and again when its senders have been silent long enough.
for (const seconds of [0, SENDER_SILENT_AFTER_S + 2]) {
  const runAt = new Date(Date.now() + seconds * 1_000);
  await runner.addJob("sweep-reverifications", {}, { runAt, jobKey: `sweep-at-start-${seconds}` });
}
// Cron knows no less than a minute, and a crash is to be seen within one.
const sweeping = setInterval(
  () =>
    runner
      .addJob("sweep-reverifications", {}, { jobKey: "sweep-between", priority: -10 })
      .catch(() => undefined),
  SWEEP_EVERY_MS,
);
const speaker = services({ id: randomUUID(), address: null });
const proof = keepProof({
  db: speaker.db,
  speaker: { ...speaker, actor: { kind: "program" } },
  privateKey: env().AUDIT_SIGNING_KEY,
  checkpoints: folderCheckpoints(env().AUDIT_CHECKPOINT_URL),
  complain: (line) => complain(`worker: ${line}`),
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
await connection().close();
process.exit(0);
