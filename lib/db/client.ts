import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { Scope } from "#lib/auth/roles.ts";
import { env } from "#lib/env.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { keptName } from "./kept.ts";
import { scopedFactories } from "./scoped.ts";

export type Database = PrismaClient;
/** The client or an open transaction. */
export type Db = PrismaClient | Prisma.TransactionClient;
export type Tx = Prisma.TransactionClient;

/** Our policy, not limits of PostgreSQL: a page that waits longer is refused rather than piling up. */
const LIMITS = {
  max: 12,
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 10_000,
  lock_timeout: 3_000,
  idle_in_transaction_session_timeout: 10_000,
} as const;
/** Our policy: people limited to branches are few, and each of their pages asks little. */
const BRANCH_CONNECTIONS = 6;

/** Whoever connects may only be these; none of them owns anything. */
type DatabaseRole = "contraprova_app" | "contraprova_branch" | "contraprova_export";

export const poolOf = (url: string, role: DatabaseRole, moreOptions = "") => ({
  connectionString: url,
  ...LIMITS,
  application_name: "contraprova",
  // A transaction that writes and does not end would hold up the sealing of everything after it.
  options: `-c role=${role} -c timezone=UTC ${role === "contraprova_export" ? "" : "-c transaction_timeout=60s"} ${moreOptions}`,
});

const clientOver = (adapter: NonNullable<Prisma.PrismaClientOptions["adapter"]>): Database =>
  // Minimal: the longer form of an error quotes the values that a query was given.
  new PrismaClient({
    adapter,
    errorFormat: "minimal",
    transactionOptions: { maxWait: 3_000, timeout: 8_000 },
  });

/** Opens a pool that works as the application's role: it cannot change the schema or rewrite history. */
export function openDatabase(url: string, moreOptions = ""): Database {
  return clientOver(
    new PrismaPg(poolOf(url, "contraprova_app", moreOptions), { statementNameGenerator: keptName }),
  );
}

/** Opens a pool that only reads, and no secret of anybody's: what an export is written from. */
export function openExportDatabase(url: string): Database {
  return clientOver(
    new PrismaPg({
      ...poolOf(url, "contraprova_export", "-c default_transaction_read_only=on"),
      max: 2,
      // Our policy: an export reads for minutes where a page is refused after seconds.
      statement_timeout: 300_000,
    }),
  );
}

/** What `openExportRows` connects with: nobody writes by it, and whoever is limited to branches sees theirs. */
export const exportClientOf = (url: string, isLimited: boolean): pg.ClientConfig => {
  const { max: _, idleTimeoutMillis: __, ...limits } = LIMITS;
  return {
    ...poolOf(url, isLimited ? "contraprova_branch" : "contraprova_export"),
    ...limits,
    options: `-c role=${isLimited ? "contraprova_branch" : "contraprova_export"} -c default_transaction_read_only=on`,
    // Our policy: whoever takes a file in slowly holds a snapshot no longer than that between two pieces.
    idle_in_transaction_session_timeout: 120_000,
    // One statement reads all there is, as fast as it is taken in; whoever takes it in says when to stop.
    statement_timeout: 0,
  };
};

export type ScopedDatabases = { of(scope: readonly string[]): Database; end(): Promise<void> };

/** Our policy: as many sets of branches as people of one company are likely to have at a time. */
const SCOPES_KEPT = 32;

/**
 * Opens a pool for people limited to branches, and hands out a client for each set of them. PostgreSQL shows each
 * client's transactions the rows of its own branches, and nothing at all to whoever names none.
 */
export function openScopedDatabases(url: string, max = BRANCH_CONNECTIONS): ScopedDatabases {
  const pool = new pg.Pool({ ...poolOf(url, "contraprova_branch"), max });
  // Without a listener, a connection that breaks while idle would end the process.
  pool.on("error", () => undefined);
  const factoryOf = scopedFactories(pool);
  const clients = new Map<string, Database>();
  return {
    of(scope) {
      const setting = [...new Set(scope)].sort().join(",");
      const client = clients.get(setting) ?? clientOver(factoryOf(setting));
      // The one that was not asked for longest goes first; it holds nothing of its own.
      clients.delete(setting);
      clients.set(setting, client);
      const [oldest] = clients.keys();
      if (clients.size > SCOPES_KEPT && oldest !== undefined) clients.delete(oldest);
      return client;
    },
    async end() {
      await Promise.all([...clients.values()].map((client) => client.$disconnect()));
      await pool.end();
    },
  };
}

// One pool a process, also when the bundler loads this module twice.
const kept = globalThis as typeof globalThis & {
  contraprovaDb?: Database;
  contraprovaReadDb?: Database;
  contraprovaScoped?: ScopedDatabases;
  contraprovaReadScoped?: ScopedDatabases;
};

export function database(): Database {
  kept.contraprovaDb ??= openDatabase(env().DATABASE_URL);
  return kept.contraprovaDb;
}

/** For lists, reports and exports: the replica where there is one. It may lag; nothing is decided on it. */
export function readDatabase(): Database {
  const replica = env().DATABASE_REPLICA_URL;
  if (!replica) return database();
  kept.contraprovaReadDb ??= openDatabase(replica);
  return kept.contraprovaReadDb;
}

/** What a person of that scope works with: the one place where it is chosen. */
export function databasesOf(scope: Scope): { db: Database; readDb: Database } {
  if (scope === null) return { db: database(), readDb: readDatabase() };
  const { DATABASE_URL, DATABASE_REPLICA_URL } = env();
  kept.contraprovaScoped ??= openScopedDatabases(DATABASE_URL);
  const db = kept.contraprovaScoped.of(scope);
  if (!DATABASE_REPLICA_URL) return { db, readDb: db };
  kept.contraprovaReadScoped ??= openScopedDatabases(DATABASE_REPLICA_URL);
  return { db, readDb: kept.contraprovaReadScoped.of(scope) };
}
