import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS } from "#lib/features/signals.ts";
import { MOST_VALUES } from "#lib/table/address.ts";
import { countsAmong, countsUpTo } from "#lib/table/query.ts";
import { type CaseChoices, listChoices } from "./choices.ts";
import { CASE_STATUSES, DECISIONS, isTelling, PRIORITIES, REASON_CODES } from "./rules.ts";
import { caseSource, whereOf } from "./table.ts";
import { type CaseFilter, caseTable, DUES, isHiddenName, readableBy } from "./table-schema.ts";

const NO_CHOICES: CaseChoices = { tags: [], people: [], subsidiaries: [] };
const idsOf = (some: readonly { id: string }[]) => some.map(({ id }) => id);
const within = (values: readonly string[]) => [...new Set(values)].slice(0, MOST_VALUES);

/** The values of each filter that is offered as a choice; more at once than an address takes nobody could ask for. */
export const facetValues = (filter: CaseFilter, choices: CaseChoices = NO_CHOICES) =>
  ({
    status: CASE_STATUSES,
    fraudsters: FRAUDSTERS,
    biometry: BIOMETRY,
    liveness: LIVENESS,
    priority: PRIORITIES,
    assignee: within(["me", "none", ...filter.assignee, ...idsOf(choices.people)]),
    due: DUES,
    decision: DECISIONS,
    reason: REASON_CODES,
    tag: within([...filter.tag, ...choices.tags]),
    subsidiary: within(idsOf(choices.subsidiaries)),
  }) satisfies Partial<Record<keyof CaseFilter, readonly string[]>>;

export type FacetCount = { name: string; value: string; count: number; capped: boolean };

/**
 * How many cases each value of a filter would find, beside all the other filters: one statement for all of them. Of
 * what is hidden from a masked reader there is none; nor is there any beside a search that finds more than is counted.
 */
export async function countFacets(ctx: UserCtx, given: CaseFilter): Promise<FacetCount[]> {
  const grant = assertCan(ctx.actor, "case:read");
  const isMasked = grant === "masked";
  const facets = Object.entries(facetValues(given, await listChoices(ctx, given)))
    .filter(([name]) => !isMasked || !isHiddenName(name))
    .flatMap(([name, values]) => values.map((value) => ({ name, value })))
    .filter(({ value }) => !isMasked || !CASE_STATUSES.some((each) => each === value && isTelling(each)));
  const { q, ...others } = given;
  const wheres = facets.map(({ name, value }) => {
    const filter = { ...others, q: undefined, [name]: [value] };
    return whereOf(readableBy(grant, filter), ctx.actor.id, ctx.now());
  });
  if (q === undefined) {
    const counts = await countsUpTo(ctx, caseSource, wheres);
    return facets.flatMap((facet, place) => ({
      ...facet,
      ...(counts[place] ?? { count: 0, capped: false }),
    }));
  }
  // Who is meant by a name is found out once, not for each value.
  const shared = whereOf({ ...caseTable.parse({}), q }, ctx.actor.id, ctx.now());
  const counts = await countsAmong(ctx, { ...caseSource, as: Prisma.sql`c` }, shared, wheres);
  if (!counts) return [];
  return facets.map((facet, place) => ({ ...facet, count: counts[place] ?? 0, capped: false }));
}
