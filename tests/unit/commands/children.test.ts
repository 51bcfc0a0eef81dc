import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it, vi } from "vitest";
import { SERVICE_STOP_TIMEOUT_MS, startService, stopChild } from "#lib/commands/support/children.ts";
import type { Lifecycle } from "#lib/commands/support/lifecycle.ts";

const timers = vi.hoisted(() => ({ asked: [] as number[] }));
vi.mock("node:timers/promises", async (original) => {
  const real = await original<typeof import("node:timers/promises")>();
  return {
    ...real,
    setTimeout: (ms: number, ...rest: []) => {
      timers.asked.push(ms);
      return real.setTimeout(ms, ...rest);
    },
  };
});

/** Says that it runs, and takes `ms` to end once it is told to. */
async function slowToStop(ms: number): Promise<ChildProcess> {
  const program = `process.on("SIGTERM", () => setTimeout(() => process.exit(0), ${ms})); setInterval(() => {}, 1e3); console.log("on")`;
  const child = spawn(process.execPath, ["-e", program], { detached: true });
  await once(child.stdout, "data");
  return child;
}

it("a child may take its time to stop", async () => {
  const child = await slowToStop(300);
  await stopChild(child, 10_000);
  expect([child.exitCode, child.signalCode]).toEqual([0, null]);
});
it("past it the child is killed", async () => {
  const child = await slowToStop(60_000);
  await stopChild(child, 100);
  expect(child.signalCode).toBe("SIGKILL");
});
it("a part of the program has longer than a paid call", async () => {
  const stops: (() => Promise<void>)[] = [];
  const lifecycle: Lifecycle = {
    signal: new AbortController().signal,
    onStop: (close) => void stops.push(close),
    fail: () => {},
    run: () => Promise.reject(new Error("not run here")),
  };
  startService(lifecycle, "sleeper", ["-e", "setInterval(() => {}, 1000)"], {});
  timers.asked.length = 0;
  for (const stop of stops) await stop();
  expect(timers.asked).toEqual([SERVICE_STOP_TIMEOUT_MS]);
  // A token may take 10 s, the answer 30 s: the defaults of lib/unico.
  expect(SERVICE_STOP_TIMEOUT_MS).toBeGreaterThan(40_000);
});
