const POLL_MS = 250;

/** npm passes a signal on to its shell only, which dies of it and leaves us behind: then we stop as if told to. */
export function followNpm(): void {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, POLL_MS);
  timer.unref();
}
