import "server-only";
import { assertCan, can, grantOf } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { cpfIn } from "#lib/features/processes/document.ts";
import { openSnapshot } from "#lib/features/processes/snapshot.ts";
import { clearAsFar } from "#lib/features/subjects/repository.ts";
import { writeCpf } from "#lib/privacy/cpf.ts";
import { readable, type Vault } from "#lib/privacy/vault.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import type { IdCheckProcess } from "#lib/unico/process-schema.ts";
import * as people from "./repository.ts";
import { REVEAL_PLACES, type RevealField, type RevealInput, type RevealPlace } from "./schema.ts";

type Failure = { code: "not_there" | "not_own" | "unreadable" } | TooMany;

/**
 * One field of one person in the clear, for one reason. The value leaves only once the audit log holds who saw which
 * field of whom, why and where; never the value.
 */
export async function revealField(ctx: UserCtx, input: RevealInput): Promise<Result<string, Failure>> {
  assertCan(ctx.actor, "pii:reveal");
  assertCan(ctx.actor, REVEAL_PLACES[input.place]);
  const person = await people.findPersonOf(ctx.db, ctx.actor, input.place, input.record);
  if (!person) {
    await watch(ctx, "not_found");
    return fail({ code: "not_there" });
  }
  const entryOf = (why?: Failure["code"]) => ({
    action: "pii.reveal" as const,
    entityType: "subject" as const,
    entityId: person.id,
    detail: { ...input, ...(why ? { why } : {}) },
  });
  const refuse = async <F extends Failure>(failure: F) => {
    await recordAudit(ctx.db, ctx, entryOf(failure.code), "refused");
    return fail(failure);
  };
  if (!(await isOwn(ctx, person.id))) return refuse({ code: "not_own" });
  const taken = await takeOwnLimit(ctx, "reveal");
  if (!taken.ok) return taken;
  await Promise.all([watch(ctx, "subject_view"), watch(ctx, "reveal")]);
  return ctx.db.$transaction(async (tx) => {
    const newest = input.place === "process" ? await people.findNewestDocument(tx, input.record) : null;
    const shown = newest
      ? readable(() => fieldsOf(openSnapshot(ctx.vault, newest)))
      : rowOf(ctx.vault, person, input.field);
    if (!shown) {
      await recordAudit(tx, ctx, entryOf("unreadable"), "refused");
      return fail({ code: "unreadable" });
    }
    const value = shown[input.field];
    if (!value) return fail({ code: "not_there" });
    await recordAudit(tx, ctx, entryOf());
    return ok(input.field === "cpf" ? writeCpf(value) : value);
  });
}

/** Whether a screen offers to reveal. The service checks again. */
export async function mayReveal(ctx: UserCtx, place: RevealPlace, record: string): Promise<boolean> {
  if (!can(ctx.actor, "pii:reveal") || !can(ctx.actor, REVEAL_PLACES[place])) return false;
  const person = await people.findPersonOf(ctx.db, ctx.actor, place, record);
  return person !== null && person.erasedAt === null && (await isOwn(ctx, person.id));
}

/** Whom of the people on one page of a list the list offers to reveal. The service checks again. */
export async function revealableAmong(
  ctx: UserCtx,
  place: RevealPlace,
  subjectIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const mayAny = can(ctx.actor, "pii:reveal") && can(ctx.actor, REVEAL_PLACES[place]);
  if (!mayAny || subjectIds.length === 0) return new Set();
  const there = await people.listNotErased(ctx.db, subjectIds);
  if (grantOf(ctx.actor, "pii:reveal") !== "own") return new Set(there);
  return new Set(await people.listOwnLookUps(ctx.db, there, ctx.actor.id));
}

async function isOwn(ctx: UserCtx, subjectId: string): Promise<boolean> {
  if (grantOf(ctx.actor, "pii:reveal") !== "own") return true;
  return people.hasOwnLookUp(ctx.db, subjectId, ctx.actor.id);
}

/** Null where the field that is asked for opens no more; whether the others do is not asked. */
function rowOf(
  vault: Vault,
  person: Parameters<typeof clearAsFar>[1],
  field: RevealField,
): Record<RevealField, string | null> | null {
  const { unreadable, ...shown } = clearAsFar(vault, person);
  return unreadable.includes(field) ? null : shown;
}

/** What the page of a process shows masked is its newest answer, which may tell more than the person's row. */
const fieldsOf = (process: IdCheckProcess): Record<RevealField, string | null> => ({
  ...process.person,
  cpf: cpfIn(process),
});
