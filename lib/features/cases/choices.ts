import "server-only";
import { assertCan, can } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listSubsidiaries } from "#lib/features/subsidiaries/repository.ts";
import { listEveryWorker } from "./bulk-repository.ts";
import { listNames } from "./people-repository.ts";
import type { CaseFilter } from "./table-schema.ts";
import { listTagNames } from "./tags.ts";
import { WORKING_ROLES } from "./working-roles.ts";

type Named = { readonly id: string; readonly name: string };
/** What the filters of the queue offer beside their closed lists. */
export type CaseChoices = {
  readonly tags: readonly string[];
  /** Whose work cases are, and whoever else the filter names. */
  readonly people: readonly Named[];
  readonly subsidiaries: readonly Named[];
};

/** Of whoever may not know who works on what, branches alone. */
export async function listChoices(ctx: UserCtx, filter: CaseFilter): Promise<CaseChoices> {
  assertCan(ctx.actor, "case:read");
  const mayWork = can(ctx.actor, "case:work");
  const named = [...filter.assignee, filter.decidedBy, filter.approvedBy, filter.firstBy].filter(isId);
  const [tags, subsidiaries, workers, others] = await Promise.all([
    mayWork ? listTagNames(ctx) : [],
    listSubsidiaries(ctx.db, ctx.actor),
    mayWork ? listEveryWorker(ctx.db, WORKING_ROLES) : [],
    mayWork && named.length > 0 ? listNames(ctx.db, named) : [],
  ]);
  const people = new Map([...workers, ...others].map((person) => [person.id, person]));
  return { tags, subsidiaries, people: [...people.values()] };
}

const isId = (who: string | undefined): who is string => who !== undefined && who !== "me" && who !== "none";
