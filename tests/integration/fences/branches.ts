import { randomUUID } from "node:crypto";
import type { Role } from "#lib/auth/roles.ts";
import { type Database, openScopedDatabases, type ScopedDatabases } from "#lib/db/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";

export type Branch = string;
export type Company = World & {
  branches: Branch[];
  scoped: ScopedDatabases;
  /** A person of that role who is given these branches; `fences` says which of the two hold. */
  personOf(role: Role, scope: readonly Branch[], fences?: Fences): Promise<UserCtx>;
};

/**
 * `both` as in the program. `code`: row security sees nobody who is limited. `database`: the program believes that the
 * person sees everything, as if every filter of its own had been forgotten.
 */
export type Fences = "both" | "code" | "database";
export const FENCES: readonly Fences[] = ["both", "code", "database"];

/** A company of so many branches, with a pool of five for people limited to some of them. */
export async function openCompany(count: number): Promise<Company> {
  const world = await openWorld();
  const scoped = openScopedDatabases(world.url, 5);
  const branches = Array.from({ length: count }, () => randomUUID()).sort();
  await world.db.subsidiary.createMany({ data: branches.map((id, i) => ({ id, name: `Filial ${i + 1}` })) });
  return {
    ...world,
    branches,
    scoped,
    async personOf(role, scope, fences = "both") {
      const ctx = await ctxFor(world.db, role);
      await world.db.userSubsidiary.createMany({
        data: scope.map((subsidiaryId) => ({ userId: ctx.actor.id, subsidiaryId })),
      });
      const fenced: Database = scoped.of(scope);
      return {
        ...ctx,
        ...(fences === "code" ? {} : { db: fenced, readDb: fenced }),
        actor: { ...ctx.actor, scope: fences === "database" ? null : scope },
      };
    },
    async end() {
      await scoped.end();
      await world.end();
    },
  };
}
