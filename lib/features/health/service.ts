import "server-only";
import type { Database } from "#lib/db/client.ts";
import { listIndexKeys } from "#lib/features/rotation/index-repository.ts";
import { standingOf } from "#lib/features/rotation/index-rules.ts";
import { isAuditWritable } from "./audit-writable.ts";
import { NEWEST_MIGRATION } from "./newest-migration.ts";

export type Readiness = {
  database: "up" | "down";
  migrations: "done" | "missing" | "unknown";
  /** `refused`: no event can be written, so nothing that needs one is done. */
  audit: "writable" | "refused" | "unknown";
  /** `changed`: CPFs are indexed under a key that this process was not given, so that searches would find nothing. */
  index: "right" | "changed" | "unknown";
};

const MIGRATIONS_MISSING = {
  database: "up",
  migrations: "missing",
  audit: "unknown",
  index: "unknown",
} as const;

/** Never throws and says nothing of why: it answers anybody. A newer database than this build is ready too. */
export async function readReadiness(
  db: Pick<Database, "$queryRaw" | "$transaction" | "indexKey">,
  indexKeys: readonly string[],
  needed: string = NEWEST_MIGRATION,
  isWritable: () => Promise<boolean> = () => isAuditWritable(db),
): Promise<Readiness> {
  try {
    const rows = await db.$queryRaw<{ done: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM _prisma_migrations
        WHERE migration_name = ${needed} AND finished_at IS NOT NULL AND rolled_back_at IS NULL) AS done`;
    if (!rows[0]?.done) return MIGRATIONS_MISSING;
    const [isAudited, isIndexed] = await Promise.all([isWritable(), isIndexRight(db, indexKeys)]);
    return {
      database: "up",
      migrations: "done",
      audit: isAudited ? "writable" : "refused",
      index: isIndexed ? "right" : "changed",
    };
  } catch (error) {
    // 42P01: nothing was ever migrated here; 42501: migrated, but not as far as the grant of this very check.
    if (/42P01|42501/.test(String(error))) return MIGRATIONS_MISSING;
    return { database: "down", migrations: "unknown", audit: "unknown", index: "unknown" };
  }
}

/** A database that nobody has told its key yet holds nothing that could be missed. */
async function isIndexRight(db: Pick<Database, "indexKey">, given: readonly string[]): Promise<boolean> {
  const rows = await listIndexKeys(db);
  return rows.length === 0 || standingOf(rows, given) === "right";
}
