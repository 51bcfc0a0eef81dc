import "server-only";
import { assertCan, can, type Grant, grantOf } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { Ctx } from "#lib/features/context.ts";
import { maskedPerson } from "#lib/features/subjects/repository.ts";
import { listSubsidiaries } from "#lib/features/subsidiaries/repository.ts";
import { type Listed, listPage } from "#lib/table/list.ts";
import { countsUpTo } from "#lib/table/query.ts";
import * as references from "./repository.ts";
import { source, whereOf } from "./table.ts";
import { type ReferenceFilter, readableBy, referenceFilter, withoutContradiction } from "./table-schema.ts";

/** What can be compared against. People are masked. */
export async function listReferences(ctx: Ctx, asked: ReferenceFilter) {
  const grant = assertCan(ctx.actor, "reference:read");
  const filter = readableBy(grant, asked);
  const rowsOf = async (ids: string[]) => {
    const rows = await references.listReferences(ctx.readDb, ids);
    const people = rows.flatMap(({ subject }) => subject?.id ?? []);
    const countOf = await references.countReferencesOf(ctx.readDb, ctx.actor, people);
    return rows.map(({ subject, _count, ...row }) => ({
      ...row,
      person: subject && maskedPerson(ctx.vault, subject),
      reverifications: _count.reverifications,
      ...contradictionsIn(grant, subject && countOf.get(subject.id), _count.claims),
    }));
  };
  return listPage(ctx, source, whereOf(filter, scopeOf(ctx.actor)), filter, rowsOf, ({ id }) => id);
}
/** How many each filter, given as in the address, would show. */
export function countReferences(ctx: Ctx, filters: readonly Partial<ReferenceFilter>[]) {
  const grant = assertCan(ctx.actor, "reference:read");
  const empty = referenceFilter.parse({});
  const wheres = filters.map((filter) =>
    whereOf(readableBy(grant, { ...empty, ...filter }), scopeOf(ctx.actor)),
  );
  return countsUpTo(ctx, source, wheres);
}
export type ReferenceRow = Awaited<ReturnType<typeof listReferences>> extends Listed<infer Row> ? Row : never;

/** How many references its person has, and under how many CPFs it is; null where that is one or none. */
type Contradictions = { referencesOfPerson: number | null; people: number | null };

const contradictionsIn = (
  grant: Grant,
  references: number | null | undefined,
  claims: number,
): Contradictions => {
  const isTold = grant !== "masked";
  return {
    referencesOfPerson: isTold && references && references > 1 ? references : null,
    people: isTold && claims > 0 ? claims + 1 : null,
  };
};

/** What of one reference does not fit, for the screens that speak of it; null where all of it does. */
export async function readContradictions(
  ctx: Ctx,
  id: string,
): Promise<(Contradictions & { subjectId: string | null }) | null> {
  const grant = assertCan(ctx.actor, "reference:read");
  const found = await references.findClaims(ctx.db, ctx.actor, id);
  if (!found) return null;
  const { subjectId, _count } = found;
  const countOf = await references.countReferencesOf(ctx.db, ctx.actor, subjectId ? [subjectId] : []);
  const ofPerson = subjectId === null ? null : countOf.get(subjectId);
  const contradictions = contradictionsIn(grant, ofPerson, _count.claims);
  return contradictions.referencesOfPerson || contradictions.people ? { subjectId, ...contradictions } : null;
}

/** A filter as it may be asked, and the names of what it held besides. */
export function readableFilter(
  ctx: Ctx,
  asked: ReferenceFilter,
): { filter: ReferenceFilter; dropped: string[] } {
  const grant = assertCan(ctx.actor, "reference:read");
  return grant === "masked" ? withoutContradiction(asked) : { filter: asked, dropped: [] };
}

/** Whether the screen offers to filter by what does not fit. */
export const seesContradictions = (ctx: Ctx): boolean => grantOf(ctx.actor, "reference:read") === "full";

/** The branches to filter by. */
export async function listBranches(ctx: Ctx) {
  assertCan(ctx.actor, "reference:read");
  return listSubsidiaries(ctx.readDb, ctx.actor);
}

/** Whether the screen offers a 1:1 against a row; the service behind it checks again. */
export const mayReverify = (ctx: Ctx): boolean => can(ctx.actor, "reverification:start");

/** Whether the screen offers to import; the service behind the page checks again. */
export const mayImport = (ctx: Ctx): boolean => can(ctx.actor, "reference:import");
