import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { findSubjectByCpf, type MaskedPerson, maskedPerson } from "#lib/features/subjects/repository.ts";
import { parseCpf } from "#lib/privacy/cpf.ts";
import { likePattern } from "#lib/privacy/search-key.ts";
import { ok, type Result } from "#lib/result.ts";
import { inBranches, inOrder } from "#lib/table/query.ts";
import { isUuid } from "#lib/uuid.ts";
import { findReference, listReferences } from "./repository.ts";

const TAKE = 6;

export type FoundReference = {
  id: string;
  person: MaskedPerson | null;
  subsidiary: string | null;
  enrolledAt: Date | null;
  used: number;
};

/**
 * References for what a person typed: an id, a CPF or a part of the name. Posted, never in an address; a search by
 * CPF is audited.
 */
export async function findReferences(ctx: UserCtx, typed: string): Promise<FoundReference[]> {
  assertCan(ctx.actor, "reference:read");
  const ids = await idsFor(ctx, typed.trim());
  const rows = await listReferences(ctx.db, ids);
  return inOrder(ids, rows, (row) => row.id).map((row) => ({
    id: row.id,
    person: row.subject && maskedPerson(ctx.vault, row.subject),
    subsidiary: row.subsidiary?.name ?? null,
    enrolledAt: row.enrolledAt,
    used: row._count.reverifications,
  }));
}

/** The same for what a person typed. */
export async function searchReferences(
  ctx: UserCtx,
  typed: string,
): Promise<Result<FoundReference[], TooMany>> {
  assertCan(ctx.actor, "reference:read");
  const limit = await takeOwnLimit(ctx, "search");
  return limit.ok ? ok(await findReferences(ctx, typed)) : limit;
}

async function idsFor(ctx: UserCtx, typed: string): Promise<string[]> {
  if (isUuid(typed)) {
    const known = await findReference(ctx.db, ctx.actor, typed.toLowerCase());
    return known ? [known.id] : [];
  }
  const cpf = parseCpf(typed);
  if (cpf) {
    const subject = await findSubjectByCpf(ctx.db, ctx.vault, cpf);
    await recordAudit(ctx.db, ctx, {
      action: "subject.search",
      entityType: "subject",
      entityId: subject?.id ?? null,
      detail: { found: subject !== null },
    });
    return subject ? idsOf(ctx, Prisma.sql`subject_id = ${subject.id}::uuid`) : [];
  }
  if (typed.length < 2) return [];
  return idsOf(
    ctx,
    Prisma.sql`subject_id IN (SELECT id FROM subject WHERE name_key LIKE ${likePattern(typed)} LIMIT 50)`,
  );
}

async function idsOf(ctx: UserCtx, where: Prisma.Sql): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM reference_process
    WHERE ${Prisma.join([where, ...inBranches(Prisma.sql`subsidiary_id`, scopeOf(ctx.actor))], " AND ")}
    ORDER BY created_at DESC, id DESC LIMIT ${TAKE}`;
  return rows.map((row) => row.id);
}
