import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import { type LookUpState, RUNNER_SILENT_AFTER_S } from "./rules.ts";

export type ClaimedList = {
  id: string;
  askedById: string;
  sessionId: string;
  askedAt: Date;
  pauses: number;
};

/** The list that waits longest for its turn, and that nobody works on: one for each who asks, or null. */
export async function claimList(db: Db, runnerId: string): Promise<ClaimedList | null> {
  const [list] = await db.$queryRaw<ClaimedList[]>`
    UPDATE look_up_list SET runner_id = ${runnerId}::uuid, runner_seen_at = clock_timestamp(), turn_at = clock_timestamp()
    WHERE id = (
      SELECT id FROM look_up_list
      WHERE ended_at IS NULL AND (resume_at IS NULL OR resume_at <= clock_timestamp())
        AND (runner_seen_at IS NULL
          OR runner_seen_at < clock_timestamp() - make_interval(secs => ${RUNNER_SILENT_AFTER_S}::integer))
      ORDER BY turn_at NULLS FIRST, asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, asked_by_id AS "askedById", session_id AS "sessionId", asked_at AS "askedAt", pauses`;
  return list ?? null;
}

/** Says that the list is worked on; false where it has ended, or somebody else took it over. */
export async function sayAlive(db: Db, id: string, runnerId: string): Promise<boolean> {
  const said = await db.$executeRaw`
    UPDATE look_up_list SET runner_seen_at = clock_timestamp()
    WHERE id = ${id}::uuid AND runner_id = ${runnerId}::uuid AND ended_at IS NULL`;
  return said > 0;
}

export const releaseList = (db: Db, id: string, runnerId: string): Promise<number> =>
  db.$executeRaw`
    UPDATE look_up_list SET runner_id = NULL, runner_seen_at = NULL
    WHERE id = ${id}::uuid AND runner_id = ${runnerId}::uuid`;

export const listDue = (db: Db, listId: string, now: Date, take: number) =>
  db.lookUpItem.findMany({
    where: { listId, state: "waiting", OR: [{ tryAfter: null }, { tryAfter: { lte: now } }] },
    orderBy: [{ position: "asc" }],
    take,
    select: { id: true, processId: true, tries: true },
  });
export type DueItem = Awaited<ReturnType<typeof listDue>>[number];

/** Once: an id that has ended meanwhile stays as it is. */
export const endItem = (
  tx: Tx,
  id: bigint,
  { state, trouble, at }: { state: LookUpState; trouble: string | null; at: Date },
) => tx.lookUpItem.updateMany({ where: { id, state: "waiting" }, data: { state, trouble, endedAt: at } });

export const putOffItem = (tx: Tx, id: bigint, trouble: string, tryAfter: Date) =>
  tx.lookUpItem.updateMany({
    where: { id, state: "waiting" },
    data: { tries: { increment: 1 }, trouble, tryAfter },
  });

/** When the first id that still waits is due; null where none waits. */
export async function nextDue(db: Db, listId: string): Promise<{ at: Date | null } | null> {
  const next = await db.lookUpItem.findFirst({
    where: { listId, state: "waiting" },
    orderBy: { tryAfter: { sort: "asc", nulls: "first" } },
    select: { tryAfter: true },
  });
  return next && { at: next.tryAfter };
}

/** Nothing of it is asked for until then. */
export const pauseList = (
  db: Db,
  id: string,
  pause: { trouble: string | null; resumeAt: Date; pauses: number },
) => db.lookUpList.updateMany({ where: { id, endedAt: null }, data: pause });

export const goOn = (db: Db, id: string) =>
  db.lookUpList.updateMany({
    where: { id, endedAt: null },
    data: { trouble: null, resumeAt: null, pauses: 0 },
  });
