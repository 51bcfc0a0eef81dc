import { Logger, type LogLevel, run } from "graphile-worker";
import { env } from "#lib/env.ts";
import { crontab, tasks } from "#lib/jobs/tasks.ts";
import { complain } from "./support/say.ts";

/** Our policy: jobs that one worker process runs at the same time. */
const CONCURRENCY = 4;
const LOUD: readonly LogLevel[] = ["error", "warning"];

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
let stopping: Promise<void> | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stopping ??= runner.stop();
  });
}
await runner.promise;
await stopping;
process.exit(0);
