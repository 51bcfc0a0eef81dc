import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Reader } from "#lib/table/query.ts";
import { type Asked, ofAsked, STARTED_BY, within } from "./asked.ts";

const { sql } = Prisma;

export type Avoided = {
  /** Calls that were not made, and for how many that were there already. */
  calls: number;
  reverifications: number;
};

/** Paid calls of the period that the guard kept from being made twice. */
export async function countAvoided(reader: Reader, asked: Asked): Promise<Avoided> {
  const where = ofAsked(reader, asked, STARTED_BY, within(sql`a.at`, asked));
  const [row] = await reader.readDb.$queryRaw<Avoided[]>`
    SELECT count(*)::integer AS calls, count(DISTINCT r.id)::integer AS reverifications
    FROM avoided_call AS a JOIN reverification AS r ON r.id = a.reverification_id WHERE ${where}`;
  return row ?? { calls: 0, reverifications: 0 };
}
