import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { MOST_VALUES } from "#lib/table/address.ts";

type Kind = "done" | "failed";

/** As the index of them has it. */
const UNTOLD = Prisma.sql`NOT direct AND dismissed_at IS NULL AND taken_at IS NULL AND state IN ('done', 'failed')`;

/** One end of a file that may have been made anew. */
const END = Prisma.sql`id::text || '.' || attempt`;

/** A failed one is told of for as long as a file would be kept. Of very many, the newest are named. */
export const listUntold = (db: Db, ownerId: string, since: Date) =>
  db.$queryRaw<{ kind: Kind; count: number; ends: string[] }[]>`
    SELECT state::text AS kind, count(*)::integer AS count,
      (array_agg(${END} ORDER BY ended_at DESC, id))[1:${MOST_VALUES}::integer] AS ends FROM export
    WHERE owner_id = ${ownerId}::uuid AND ${UNTOLD} AND ended_at > ${since}::timestamptz
    GROUP BY state`;

type Dismissed = { kind: Kind; ends: readonly string[]; now: Date };

export const dismiss = (db: Db, ownerId: string, { kind, ends, now }: Dismissed) =>
  db.$queryRaw<{ id: string; list: string; format: string; masked: boolean }[]>`
    UPDATE export SET dismissed_at = ${now}::timestamptz
    WHERE owner_id = ${ownerId}::uuid AND ${UNTOLD} AND state = ${kind}::export_state
      AND ${END} = ANY (${[...ends]}::text[])
    RETURNING id::text, list, format, masked`;
