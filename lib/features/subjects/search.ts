import "server-only";
import { z } from "zod";
import { assertCan } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { say } from "#lib/i18n/say.ts";
import { parseCpf } from "#lib/privacy/cpf.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { cpfIn, isAddressable } from "#lib/table/search-text.ts";
import { uuidIn } from "#lib/uuid-text.ts";
import { findSubject, findSubjectByCpf, maskedPerson } from "./repository.ts";

export const searchInput = z.object({
  q: z
    .string()
    .trim()
    .max(500)
    .transform((typed, context) => {
      const id = uuidIn(typed);
      if (id !== null) return { text: id };
      if (isAddressable(typed)) return { text: typed.slice(0, 120) };
      const cpf = cpfIn(typed) ?? parseCpf(typed);
      if (cpf !== null) return { cpf };
      context.addIssue({ code: "custom", message: say("field.cpf") });
      return z.NEVER;
    }),
  /** The rest of the table's state, as its address writes it. */
  state: z.string().max(4_000).optional(),
});
export type SearchInput = z.output<typeof searchInput>;

/** Whoever may read a list may search it. */
export type SearchPermission = "process:lookup" | "reference:read" | "reverification:read" | "case:read";

/** What to put into the address: words as they are, a person by their own opaque id and never by a CPF. */
export type Searched = { q?: string; subject?: string };

/** Posted, so that a CPF never stands in an address. A look for a person is audited, found or not. */
export async function resolveSearch(
  ctx: Ctx,
  permission: SearchPermission,
  { q }: Pick<SearchInput, "q">,
): Promise<Result<Searched, { code: "cpf_unknown" } | TooMany>> {
  assertCan(ctx.actor, permission);
  const limit = await takeOwnLimit(ctx, "search");
  if (!limit.ok) return limit;
  if ("text" in q) return ok(q.text ? { q: q.text } : {});
  const subject = await findSubjectByCpf(ctx.db, ctx.vault, q.cpf);
  await recordAudit(ctx.db, ctx, {
    action: "subject.search",
    entityType: "subject",
    entityId: subject?.id ?? null,
    detail: { found: subject !== null },
  });
  return subject ? ok({ subject: subject.id }) : fail({ code: "cpf_unknown" });
}

/** Whom the filter `subject` names: their name, or the masked CPF where no name is known. */
export async function nameOfSubject(
  ctx: Ctx,
  permission: SearchPermission,
  id: string | undefined,
): Promise<string | null> {
  assertCan(ctx.actor, permission);
  const row = id === undefined ? null : await findSubject(ctx.db, id);
  if (!row) return null;
  const { name, cpf } = maskedPerson(ctx.vault, row);
  return name ?? cpf;
}
