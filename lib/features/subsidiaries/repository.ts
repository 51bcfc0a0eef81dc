import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";

/** Those that the actor sees. */
export const listSubsidiaries = (db: Db, actor: Actor) =>
  db.subsidiary.findMany({
    where: idsWithin(actor),
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });

export const findSubsidiary = (db: Db, actor: Actor, id: string) =>
  db.subsidiary.findFirst({ where: { AND: [{ id }, idsWithin(actor)] }, select: { id: true } });

function idsWithin(actor: Actor): { id?: { in: string[] } } {
  const scope = scopeOf(actor);
  return scope === null ? {} : { id: { in: [...scope] } };
}
