import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { isInScope, scopeOf } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type Listed, listPage } from "#lib/table/list.ts";
import { countsUpTo, inOrder, pageOfKeys } from "#lib/table/query.ts";
import { isWithin } from "./people-rules.ts";
import { source, whereOf } from "./people-table.ts";
import { type PeopleFilter, peopleFilter } from "./people-table-schema.ts";
import * as people from "./repository-people.ts";

type Ctx = Pick<UserCtx, "actor" | "db" | "readDb" | "now">;

export async function listPeople(ctx: Ctx, filter: PeopleFilter) {
  assertCan(ctx.actor, "user:manage");
  const rowsOf = (ids: string[]) => people.listPeople(ctx.readDb, ids);
  return listPage(ctx, source, whereOf(filter), filter, rowsOf, ({ id }) => id);
}
/** How many each filter, given as in the address, would show. */
export function countPeople(ctx: Ctx, filters: readonly Partial<PeopleFilter>[]) {
  assertCan(ctx.actor, "user:manage");
  const empty = peopleFilter.parse({});
  return countsUpTo(
    ctx,
    source,
    filters.map((filter) => whereOf({ ...empty, ...filter })),
  );
}
export type PersonRow = Awaited<ReturnType<typeof listPeople>> extends Listed<infer Row> ? Row : never;

/** More than any company has. */
const EVERYBODY = 100_000;
/** What one query takes. */
const AT_ONCE = 5_000;

/** Everybody whom the filters find, in their order: for a file. */
export async function listEverybody(ctx: Pick<Ctx, "actor"> & { readDb: Db }, filter: PeopleFilter) {
  assertCan(ctx.actor, "user:manage");
  const { sort } = filter;
  const { keys } = await pageOfKeys(ctx, source, { where: whereOf(filter), sort, size: EVERYBODY });
  const rows: Awaited<ReturnType<typeof people.listPeople>> = [];
  for (let at = 0; at < keys.length; at += AT_ONCE)
    rows.push(...(await people.listPeople(ctx.readDb, keys.slice(at, at + AT_ONCE))));
  return inOrder(keys, rows, ({ id }) => id);
}
export type EveryPerson = Awaited<ReturnType<typeof listEverybody>>[number];

/** The branches that people have: whoever reads the list of people reads all of it. */
export async function listBranchesOfPeople({ actor, db }: Ctx) {
  assertCan(actor, "user:manage");
  return people.listBranches(db);
}

/** The branches that who acts can give: their own, and with none given all. */
export async function listGivableBranches(ctx: Ctx) {
  const branches = await listBranchesOfPeople(ctx);
  return branches.filter(({ id }) => isInScope(ctx.actor, id));
}

/** One person with what is open of theirs; from the database that is written to, for forms are drawn from it. */
export async function readPerson({ actor, db, now }: Ctx, id: string) {
  assertCan(actor, "user:manage");
  const [person, sessions, openLink] = await Promise.all([
    people.findPerson(db, id),
    people.listOpenSessions(db, id, now()),
    people.findOpenLink(db, id, now()),
  ]);
  if (!person) return null;
  const isWithinReach = isWithin(
    scopeOf(actor),
    person.branches.map((branch) => branch.id),
  );
  return { ...person, sessions, openLinkUntil: openLink?.expiresAt ?? null, isWithinReach };
}
export type WholePerson = NonNullable<Awaited<ReturnType<typeof readPerson>>>;
