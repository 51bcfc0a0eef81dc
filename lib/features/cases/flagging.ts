import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { ownBranch, withinScope } from "#lib/auth/scope.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { signalsOf } from "#lib/features/processes/rules.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { byHand, type NewSignal } from "./new-case.ts";
import { openOrJoin } from "./opening.ts";
import type { FlagInput } from "./schema.ts";
import { isErasedOf } from "./standing.ts";

/** Opens a case by hand from a process or a re-verification, or joins the one that is open. */
export async function flagCase(
  ctx: UserCtx,
  { processId, reverificationId, note }: FlagInput,
): Promise<Result<{ number: number }, { code: "not_found" | "case_erased" }>> {
  assertCan(ctx.actor, "case:flag");
  // Whoever may not see a thing may not hand it on either.
  assertCan(ctx.actor, reverificationId ? "reverification:read" : "process:lookup");
  const found = reverificationId
    ? await signalOfReverification(ctx, reverificationId)
    : processId
      ? await signalOfProcess(ctx, processId)
      : null;
  if (!found) return fail({ code: "not_found" });
  const signal = { ...found, subsidiaryId: found.subsidiaryId ?? ownBranch(ctx.actor) };
  // Somebody has one open case of a rule, whichever branch opened it: what a person says of them must arrive there,
  // also where they could not open it themselves.
  return ctx.programDb.$transaction(async (tx) => {
    if (await isErasedOf(tx, signal)) return fail({ code: "case_erased" });
    return ok({ number: await openOrJoin(tx, ctx, signal, byHand(ctx.now()), note) });
  });
}

/** What a case that a person opens starts from; null when there is no such re-verification. */
async function signalOfReverification({ actor, db }: UserCtx, id: string): Promise<NewSignal | null> {
  const found = await db.reverification.findUnique({
    where: { id, ...withinScope(actor) },
    select: {
      subjectId: true,
      subsidiaryId: true,
      referenceId: true,
      outcome: true,
      fraudsters: true,
      biometry: true,
      liveness: true,
    },
  });
  return found && { ...found, origin: "manual" as const, reverificationId: id, processId: null, score: null };
}

/** The same for an IDCheck process. Its outcome is none of a 1:1, so a case of it has none. */
async function signalOfProcess({ db }: UserCtx, id: string): Promise<NewSignal | null> {
  const found = await db.process.findUnique({
    where: { id },
    select: { subjectId: true, authenticationId: true, score: true, fraudsters: true, liveness: true },
  });
  if (!found) return null;
  const { subjectId, authenticationId } = found;
  return {
    subjectId,
    subsidiaryId: null,
    referenceId: authenticationId,
    ...signalsOf(found),
    origin: "manual" as const,
    reverificationId: null,
    processId: id,
  };
}
