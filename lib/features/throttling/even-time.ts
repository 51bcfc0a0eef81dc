import { setTimeout as sleep } from "node:timers/promises";

/**
 * Lets a refusal leave only at whole steps of time since `startedMs` (of `performance.now()`), so that what was looked
 * up on the way, and how long that took, is not told by when it comes.
 */
export async function leaveEvenly(startedMs: number, stepMs: number): Promise<void> {
  const steps = Math.ceil((performance.now() - startedMs) / stepMs);
  const leavesMs = startedMs + Math.max(steps, 1) * stepMs;
  // A timer may come a little early.
  for (let leftMs = leavesMs - performance.now(); leftMs > 0; leftMs = leavesMs - performance.now())
    await sleep(Math.ceil(leftMs));
}
