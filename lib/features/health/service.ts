import "server-only";
import type { Database } from "#lib/db/client.ts";
import { isAuditWritable } from "./audit-writable.ts";
import { NEWEST_MIGRATION } from "./newest-migration.ts";

export type Readiness = {
  database: "up" | "down";
  migrations: "done" | "missing" | "unknown";
  /** `refused`: no event can be written, so nothing that needs one is done. */
  audit: "writable" | "refused" | "unknown";
};

/** Never throws and says nothing of why: it answers anybody. A newer database than this build is ready too. */
export async function readReadiness(
  db: Pick<Database, "$queryRaw" | "$transaction">,
  needed: string = NEWEST_MIGRATION,
  isWritable: () => Promise<boolean> = () => isAuditWritable(db),
): Promise<Readiness> {
  try {
    const rows = await db.$queryRaw<{ done: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM _prisma_migrations
        WHERE migration_name = ${needed} AND finished_at IS NOT NULL AND rolled_back_at IS NULL) AS done`;
    if (!rows[0]?.done) return { database: "up", migrations: "missing", audit: "unknown" };
    const audit = (await isWritable()) ? "writable" : "refused";
    return { database: "up", migrations: "done", audit };
  } catch (error) {
    // 42P01: nothing was ever migrated here; 42501: migrated, but not as far as the grant of this very check.
    if (/42P01|42501/.test(String(error))) return { database: "up", migrations: "missing", audit: "unknown" };
    return { database: "down", migrations: "unknown", audit: "unknown" };
  }
}
