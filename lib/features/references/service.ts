import "server-only";
import { assertCan, can } from "#lib/auth/roles.ts";
import type { Ctx } from "#lib/features/context.ts";
import { maskedPerson } from "#lib/features/subjects/repository.ts";
import { type Listed, listPage } from "#lib/table/list.ts";
import * as references from "./repository.ts";
import { source, whereOf } from "./table.ts";
import type { ReferenceFilter } from "./table-schema.ts";

/** What can be compared against. People are masked. */
export async function listReferences(ctx: Ctx, filter: ReferenceFilter) {
  assertCan(ctx.actor, "reference:read");
  const rowsOf = async (ids: string[]) =>
    (await references.listReferences(ctx.readDb, ids)).map(({ subject, _count, ...row }) => ({
      ...row,
      person: subject && maskedPerson(ctx.vault, subject),
      reverifications: _count.reverifications,
    }));
  return listPage(ctx, source, whereOf(filter), filter, rowsOf, ({ id }) => id);
}
export type ReferenceRow = Awaited<ReturnType<typeof listReferences>> extends Listed<infer Row> ? Row : never;

/** The branches to filter by. */
export async function listBranches(ctx: Ctx) {
  assertCan(ctx.actor, "reference:read");
  return references.listSubsidiaries(ctx.readDb, ctx.actor);
}

/** Whether the screen offers a 1:1 against a row; the service behind it checks again. */
export const mayReverify = (ctx: Ctx): boolean => can(ctx.actor, "reverification:start");
