import { Logger, type LogLevel, type Task, type TaskList } from "graphile-worker";
import { log } from "#lib/log/log.ts";
import { inSpan } from "#lib/log/spans.ts";
import { withoutValues } from "#lib/log/without-values.ts";

/** Each job that begins and ends is of interest where something is looked for. */
const LEVELS = { error: "error", warning: "warn", info: "debug", debug: "trace" } as const satisfies Record<
  LogLevel,
  string
>;

/** The queue's own lines, in the log. */
export const jobLogger = new Logger(({ taskIdentifier: job }) => (level, message, meta) => {
  // Its line of a failed job has the error's text in it.
  const failed = meta?.error ? { err: meta.error } : null;
  log()[LEVELS[level]]({ job, ...failed }, failed ? "a job failed" : withoutValues(message));
});

const traced =
  (name: string, task: Task): Task =>
  (payload, helpers) =>
    inSpan(`job ${name}`, { "job.name": name }, async () => task(payload, helpers));

/** The same jobs, each run of one a span. */
export const tracedTasks = (tasks: TaskList): TaskList =>
  Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, task && traced(name, task)]));
