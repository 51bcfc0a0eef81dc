import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import type { TriageRules } from "./schema.ts";

const HEAD = {
  number: true,
  createdAt: true,
  createdBy: { select: { name: true } },
  note: true,
  takenFrom: true,
} as const;

/** Newest first; `before` a number, for the page after. */
export const listVersions = (db: Db, before: number | null, take: number) =>
  db.triageVersion.findMany({
    where: before === null ? {} : { number: { lt: before } },
    orderBy: { number: "desc" },
    take,
    select: { ...HEAD, rules: true },
  });

export const findVersion = (db: Db, number: number) =>
  db.triageVersion.findUnique({ where: { number }, select: { ...HEAD, rules: true } });

export const findNewest = (db: Db) =>
  db.triageVersion.findFirstOrThrow({ orderBy: { number: "desc" }, select: { ...HEAD, rules: true } });

type NewVersion = {
  after: number;
  rules: TriageRules;
  note: string;
  takenFrom: number | null;
  createdById: string;
  createdAt: Date;
};

/**
 * The version after one that is the newest; null where another came first. Two at the same moment the primary key
 * keeps apart.
 */
export async function insertVersion(tx: Tx, version: NewVersion): Promise<number | null> {
  const { after, rules, note, takenFrom, createdById, createdAt } = version;
  const [added] = await tx.$queryRaw<{ number: number }[]>`
    INSERT INTO triage_version (number, rules, note, taken_from, created_by_id, created_at)
    SELECT ${after + 1}::integer, ${JSON.stringify(rules)}::jsonb, ${note}, ${takenFrom}::integer, ${createdById}::uuid,
      ${createdAt}::timestamptz
    WHERE (SELECT max(number) FROM triage_version) = ${after}::integer
    ON CONFLICT DO NOTHING RETURNING number`;
  return added?.number ?? null;
}
