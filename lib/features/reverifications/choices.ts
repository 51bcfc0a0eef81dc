import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { listNames } from "#lib/features/cases/people-repository.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listSubsidiaries } from "#lib/features/subsidiaries/repository.ts";
import type { ReverificationFilter } from "./table-schema.ts";

/** What the filters of the list offer beside their closed lists: the branches, and whom the filter names. */
export async function listReverificationChoices(ctx: UserCtx, { startedBy }: ReverificationFilter) {
  assertCan(ctx.actor, "reverification:read");
  const named = startedBy.filter((who) => who !== "me");
  const [people, subsidiaries] = await Promise.all([
    named.length > 0 ? listNames(ctx.db, named) : [],
    listSubsidiaries(ctx.db, ctx.actor),
  ]);
  return { people, subsidiaries };
}
