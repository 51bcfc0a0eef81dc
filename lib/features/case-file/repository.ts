import "server-only";
import type { Db } from "#lib/db/client.ts";
import { namesOf } from "#lib/features/audit/repository.ts";

/** More people than that have seen no case in earnest. */
const PEOPLE_MAX = 200;

export const countEvents = (db: Db, caseNumber: number) => db.caseEvent.count({ where: { caseNumber } });

export type SeenBy = {
  readonly name: string;
  readonly times: number;
  readonly first: Date;
  readonly last: Date;
};

/** Who opened a case or took it as a file, by the audit log; in the order in which they first did. */
export async function listSeenBy(db: Db, number: number, nameless: string): Promise<SeenBy[]> {
  const rows = await db.$queryRaw<{ actorId: string; times: bigint; first: Date; last: Date }[]>`
    SELECT actor_id AS "actorId", count(*) AS times, min(at) AS first, max(at) AS last
    FROM audit_event
    WHERE entity_type = 'case' AND entity_id = ${String(number)} AND actor_kind = 'user' AND actor_id IS NOT NULL
      AND action IN ('case.view', 'case.file') AND outcome = 'done'
    GROUP BY actor_id ORDER BY first, actor_id LIMIT ${PEOPLE_MAX}`;
  const names = await namesOf(
    db,
    rows.map(({ actorId }) => actorId),
  );
  return rows.map(({ actorId, times, first, last }) => ({
    name: names.get(actorId) ?? nameless,
    times: Number(times),
    first,
    last,
  }));
}
