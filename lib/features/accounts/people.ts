import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type Listed, listPage } from "#lib/table/list.ts";
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

/** The branches that a person can be given. */
export async function listGivableBranches({ actor, db }: Ctx) {
  assertCan(actor, "user:manage");
  return people.listBranches(db);
}

/** One person with what is open of theirs; from the database that is written to, for forms are drawn from it. */
export async function readPerson({ actor, db, now }: Ctx, id: string) {
  assertCan(actor, "user:manage");
  const [person, sessions, openLink] = await Promise.all([
    people.findPerson(db, id),
    people.listOpenSessions(db, id, now()),
    people.findOpenLink(db, id, now()),
  ]);
  return person && { ...person, sessions, openLinkUntil: openLink?.expiresAt ?? null };
}
export type WholePerson = NonNullable<Awaited<ReturnType<typeof readPerson>>>;
