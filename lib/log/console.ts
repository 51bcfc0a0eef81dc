import { log } from "./log.ts";
import { withoutValues } from "./without-values.ts";

/**
 * Next and other libraries tell of errors by the console, with everything that is in them. From here on these are lines
 * of the log like any other.
 */
export function logConsole(): void {
  for (const level of ["error", "warn"] as const)
    console[level] = (...said: unknown[]) => {
      const err = said.find((each) => each instanceof Error);
      const text = said.filter((each) => typeof each === "string").map(withoutValues);
      log()[level](err ? { err } : {}, text.join(" ").trim());
    };
}
