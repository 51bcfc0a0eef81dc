import type { Actor } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Asked } from "./schema.ts";

/** What of a source somebody's file may hold. */
export type Rights = NonNullable<Asked["under"]>;

export const rightsOf = ({ actor, isOwnOnly }: { actor: Actor; isOwnOnly: boolean }): Rights => {
  const scope = scopeOf(actor);
  return { isOwnOnly, scope: scope && [...scope] };
};

/** Whether what was made under some rights may still be seen under others. Made under unknown ones: with all of them. */
export function covers(now: Rights, made: Rights | undefined): boolean {
  if (now.isOwnOnly && !made?.isOwnOnly) return false;
  if (now.scope === null) return true;
  return made?.scope?.every((branch) => now.scope?.includes(branch)) ?? false;
}
