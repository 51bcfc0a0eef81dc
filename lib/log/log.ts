import pino from "pino";
import { env } from "#lib/env.ts";
import { loggedError } from "./without-values.ts";

// One a process, also when the bundler loads this module twice.
const kept = globalThis as typeof globalThis & { contraprovaLog?: pino.Logger };

/**
 * What whoever runs the program reads, one line of JSON each on stderr, from `LOG_LEVEL` on. Who did what to whom stands
 * in the audit log alone: here are no values of people, not even masked ones.
 */
export function log(): pino.Logger {
  if (kept.contraprovaLog) return kept.contraprovaLog;
  // At once: the last line before a crash is the one that is wanted.
  const lines = pino.destination({ dest: process.stderr.fd, sync: true });
  // A full disk behind them costs lines, and nothing of what the program does.
  lines.on("error", () => undefined);
  kept.contraprovaLog = pino(
    {
      level: env().LOG_LEVEL,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: loggedError },
    },
    lines,
  );
  return kept.contraprovaLog;
}
