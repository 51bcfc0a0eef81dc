import type { Actor, Scope } from "./roles.ts";

/** The branches that an actor sees. Unico sees nothing of ours. */
export function scopeOf(actor: Actor): Scope {
  if (actor.kind === "user") return actor.scope;
  return actor.kind === "program" ? null : [];
}

/** What belongs to no branch is for those who see all of them. */
export const isInScope = (actor: Actor, subsidiaryId: string | null): boolean => {
  const scope = scopeOf(actor);
  return scope === null || (subsidiaryId !== null && scope.includes(subsidiaryId));
};

/** The same as a filter of Prisma's, for what is found one by one; lists have theirs by their source. */
export function withinScope(actor: Actor): { subsidiaryId?: { in: string[] } } {
  const scope = scopeOf(actor);
  return scope === null ? {} : { subsidiaryId: { in: [...scope] } };
}

/** The branch of what a limited person adds without naming one: they are to see their own work. */
export const ownBranch = (actor: Actor): string | null => scopeOf(actor)?.[0] ?? null;
