import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Reader } from "#lib/table/query.ts";
import { type Asked, within } from "./asked.ts";

const { sql } = Prisma;

export type Scored = { step: number; count: number };

/** IDCheck processes read last in the period, by the step of their score. Unico names no branch of them. */
export const countScores = ({ readDb }: Reader, asked: Asked): Promise<Scored[]> =>
  readDb.$queryRaw<Scored[]>`
    SELECT (sign(score) * CASE WHEN score = 0 THEN 0 ELSE least(floor(abs(score) / 10), 9) + 1 END)::integer AS step,
      count(*)::integer AS count
    FROM process WHERE score IS NOT NULL AND ${within(sql`last_seen_at`, asked)} GROUP BY 1 ORDER BY 1`;

export type Odd = { member: string; value: string; firstSeenAt: Date; lastSeenAt: Date };
/** Nobody reads more on a page. */
const MOST_VALUES = 20;

/** Values of Unico's answers that we do not know, seen last in the period. */
export const listOddValues = ({ readDb }: Reader, asked: Asked): Promise<Odd[]> =>
  readDb.$queryRaw<Odd[]>`
    SELECT member, value, first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt" FROM unico_unknown_value
    WHERE ${within(sql`last_seen_at`, asked)} ORDER BY last_seen_at DESC, member, value LIMIT ${MOST_VALUES}`;
