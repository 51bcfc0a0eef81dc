import { once } from "node:events";
import { complain } from "./say.ts";

export type Lifecycle = {
  /** Aborted as soon as the program is to stop: by a signal, by `fail`, or because its parent went away. */
  readonly signal: AbortSignal;
  /** Registers how to take down what was just brought up; the last one up is the first one down. */
  onStop(close: () => Promise<void>): void;
  /** Stops the program with this line and exit code 1. */
  fail(line: string): void;
  /** Brings everything up, waits for the end, takes everything down, exits. */
  run(startup: () => Promise<void>): Promise<never>;
};

export function createLifecycle(): Lifecycle {
  const closers: (() => Promise<void>)[] = [];
  const ending = new AbortController();
  let exitCode = 0;
  const end = (code: number, line?: string) => {
    if (ending.signal.aborted) return;
    exitCode = code;
    if (line) complain(line);
    ending.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end(0));
  return {
    signal: ending.signal,
    onStop: (close) => void closers.push(close),
    fail: (line) => end(1, line),
    async run(startup) {
      try {
        await startup();
        if (!ending.signal.aborted) await once(ending.signal, "abort");
      } catch (error) {
        // A step cut short by the stop itself is no failure.
        end(1, error instanceof Error ? error.message : String(error));
      }
      for (const close of closers.reverse()) {
        await close().catch((error: unknown) => {
          exitCode = 1;
          complain(`could not stop cleanly: ${error instanceof Error ? error.message : String(error)}`);
        });
      }
      process.exit(exitCode);
    },
  };
}
