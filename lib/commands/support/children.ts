import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lifecycle } from "./lifecycle.ts";
import { inRoot, ROOT } from "./paths.ts";

/** Past this a child that does not stop is killed. */
const STOP_TIMEOUT_MS = 10_000;
/** A paid call under way takes 10 s for a token and 30 s for its answer: cut off, nobody would know how it ended. */
export const SERVICE_STOP_TIMEOUT_MS = 45_000;
const FOLLOW_PARENT = inRoot("lib/commands/support/follow-parent.ts");
/** What our own server code needs outside Next: `server-only` is harmless under this condition. */
export const SERVER_CONDITION = "--conditions=react-server";

type Settings = Readonly<Record<string, string | undefined>>;
const environment = (settings: Settings) => ({ ...process.env, ...settings });

/**
 * For the C library of Linux, unless somebody says otherwise: decoded pictures go back to the system at once instead of
 * staying with whichever thread had them. tests/rigs/picture-memory.ts measures it.
 */
export const MEMORY_SETTINGS = { MALLOC_ARENA_MAX: "2", MALLOC_MMAP_THRESHOLD_: "262144" };

/** Starts a program that lives no longer than this process. */
export function spawnFollower(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, ["--import", FOLLOW_PARENT, ...args], {
    cwd: ROOT,
    env: { ...MEMORY_SETTINGS, ...env, CONTRAPROVA_PARENT: String(process.pid) },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // In a process group of its own: a Ctrl-C reaches only us, and we stop the parts in order.
    detached: true,
  });
}

/** Starts a part of the program; when it ends by itself, everything does. */
export function startService(lifecycle: Lifecycle, name: string, args: string[], settings: Settings): void {
  const child = spawnFollower(args, environment(settings));
  child.once("error", (error) => lifecycle.fail(`the ${name} did not start: ${error.message}`));
  child.once("exit", (code, signal) => {
    lifecycle.fail(
      `the ${name} ended by itself (${signal ?? `exit code ${code}`}): its own lines above say why`,
    );
  });
  lifecycle.onStop(() => stopChild(child, SERVICE_STOP_TIMEOUT_MS));
}

export async function stopChild(child: ChildProcess, timeoutMs = STOP_TIMEOUT_MS): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const isLate = await Promise.race([exited.then(() => false), sleep(timeoutMs, true, { ref: false })]);
  if (!isLate) return;
  process.kill(-child.pid, "SIGKILL");
  await exited;
}

type Tool = { settings?: Settings; signal?: AbortSignal };

/** Runs a program to its end; its output is shown only when it fails. */
export async function runTool(
  name: string,
  args: string[],
  { settings = {}, signal }: Tool = {},
): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: environment(settings),
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal ? { signal } : {}),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const [code] = await once(child, "close");
  if (code === 0) return;
  process.stderr.write(output);
  throw new Error(`${name} failed: its own lines above say why`);
}
