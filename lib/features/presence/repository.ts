import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";

/** Our policy: a page is beaten for every 20 s; one that missed two beats is gone. By the database's clock. */
const GONE_AFTER = Prisma.sql`interval '45 seconds'`;

export type Page = { pageId: string; caseNumber: number; userId: string };

/** The page is there, and still is at each call. */
export async function beat(db: Db, { pageId, caseNumber, userId }: Page): Promise<void> {
  const known =
    await db.$executeRaw`UPDATE case_presence SET seen_at = now() WHERE page_id = ${pageId}::uuid`;
  if (known > 0) return;
  // Those whose process was killed leave a row behind: whoever comes takes it away.
  await db.$executeRaw`
    WITH gone AS (
      DELETE FROM case_presence WHERE case_number = ${caseNumber} AND seen_at < now() - ${GONE_AFTER}
    )
    INSERT INTO case_presence (page_id, case_number, user_id, seen_at)
    VALUES (${pageId}::uuid, ${caseNumber}, ${userId}::uuid, now()) ON CONFLICT DO NOTHING`;
}

export const leave = (db: Db, pageId: string) =>
  db.$executeRaw`DELETE FROM case_presence WHERE page_id = ${pageId}::uuid`;

/** Names of those who have each case open, but for `except`; each person once, however many pages. */
export const listOthers = (db: Db, caseNumbers: readonly number[], except: string) =>
  db.$queryRaw<{ number: number; name: string }[]>`
    SELECT DISTINCT case_number AS number, app_user.name FROM case_presence JOIN app_user ON app_user.id = user_id
    WHERE case_number = ANY (${[...caseNumbers]}::integer[]) AND user_id <> ${except}::uuid
      AND seen_at > now() - ${GONE_AFTER}
    ORDER BY 1, 2`;
