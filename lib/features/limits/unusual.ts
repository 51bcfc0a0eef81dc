import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";

const HOUR_MS = 3_600_000;
/** Our policy: until the next working day has begun somebody has looked. */
const SHOWN_MS = 24 * HOUR_MS;
const MOST = 10;

/** What somebody did far more of than people do. */
export type Unusual = {
  seq: string;
  at: Date;
  kind: "reveals" | "views" | "guesses";
  count: number;
  minutes: number;
  person: { id: string; name: string };
};

/** The newest alert of each kind and person within a day; the log holds all of them. */
export async function readUnusual({
  actor,
  readDb,
  now,
}: Pick<UserCtx, "actor" | "readDb" | "now">): Promise<Unusual[]> {
  assertCan(actor, "audit:read");
  const since = new Date(now().getTime() - SHOWN_MS);
  return readDb.$queryRaw<Unusual[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (kind, u.id) e.seq::text, e.at, kind, (e.detail ->> 'count')::integer AS count,
        ((e.detail ->> 'seconds')::integer / 60)::integer AS minutes, jsonb_build_object('id', u.id, 'name', u.name) AS person
      FROM audit_event AS e
      JOIN app_user AS u ON u.id = e.actor_id
      CROSS JOIN LATERAL (SELECT CASE WHEN e.action = 'access.guessing' THEN 'guesses'
        WHEN e.detail ->> 'of' = 'pii.reveal' THEN 'reveals' ELSE 'views' END AS kind) AS named
      WHERE e.action IN ('access.hoarding', 'access.guessing') AND e.at >= ${since}
      ORDER BY kind, u.id, e.at DESC
    ) AS newest ORDER BY at DESC LIMIT ${MOST}`;
}
