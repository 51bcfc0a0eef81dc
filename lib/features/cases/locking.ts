import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { inBranches } from "#lib/table/query.ts";

/** The row of a case that the actor sees. */
export const ofCase = (actor: Actor, number: number): Prisma.Sql =>
  Prisma.join(
    [Prisma.sql`number = ${number}`, ...inBranches(Prisma.sql`subsidiary_id`, scopeOf(actor))],
    " AND ",
  );

/**
 * Holds a case until the transaction ends; false where there is none. An erasure of the person holds it as well: what is
 * read behind this is what it left, and what is written behind it is what it finds.
 */
export async function lockCase(tx: Tx, actor: Actor, number: number): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT number FROM "case" WHERE ${ofCase(actor, number)} FOR NO KEY UPDATE`;
  return rows.length > 0;
}
