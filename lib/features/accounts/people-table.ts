import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { likePattern } from "#lib/privacy/search-key.ts";
import { anyOf, when } from "#lib/table/list.ts";
import type { TableSource } from "#lib/table/query.ts";
import type { PeopleFilter } from "./people-table-schema.ts";

const { sql } = Prisma;

/** The very expression of the index `app_user_name_order`. */
const nameKey = sql`lower(regexp_replace(normalize(u.name, NFD), '[\\u0300-\\u036f]', '', 'g'))`;

export const source: TableSource<"name" | "lastSignIn" | "created"> = {
  from: sql`app_user AS u`,
  key: sql`u.id`,
  keyType: "uuid",
  sorts: {
    name: nameKey,
    // Who never signed in comes before the longest ago.
    lastSignIn: sql`coalesce(u.last_sign_in_at, '-infinity'::timestamptz)`,
    created: sql`u.created_at`,
  },
  // People belong to no branch; who may read the list reads all of it.
  scope: null,
};

/** As `standingOfPerson` has it. */
const standing = sql`(CASE WHEN u.disabled_at IS NOT NULL THEN 'disabled'
  WHEN u.password_hash IS NULL AND u.oidc_subject IS NULL THEN 'invited' ELSE 'active' END)`;
const secondFactor = sql`(CASE WHEN u.totp_confirmed_at IS NULL THEN 'off' ELSE 'on' END)`;

/** Who sees a branch: those who are given it, and those who are given none, which is all. */
function seesAnyOf(branches: readonly string[]): Prisma.Sql[] {
  if (branches.length === 0) return [];
  const given = sql`SELECT FROM user_subsidiary AS b WHERE b.user_id = u.id`;
  const [among] = anyOf(sql`b.subsidiary_id`, branches, sql`uuid`);
  return [sql`(NOT EXISTS (${given}) OR EXISTS (${given} AND ${among}))`];
}

export const whereOf = (filter: PeopleFilter): Prisma.Sql[] => [
  // A company has some thousands of people at the most: read whole in a few milliseconds.
  ...when(
    filter.q || undefined,
    (q) => sql`(${nameKey} LIKE ${likePattern(q)} OR u.email LIKE ${likePattern(q)})`,
  ),
  ...anyOf(sql`u.role`, filter.role, sql`role`),
  ...anyOf(standing, filter.standing, sql`text`),
  ...anyOf(secondFactor, filter.secondFactor, sql`text`),
  ...seesAnyOf(filter.branch),
];
