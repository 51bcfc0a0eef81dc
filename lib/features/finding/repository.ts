import "server-only";
import type { Scope } from "#lib/auth/roles.ts";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";
import { likePattern, searchKey } from "#lib/privacy/search-key.ts";
import { inBranches, inOrder } from "#lib/table/query.ts";
import type { Place } from "./rules.ts";

const { sql } = Prisma;

/** Where a person can be met. A process belongs to no branch. */
const ROWS: Record<Place, { from: Prisma.Sql; branch: Prisma.Sql | null }> = {
  cases: { from: sql`"case"`, branch: sql`met.subsidiary_id` },
  reverifications: { from: sql`reverification`, branch: sql`met.subsidiary_id` },
  processes: { from: sql`process`, branch: null },
  references: { from: sql`reference_process`, branch: sql`met.subsidiary_id` },
};

type Seen = { places: readonly Place[]; scope: Scope };

/** As a value and not as EXISTS, which the planner may answer by reading a table whole. */
const metIn = (place: Place, scope: Scope): Prisma.Sql => {
  const { from, branch } = ROWS[place];
  const all = [sql`met.subject_id = s.id`, ...inBranches(branch, scope)];
  return sql`(SELECT ${place}::text FROM ${from} AS met WHERE ${Prisma.join(all, " AND ")} LIMIT 1)`;
};

/** The first of the places where the person is met by whoever looks; null where nowhere. */
const firstPlace = ({ places, scope }: Seen): Prisma.Sql =>
  sql`coalesce(${Prisma.join(places.map((place) => metIn(place, scope)))})`;

type Met = { id: string; place: Place };

/** So many are put in order, so that a name that half the country has costs what a rare one does. */
const MOST_ORDERED = 40;
/**
 * Nor are more looked up: of people who are met in other branches alone, a common name would else cost a look each.
 * Whoever is not among so many is found by more of the name, or in the list of cases.
 */
const MOST_LOOKED_UP = 2_000;

/** `OFFSET 0`: the place is looked for once a person. People met by part of their name: those whose name begins so first, then by name. */
export async function findPeople(db: Db, typed: string, seen: Seen, take: number): Promise<Met[]> {
  const starts = likePattern(typed).slice(1);
  return db.$queryRaw<Met[]>`
    SELECT id::text, place FROM (
      SELECT s.id, s.name_key, met.place
      FROM (SELECT id, name_key FROM subject WHERE name_key LIKE ${likePattern(typed)} LIMIT ${MOST_LOOKED_UP}) AS s
        CROSS JOIN LATERAL (SELECT ${firstPlace(seen)} AS place OFFSET 0) AS met
      WHERE met.place IS NOT NULL
      LIMIT ${MOST_ORDERED}) AS met
    ORDER BY name_key LIKE ${starts} DESC, name_key = ${searchKey(typed)} DESC, name_key, id
    LIMIT ${take}`;
}

/** Where one person is met; null where nowhere. */
export async function findPlace(db: Db, subjectId: string, seen: Seen): Promise<Place | null> {
  const [row] = await db.$queryRaw<{ place: Place | null }[]>`
    SELECT ${firstPlace(seen)} AS place FROM subject AS s WHERE s.id = ${subjectId}::uuid`;
  return row?.place ?? null;
}

export async function listSubjects(db: Db, ids: readonly string[]) {
  const rows = await db.subject.findMany({ where: { id: { in: [...ids] } }, select: SUBJECT_COLUMNS });
  return inOrder(ids, rows, ({ id }) => id);
}
