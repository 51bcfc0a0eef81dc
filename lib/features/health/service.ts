import "server-only";
import type { Database } from "#lib/db/client.ts";
import { NEWEST_MIGRATION } from "./newest-migration.ts";

export type Readiness = { database: "up" | "down"; migrations: "done" | "missing" | "unknown" };

/** Never throws and says nothing of why: it answers anybody. A newer database than this build is ready too. */
export async function readReadiness(
  db: Pick<Database, "$queryRaw">,
  needed: string = NEWEST_MIGRATION,
): Promise<Readiness> {
  try {
    const rows = await db.$queryRaw<{ done: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM _prisma_migrations
        WHERE migration_name = ${needed} AND finished_at IS NOT NULL AND rolled_back_at IS NULL) AS done`;
    return { database: "up", migrations: rows[0]?.done ? "done" : "missing" };
  } catch (error) {
    // 42P01: nothing was ever migrated here; 42501: migrated, but not as far as the grant of this very check.
    if (/42P01|42501/.test(String(error))) return { database: "up", migrations: "missing" };
    return { database: "down", migrations: "unknown" };
  }
}
