import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type EmbeddedPostgres, startPostgres, withClient } from "#lib/postgres/embedded.ts";
import { migrate } from "#lib/postgres/migrate.ts";
import type { Sandbox, SandboxOptions } from "#lib/sandbox/server.ts";
import { liftLimits } from "#tests/support/limits.ts";
import { someSettings } from "#tests/support/settings.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";
import { type FaultProxy, openProxy } from "./proxy.ts";

const DATABASE = "rig";
/** As good as none: what is tested here is not the sandbox's own limit. */
const NO_LIMIT = 1_000_000;
const LINKS = ["database", "unico", "token"] as const;
/** The three ways on which the program talks to others. */
export type Link = (typeof LINKS)[number];

export type Ground = {
  readonly dir: string;
  /** Past any proxy, as the owner of the tables. */
  readonly databaseUrl: string;
  readonly sandbox: Omit<Sandbox, "stop">;
  /** What a process of the program is started with. */
  readonly settings: Readonly<Record<string, string>>;
  readonly analyst: { readonly id: string; readonly sessionId: string };
  readonly network: Readonly<Record<Link, FaultProxy>>;
  /** Ends PostgreSQL as a power cut would, but for what the system holds; then starts it again. */
  stopDatabaseAtOnce(): Promise<void>;
  startDatabase(): Promise<void>;
  end(): Promise<void>;
};

type GroundOptions = SandboxOptions & {
  /** With a network in between that can be made to fail. */
  readonly hasNetwork?: boolean;
};

/** What the program stands on, all of it real but Unico: PostgreSQL of its own, and a sandbox in its own process. */
export async function openGround({ hasNetwork, ...options }: GroundOptions = {}): Promise<Ground> {
  const dir = openTemporaryFolder("rig");
  const place = path.join(dir, "postgres");
  process.once("exit", () => clearAway(dir, place));
  let postgres = await startTracking(place);
  const databaseUrl = () => postgres.url(DATABASE);
  await migrate(databaseUrl());
  await liftLimits(databaseUrl());
  const network = await openNetwork(Number(new URL(databaseUrl()).port));
  const sandbox = await startSandboxProcess({
    ratePerSecond: NO_LIMIT,
    ...(hasNetwork ? { audience: network.token.via("http://127.0.0.1") } : {}),
    ...options,
  });
  const { addresses } = sandbox;
  for (const link of ["unico", "token"] as const) network[link].lead(Number(new URL(addresses.idUrl).port));
  const by = (link: Link, url: string) => (hasNetwork ? network[link].via(url) : url);
  return {
    dir,
    get databaseUrl() {
      return databaseUrl();
    },
    sandbox: addresses,
    analyst: await addAnalyst(databaseUrl()),
    network,
    settings: someSettings({
      DATABASE_URL: by("database", databaseUrl()),
      UNICO_ACCOUNT: addresses.credentials.account,
      UNICO_TENANT: addresses.credentials.tenant,
      UNICO_PRIVATE_KEY: addresses.credentials.privateKeyPem,
      UNICO_API_KEY: addresses.credentials.apiKey,
      UNICO_AUTH_URL: by("token", addresses.authUrl),
      UNICO_ID_URL: by("unico", addresses.idUrl),
      UNICO_CADASTRO_URL: by("unico", addresses.cadastroUrl),
      UNICO_RATE: "1000",
      CONTRAPROVA_DATA_DIR: dir,
    }),
    async stopDatabaseAtOnce() {
      const gone = new Promise<void>((done) => postgres.onExit(done));
      process.kill(serverPid(place), "SIGQUIT");
      await gone;
    },
    async startDatabase() {
      postgres = await startPostgres({ dir: place, durable: true });
      network.database.lead(Number(new URL(databaseUrl()).port));
    },
    async end() {
      sandbox.child.disconnect();
      await once(sandbox.child, "exit");
      for (const proxy of Object.values(network)) await proxy.end();
      await postgres.stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A server that remembers when each transaction was committed: what was there before a request is told by that. */
async function startTracking(dir: string): Promise<EmbeddedPostgres> {
  const first = await startPostgres({ dir, durable: true });
  await first.ensureDatabase(DATABASE);
  await withClient(asSuperuser(first.url(DATABASE)), (client) =>
    client.query("ALTER SYSTEM SET track_commit_timestamp = on"),
  );
  await first.stop();
  return startPostgres({ dir, durable: true });
}

/** Also when a run is cut short: a server in a group of its own would outlive it. */
export function clearAway(dir: string, place: string): void {
  try {
    process.kill(serverPid(place), "SIGQUIT");
  } catch {
    // It was stopped in good order.
  }
  // The server takes a moment to let go of its files.
  fs.rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

/** The superuser of the embedded cluster has the owner's password. */
export function asSuperuser(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.username = "postgres";
  return url.toString();
}

const serverPid = (dir: string): number =>
  Number.parseInt(fs.readFileSync(path.join(dir, "data", "postmaster.pid"), "utf8"), 10);

async function openNetwork(databasePort: number): Promise<Record<Link, FaultProxy>> {
  const [database, unico, token] = await Promise.all([openProxy(databasePort), openProxy(0), openProxy(0)]);
  return { database, unico, token };
}

async function startSandboxProcess(options: SandboxOptions) {
  const file = fileURLToPath(new URL("sandbox-process.ts", import.meta.url));
  const child: ChildProcess = fork(file, [JSON.stringify(options)], { execArgv: [] });
  const [addresses] = (await once(child, "message")) as [Omit<Sandbox, "stop">];
  return { child, addresses };
}

/** An analyst with a session, made past the program: rigs need somebody in whose name to start. */
async function addAnalyst(databaseUrl: string): Promise<{ id: string; sessionId: string }> {
  return withClient(databaseUrl, async (client) => {
    const insert = async (sql: string, values: string[]) => {
      const { rows } = await client.query<{ id: string }>(sql, values);
      return rows[0]?.id ?? "";
    };
    const id = await insert(
      "INSERT INTO app_user (email, name, role) VALUES ($1, 'Pessoa Sintética', 'analyst') RETURNING id",
      ["rig@contraprova.test"],
    );
    return { id, sessionId: await insert("INSERT INTO session (user_id) VALUES ($1) RETURNING id", [id]) };
  });
}
