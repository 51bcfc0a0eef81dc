import { setTimeout as sleep } from "node:timers/promises";
import { type Database, openDatabase } from "#lib/db/client.ts";
import { type Connection, connectUnico } from "#lib/features/connections/connect.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { type SandboxOptions, startSandbox } from "#lib/sandbox/server.ts";
import type { UnicoSettings } from "#lib/unico/client.ts";
import { openWorld, testVault } from "#tests/support/ctx.ts";

type ConnectOptions = Parameters<typeof connectUnico>[0];
export type Instance = Connection & { readonly db: Database };
export type Instances = Awaited<ReturnType<typeof startInstances>>;
type Request = { readonly at: string; readonly method: string; readonly path: string };

/** A sandbox and a database, and as many processes over them as a test wants, each with a pool and a client of its own. */
export async function startInstances(options: SandboxOptions & { readonly rate?: number } = {}) {
  const { rate = 1_000, ...ofSandbox } = options;
  const world = await openWorld();
  const sandbox = await startSandbox({ latencyMs: 0, ratePerSecond: 10_000, ...ofSandbox });
  const settings: UnicoSettings = { ...sandbox, ...sandbox.credentials };
  const started: Instance[] = [];
  const control = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${sandbox.controlUrl}${path}`, init);
    if (!response.ok) throw new Error(await response.text());
    return response;
  };
  let forgotten = 0;
  const requests = async (): Promise<Request[]> => {
    const { requests: all } = await (await control("GET", "/requests")).json();
    return all.slice(forgotten);
  };
  const stopAll = async () => {
    await Promise.all(started.map((instance) => instance.close()));
    await Promise.all(started.splice(0).map(({ db }) => db.$disconnect()));
  };
  const asOwner = (sql: string) => withClient(world.url, (client) => client.query(sql));
  return {
    sandbox,
    settings,
    /** The database as a test looks at it: not one of the processes' pools. */
    db: world.db,
    url: world.url,
    start(more: Partial<ConnectOptions> = {}): Instance {
      const db = openDatabase(world.url);
      const instance = {
        ...connectUnico({ settings, db, vault: testVault, rate, ...more }),
        db,
      };
      started.push(instance);
      return instance;
    },
    requests,
    control,
    async count(path: string): Promise<number> {
      return (await requests()).filter((request) => request.path === path).length;
    },
    fault: (fault: Readonly<Record<string, unknown>>) => control("POST", "/faults", fault),
    /** As the owner of the database, past what the application's role may do. */
    asOwner,
    /** As after the start, for the next test. The seconds of assertions stay: the sandbox remembers them too. */
    async reset() {
      await stopAll();
      await control("DELETE", "/faults");
      await asOwner(
        "TRUNCATE unico_token, unico_slot, unico_waiter, unico_breaker, unico_recovery, unico_call, unico_unknown_value",
      );
      forgotten += (await requests()).length;
    },
    async stop() {
      await stopAll();
      await sandbox.stop();
      await world.end();
    },
  };
}

export async function until(isSo: () => Promise<boolean>, withinMs = 5_000): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error("it did not come to that in time");
    await sleep(20);
  }
}

/** The most requests that any sliding second held. */
export function mostInASecond(atMs: readonly number[]): number {
  const sorted = atMs.toSorted((a, b) => a - b);
  let first = 0;
  return sorted.reduce((most, at, index) => {
    while ((sorted[first] ?? at) <= at - 1_000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
