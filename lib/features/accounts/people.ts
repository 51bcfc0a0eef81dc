import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { isInScope, scopeOf } from "#lib/auth/scope.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type Listed, listPage } from "#lib/table/list.ts";
import { isWithin } from "./people-rules.ts";
import { source, whereOf } from "./people-table.ts";
import type { PeopleFilter } from "./people-table-schema.ts";
import * as people from "./repository-people.ts";

type Ctx = Pick<UserCtx, "actor" | "db" | "readDb" | "now">;

export async function listPeople(ctx: Ctx, filter: PeopleFilter) {
  assertCan(ctx.actor, "user:manage");
  const rowsOf = (ids: string[]) => people.listPeople(ctx.readDb, ids);
  return listPage(ctx, source, whereOf(filter), filter, rowsOf, ({ id }) => id);
}
export type PersonRow = Awaited<ReturnType<typeof listPeople>> extends Listed<infer Row> ? Row : never;

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
