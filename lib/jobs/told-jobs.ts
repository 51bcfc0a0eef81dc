import { Logger, type LogLevel, type Task, type TaskList } from "graphile-worker";
import { log } from "#lib/log/log.ts";
import { inSpan } from "#lib/log/spans.ts";
import { withoutValues } from "#lib/log/without-values.ts";

/** Each job that begins and ends is of interest where something is looked for. */
const LEVELS = { error: "error", warning: "warn", info: "debug", debug: "trace" } as const satisfies Record<
  LogLevel,
  string
>;

/** The queue's own lines, written by `write`. */
export const jobLogger = (write: () => Pick<ReturnType<typeof log>, (typeof LEVELS)[LogLevel]> = log) =>
  new Logger(({ taskIdentifier }) => (level, message, meta) => {
    const { job: run, error: err, failure } = (meta ?? {}) as Meta;
    const job = run?.task_identifier ?? taskIdentifier;
    // Its text of a failed job has the error's text in it.
    const text = failure ? "a job failed" : withoutValues(err ? (message.split(":")[0] ?? "") : message);
    write()[LEVELS[level]]({ ...(job ? { job } : {}), ...(err ? { err } : {}) }, text);
  });
type Meta = { job?: { task_identifier?: string }; error?: unknown; failure?: boolean };

const traced =
  (name: string, task: Task): Task =>
  (payload, helpers) =>
    inSpan(`job ${name}`, { "job.name": name }, async () => task(payload, helpers));

/** The same jobs, each run of one a span. */
export const tracedTasks = (tasks: TaskList): TaskList =>
  Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, task && traced(name, task)]));
