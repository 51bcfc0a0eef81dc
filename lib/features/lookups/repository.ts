import "server-only";
import { z } from "zod";
import type { Db, Tx } from "#lib/db/client.ts";
import type { GivenId } from "./reading-ids.ts";
import { REFUSED_WHYS, type RefusedLine } from "./refused.ts";
import type { LookUpEnd, LookUpState } from "./rules.ts";

/** One after the other for one person, until the transaction ends: what they have under way is counted for certain. */
export async function countUnderWay(tx: Tx, askedById: string): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`look_up_list ${askedById}`}, 0))`;
  return tx.lookUpList.count({ where: { askedById, endedAt: null } });
}

type NewList = {
  askedById: string;
  sessionId: string;
  askedAt: Date;
  fromFile: boolean;
  repeated: number;
  refusedLines: RefusedLine[];
};

export async function insertList(tx: Tx, list: NewList, ids: readonly GivenId[]): Promise<string> {
  const { id } = await tx.lookUpList.create({ data: { ...list, ids: ids.length }, select: { id: true } });
  await tx.$executeRaw`
    INSERT INTO look_up_item (list_id, position, line, process_id)
    SELECT ${id}::uuid, given.position, given.line, given.process_id
    FROM unnest(${ids.map(({ line }) => line)}::integer[], ${ids.map((each) => each.id)}::uuid[])
      WITH ORDINALITY AS given (line, process_id, position)
    ORDER BY given.position`;
  return id;
}

/** Ends a list and gives up what still waits; how many ids that were, or null where it had ended. */
export async function endList(tx: Tx, id: string, ending: LookUpEnd, at: Date): Promise<number | null> {
  const { count } = await tx.lookUpList.updateMany({
    where: { id, endedAt: null },
    data: { endedAt: at, ending, trouble: null, resumeAt: null },
  });
  if (count === 0) return null;
  const given = await tx.lookUpItem.updateMany({
    where: { listId: id, state: "waiting" },
    data: { state: "cancelled", endedAt: at },
  });
  return given.count;
}

export const findList = (db: Db, id: string) =>
  db.lookUpList.findUnique({
    where: { id },
    select: {
      id: true,
      askedById: true,
      askedBy: { select: { name: true } },
      askedAt: true,
      fromFile: true,
      ids: true,
      repeated: true,
      refusedLines: true,
      endedAt: true,
      ending: true,
      trouble: true,
      resumeAt: true,
    },
  });

const refusedLines = z.array(
  z.object({ line: z.number(), why: z.enum(REFUSED_WHYS), said: z.string().nullable() }),
);
export const readRefusedLines = (kept: unknown): RefusedLine[] => refusedLines.parse(kept);

export type Counts = Record<LookUpState, number>;

/** How many ids of a list stand where, and how the processes that were found ended. */
export async function countItems(db: Db, listId: string) {
  const rows = await db.$queryRaw<{ state: LookUpState; outcome: string | null; count: number }[]>`
    SELECT item.state::text, process.outcome::text, count(*)::integer AS count
    FROM look_up_item AS item LEFT JOIN process ON process.id = item.process_id AND item.state = 'done'
    WHERE item.list_id = ${listId}::uuid GROUP BY 1, 2`;
  const sumOf = (isIn: (row: (typeof rows)[number]) => boolean): number =>
    rows.reduce((sum, row) => sum + (isIn(row) ? row.count : 0), 0);
  return {
    ofState: (state: LookUpState) => sumOf((row) => row.state === state),
    ofOutcome: (outcome: string) => sumOf((row) => row.outcome === outcome),
  };
}

export const listRowsOfLists = (db: Db, ids: readonly string[]) =>
  db.lookUpList.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      askedBy: { select: { name: true } },
      askedAt: true,
      ids: true,
      refusedLines: true,
      endedAt: true,
      ending: true,
      trouble: true,
      _count: { select: { items: { where: { state: "waiting" } } } },
    },
  });

export const listItemRows = (db: Db, ids: readonly string[]) =>
  db.lookUpItem.findMany({
    where: { id: { in: ids.map(BigInt) } },
    select: { id: true, line: true, processId: true, state: true, trouble: true },
  });

/** All of a list in the order given; it holds no more than one may ask for. */
export const listAllItems = (db: Db, listId: string) =>
  db.lookUpItem.findMany({
    where: { listId },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select: { line: true, processId: true, state: true, trouble: true },
  });

/** What the rows of a list show of the processes that were found: nothing of a person. */
export const listSeen = (db: Db, ids: readonly string[]) =>
  db.process.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      outcome: true,
      state: true,
      result: true,
      authentication: true,
      liveness: true,
      fraudsters: true,
      score: true,
    },
  });
