import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";

/**
 * How many answers there were about a person up to a moment, those of that moment included, by days looked back: those
 * that rules ask for. None where nobody knows who it is.
 */
export async function countRepeats(
  tx: Tx,
  subjectId: string | null,
  daysAsked: readonly number[],
  at: Date,
): Promise<ReadonlyMap<number, number>> {
  if (subjectId === null || daysAsked.length === 0) return new Map();
  const days = Prisma.join(daysAsked.map((each) => Prisma.sql`(${each}::integer)`));
  const rows = await tx.$queryRaw<{ days: number; count: number }[]>`
    SELECT days, count(answered_at)::integer AS count
    FROM (VALUES ${days}) AS asked (days) LEFT JOIN (
      SELECT settled_at FROM reverification WHERE subject_id = ${subjectId}::uuid AND outcome IS NOT NULL
      UNION ALL SELECT first_seen_at FROM process WHERE subject_id = ${subjectId}::uuid
    ) AS answers (answered_at)
    ON answered_at > ${at}::timestamptz - make_interval(days => days) AND answered_at <= ${at}::timestamptz
    GROUP BY days`;
  return new Map(rows.map(({ days: back, count }) => [back, count]));
}
