import "server-only";
import { assertCan, can } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { findSubject, findSubjectByCpf, maskedPerson } from "#lib/features/subjects/repository.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { type Listed, listPage } from "#lib/table/list.ts";
import { type AuditRow, withNames } from "./naming.ts";
import { recordAudit } from "./record.ts";
import * as audit from "./repository.ts";
import { thingsOf } from "./subjects-repository.ts";
import { auditSource, whereOfSubject } from "./table.ts";
import type { SubjectAuditFilter } from "./table-schema.ts";

/** Nobody has so many cases and processes in earnest; a test person may. */
export const THINGS_MAX = 2_000;

/** Whom a CPF belongs to, for the address of "who saw this person". A look for a person is audited, found or not. */
export async function findPersonOfCpf(
  ctx: UserCtx,
  cpf: string,
): Promise<Result<{ id: string }, { code: "cpf_unknown" } | TooMany>> {
  assertCan(ctx.actor, "audit:read");
  const taken = await takeOwnLimit(ctx, "search");
  if (!taken.ok) return taken;
  return ctx.db.$transaction(async (tx) => {
    const found = await findSubjectByCpf(tx, ctx.vault, cpf);
    await recordAudit(tx, ctx, {
      action: "subject.search",
      entityType: "subject",
      entityId: found?.id ?? null,
      detail: { found: found !== null },
    });
    return found ? ok({ id: found.id }) : fail({ code: "cpf_unknown" });
  });
}

/** Who the page is about, masked; null when there is nobody. The look is audited. */
export async function openSubjectAudit(ctx: UserCtx, id: string) {
  assertCan(ctx.actor, "audit:read");
  return ctx.db.$transaction(async (tx) => {
    const row = await findSubject(tx, id);
    if (!row) return null;
    await recordAudit(tx, ctx, {
      action: "audit.subject",
      entityType: "subject",
      entityId: id,
      detail: {},
    });
    const { name, cpf } = maskedPerson(ctx.vault, row);
    return { id, cpf, name: can(ctx.actor, "case:read") ? name : null };
  });
}

/** All events that concern a person: on them, their cases, re-verifications, processes, references, and clear files. */
export async function listSubjectEvents(
  ctx: Pick<UserCtx, "actor" | "readDb">,
  id: string,
  filter: SubjectAuditFilter,
): Promise<Listed<AuditRow> & { isCut: boolean }> {
  assertCan(ctx.actor, "audit:read");
  const { readDb: db } = ctx;
  const { things, isCut } = await thingsOf(db, id, THINGS_MAX);
  const rowsOf = async (keys: string[]) => withNames(db, await audit.listEvents(db, keys));
  const where = whereOfSubject(things, filter);
  const listed = await listPage(ctx, auditSource, where, filter, rowsOf, ({ seq }) => seq);
  return { ...listed, isCut };
}
