/** A signal ends the run as an exit does, so that what it started is taken down. */
export function exitOnSignal(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
}
