import "server-only";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";

type Kind = "done" | "failed";

/** As the index of them has it. */
const UNTOLD = Prisma.sql`NOT direct AND dismissed_at IS NULL AND taken_at IS NULL AND state IN ('done', 'failed')`;

/** A failed one is told of for as long as a file would be kept. */
export const listUntold = (db: Db, ownerId: string, since: Date) =>
  db.$queryRaw<{ kind: Kind; count: number; until: Date }[]>`
    SELECT state::text AS kind, count(*)::integer AS count, max(ended_at) AS until FROM export
    WHERE owner_id = ${ownerId}::uuid AND ${UNTOLD} AND ended_at > ${since}::timestamptz
    GROUP BY state`;

type Dismissed = { kind: Kind; until: Date; now: Date };

export const dismiss = (db: Db, ownerId: string, { kind, until, now }: Dismissed) =>
  db.$queryRaw<{ id: string; list: string; format: string; masked: boolean }[]>`
    UPDATE export SET dismissed_at = ${now}::timestamptz
    WHERE owner_id = ${ownerId}::uuid AND ${UNTOLD} AND state = ${kind}::export_state
      AND ended_at <= ${until}::timestamptz
    RETURNING id::text, list, format, masked`;
