import { log } from "./log.ts";
import { withoutValues } from "./without-values.ts";

const kindOf = (value: unknown): string => (Array.isArray(value) ? "array" : typeof value);

function tell(level: "error" | "warn", said: readonly unknown[]): void {
  const err = said.find((each) => each instanceof Error);
  const [first, ...others] = said.filter((each) => each !== err);
  const text = typeof first === "string" ? withoutValues(first).trim() : "";
  // The first text is of whoever calls; what comes behind it is what they found.
  const kinds = (typeof first === "string" || first === undefined ? others : [first, ...others]).map(kindOf);
  log()[level]({ ...(err ? { err } : {}), ...(kinds.length > 0 ? { beside: kinds } : {}) }, text);
}

/** Whoever works on the program wants to see all of an error. */
const isWorkedOn = () => process.env.NODE_ENV === "development";

/**
 * Next and other libraries tell of errors by the console, with everything that is in them. From here on these are lines
 * of the log like any other.
 */
export function logConsole(): void {
  if (isWorkedOn()) return;
  for (const level of ["error", "warn"] as const)
    console[level] = (...said: unknown[]) => {
      try {
        tell(level, said);
      } catch {
        // A setting that is missing is told of where it is read.
        process.stderr.write("contraprova: a line was left out, for the log could not be opened\n");
      }
    };
}

/** What nobody caught ends a process, and is told of like every other error. */
export function logCrash(): void {
  if (isWorkedOn()) return;
  process.on("uncaughtException", (err) => {
    log().fatal({ err }, "nobody caught it: this process ends");
    process.exit(1);
  });
}
