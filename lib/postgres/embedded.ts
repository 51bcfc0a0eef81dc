import path from "node:path";
import pg from "pg";
import { serverAccount } from "./account.ts";
import { binary, serverBinaries } from "./binaries.ts";
import { type Cluster, openCluster, SUPERUSER } from "./cluster.ts";
import { withFileLock } from "./file-lock.ts";
import { isAlive } from "./processes.ts";
import { removeStalePidFile, runningServer, startServer, stopServer } from "./server-process.ts";
import { joinServer, leaveServer } from "./server-users.ts";
import { isReachable, reachableTwin } from "./shared-place.ts";

const LOCK_TIMEOUT_MS = 120_000;
const WATCH_MS = 1_000;
/**
 * Owns the databases. Not a superuser, as no managed PostgreSQL would give one; but it may give BYPASSRLS, without which
 * the queries of people who see every branch would be planned blindly.
 */
const OWNER = "contraprova";

export type EmbeddedPostgres = {
  /** Where the data really is: elsewhere than asked for when root's home is closed to the server's account. */
  readonly dir: string;
  readonly reused: boolean;
  url(database: string): string;
  /** Makes the database when it is not there. */
  ensureDatabase(name: string): Promise<void>;
  onExit(listener: () => void): void;
  /** Stops the server, unless another living process still works with it. */
  stop(): Promise<void>;
};

/** Starts the PostgreSQL that came with the packages, or joins the one that already runs on `dir`. */
export async function startPostgres(options: { dir: string; durable?: boolean }): Promise<EmbeddedPostgres> {
  const durable = options.durable ?? true;
  const asked = path.resolve(options.dir);
  const isRoot = process.getuid?.() === 0;
  const dir = isRoot && !isReachable(path.dirname(asked)) ? reachableTwin(asked) : asked;
  const lock = `${dir}.lock`;
  const account = serverAccount(dir);
  const binaries = await serverBinaries(account !== null);
  return withFileLock(lock, LOCK_TIMEOUT_MS, async () => {
    const cluster = openCluster({ dir, binaries, account, durable });
    const before = runningServer(cluster);
    if (!before) removeStalePidFile(cluster);
    const child = before ? null : await startServer(cluster, binary(binaries, "postgres"), durable);
    const server = runningServer(cluster);
    if (!server) throw new Error("PostgreSQL ended as soon as it had started");
    joinServer(dir);
    const url = (user: string, database: string) =>
      `postgresql://${user}:${cluster.password}@127.0.0.1:${server.port}/${database}`;
    await ensureOwner(url(SUPERUSER, "postgres"), cluster);
    return {
      dir,
      reused: before !== null,
      url: (database) => url(OWNER, database),
      ensureDatabase: (name) => ensureDatabase(url(OWNER, "postgres"), name),
      onExit: (listener) => (child ? void child.once("exit", listener) : watch(server.pid, listener)),
      stop: () =>
        withFileLock(lock, LOCK_TIMEOUT_MS, async () => {
          if (leaveServer(dir)) await stopServer(server.pid);
        }),
    };
  });
}

/** For a server that another process started: nobody tells us of its end. */
function watch(pid: number, onExit: () => void): void {
  const timer = setInterval(() => {
    if (isAlive(pid)) return;
    clearInterval(timer);
    onExit();
  }, WATCH_MS).unref();
}

async function ensureOwner(adminUrl: string, { password }: Cluster): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const found = await client.query<{ bypasses: boolean }>(
      "SELECT rolbypassrls AS bypasses FROM pg_roles WHERE rolname = $1",
      [OWNER],
    );
    const [owner] = found.rows;
    if (owner?.bypasses) return;
    if (owner) return void (await client.query(`ALTER ROLE ${OWNER} BYPASSRLS`));
    const secret = client.escapeLiteral(password);
    await client.query(`CREATE ROLE ${OWNER} LOGIN CREATEDB CREATEROLE BYPASSRLS PASSWORD ${secret}`);
  });
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (!found.rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
