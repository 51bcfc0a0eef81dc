import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "#lib/env.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";

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

/** Opens a pool that works as the application's role: it cannot change the schema or rewrite history. */
export function openDatabase(url: string, moreOptions = ""): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    ...LIMITS,
    application_name: "contraprova",
    options: `-c role=contraprova_app -c timezone=UTC ${moreOptions}`,
  });
  // Minimal: the longer form of an error quotes the values that a query was given.
  return new PrismaClient({
    adapter,
    errorFormat: "minimal",
    transactionOptions: { maxWait: 3_000, timeout: 8_000 },
  });
}

// One pool a process, also when the bundler loads this module twice.
const kept = globalThis as typeof globalThis & { contraprovaDb?: Database; contraprovaReadDb?: Database };

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
