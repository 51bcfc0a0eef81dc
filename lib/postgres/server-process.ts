import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, oneLine } from "./cluster.ts";
import { commandLineOf, isAlive } from "./processes.ts";

const START_TIMEOUT_MS = 60_000;
/** A fast shutdown writes a checkpoint; past this it is told to leave at once and recovers at the next start. */
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 10;

export type Running = { readonly pid: number; readonly port: number };

const pidFileOf = (cluster: Cluster) => path.join(cluster.data, "postmaster.pid");

/** The server of this cluster, when one is running and ready. */
export function runningServer(cluster: Cluster): Running | null {
  let lines: string[];
  try {
    lines = fs.readFileSync(pidFileOf(cluster), "utf8").split("\n");
  } catch {
    return null;
  }
  // Lines of postmaster.pid: process id, data directory, start time, port, socket directory, address, key, state.
  const [pid, port, state] = [Number(lines[0]), Number(lines[3]), lines[7]?.trim()];
  return state === "ready" && isServerOf(cluster, pid) ? { pid, port } : null;
}

const isServerOf = (cluster: Cluster, pid: number) =>
  isAlive(pid) && commandLineOf(pid).includes(cluster.data);

/** A crash leaves the file behind; PostgreSQL would take a stranger that got the same process id for itself. */
export function removeStalePidFile(cluster: Cluster): void {
  const pid = Number.parseInt(readText(pidFileOf(cluster)), 10);
  if (Number.isInteger(pid) && !isServerOf(cluster, pid)) fs.rmSync(pidFileOf(cluster), { force: true });
}

const OPTIONS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_preload_libraries: "pg_stat_statements",
  max_connections: "200",
  // The log must not hold personal data: neither the statements that failed nor the values in them.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};
/**
 * For throw-away clusters: a crash may destroy them, and no worker of the superuser's sits in a database that its owner
 * is about to drop by force (which PostgreSQL refuses).
 */
const VOLATILE_OPTIONS = {
  ...{ fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  autovacuum: "off",
};

/** Starts the server in a group of its own, so that a Ctrl-C meant for the program does not end it too early. */
export async function startServer(
  cluster: Cluster,
  postgres: string,
  durable: boolean,
): Promise<ChildProcess> {
  const options = Object.entries(durable ? OPTIONS : { ...OPTIONS, ...VOLATILE_OPTIONS });
  const log = path.join(cluster.dir, "server.log");
  const out = fs.openSync(log, "w", 0o600);
  const child = spawn(
    postgres,
    ["-D", cluster.data, "-p", String(await freePort()), ...options.flatMap(([k, v]) => ["-c", `${k}=${v}`])],
    { ...cluster.spawnAs, stdio: ["ignore", out, out], detached: true },
  );
  fs.closeSync(out);
  let failure: string | null = null;
  child.once("error", (error) => {
    failure = error.message;
  });
  child.once("exit", () => {
    failure ??= oneLine(readText(log));
  });
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  while (runningServer(cluster)?.pid !== child.pid) {
    if (failure !== null) throw new Error(`PostgreSQL did not start: ${failure} (${log})`);
    if (Date.now() > giveUpAt) throw new Error(`PostgreSQL did not get ready: see ${log}`);
    await sleep(POLL_MS);
  }
  child.unref();
  return child;
}

/** Ends sessions, writes everything out, stops. */
export async function stopServer(pid: number): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    const giveUpAt = Date.now() + STOP_TIMEOUT_MS;
    while (isAlive(pid) && Date.now() < giveUpAt) await sleep(POLL_MS);
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
