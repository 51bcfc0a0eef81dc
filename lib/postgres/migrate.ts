import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runMigrations } from "graphile-worker";
import pg from "pg";

/** uuidv7() is built in from here on. */
const MIN_SERVER_VERSION = 180_000;
/** The advisory lock that Prisma's own engine takes, so that the two never work at once. */
const PRISMA_LOCK = 72_707_369;
const MIGRATIONS_DIR = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

type Row = {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
};

/**
 * Applies what is missing of prisma/migrations, with the bookkeeping of `prisma migrate deploy`, then the job queue's own.
 * May run twice or from several processes at once. Returns the names applied.
 */
export async function migrate(url: string, dir: string = MIGRATIONS_DIR): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect().catch((cause: Error) => {
    throw new Error(`the database of DATABASE_URL cannot be used: ${cause.message}`, { cause });
  });
  let applied: string[];
  try {
    await refuseOldServer(client);
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
    applied = await applyMissing(client, dir);
  } finally {
    await client.end();
  }
  await runMigrations({ connectionString: url });
  return applied;
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version",
  );
  const [server] = rows;
  if (!server || server.number < MIN_SERVER_VERSION) {
    throw new Error(`DATABASE_URL leads to PostgreSQL ${server?.version}: 18 or newer is needed`);
  }
}

async function applyMissing(client: pg.Client, dir: string): Promise<string[]> {
  await client.query(BOOKKEEPING);
  const { rows } = await client.query<Row>(
    "SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations",
  );
  const failed = rows.find((row) => !row.finished_at && !row.rolled_back_at);
  if (failed) {
    throw new Error(`migration ${failed.migration_name} failed before: mend it, then prisma migrate resolve`);
  }
  const done = new Map(
    rows.filter((row) => !row.rolled_back_at).map((row) => [row.migration_name, row.checksum]),
  );
  const applied: string[] = [];
  for (const { name, sql, checksum } of migrationsIn(dir)) {
    const known = done.get(name);
    if (known === undefined) {
      await applyOne(client, name, sql, checksum);
      applied.push(name);
    } else if (known !== checksum) {
      throw new Error(
        `migration ${name} was changed after it was applied: put it back, and add a new one instead`,
      );
    }
  }
  return applied;
}

/** The intent is written first, so that a migration that died halfway is not taken for done nor run again. */
async function applyOne(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  const id = randomUUID();
  await client.query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)", [
    id,
    checksum,
    name,
  ]);
  try {
    await client.query(sql);
  } catch (cause) {
    await client.query("UPDATE _prisma_migrations SET logs = $2 WHERE id = $1", [id, String(cause)]);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`migration ${name} failed: ${reason}`, { cause });
  }
  await client.query(
    "UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1",
    [id],
  );
}

function migrationsIn(dir: string): { name: string; sql: string; checksum: string }[] {
  const names = fs
    .readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return names.map((name) => {
    const sql = fs.readFileSync(path.join(dir, name, "migration.sql"), "utf8");
    return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
  });
}
