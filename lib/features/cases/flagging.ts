import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { fraudstersOf, livenessOf } from "#lib/features/processes/rules.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { parseAlert, parseLiveness } from "#lib/unico/process-values.ts";
import { type NewSignal, openOrJoin } from "./opening.ts";
import type { FlagInput } from "./schema.ts";

/** Opens a case by hand from a process or a re-verification, or joins the one that is open. */
export async function flagCase(
  ctx: UserCtx,
  { processId, reverificationId, note }: FlagInput,
): Promise<Result<{ number: number }, { code: "not_found" }>> {
  assertCan(ctx.actor, "case:flag");
  // Whoever may not see a thing may not hand it on either.
  assertCan(ctx.actor, reverificationId ? "reverification:read" : "process:lookup");
  return ctx.db.$transaction(async (tx) => {
    const signal = reverificationId
      ? await signalOfReverification(tx, reverificationId)
      : processId
        ? await signalOfProcess(tx, processId)
        : null;
    if (!signal) return fail({ code: "not_found" });
    return ok({ number: await openOrJoin(tx, ctx, signal, { rule: "manual", priority: "normal" }, note) });
  });
}

/** What a case that a person opens starts from; null when there is no such re-verification. */
async function signalOfReverification(tx: Tx, id: string): Promise<NewSignal | null> {
  const found = await tx.reverification.findUnique({
    where: { id },
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
async function signalOfProcess(tx: Tx, id: string): Promise<NewSignal | null> {
  const found = await tx.process.findUnique({
    where: { id },
    select: { subjectId: true, authenticationId: true, score: true, fraudsters: true, liveness: true },
  });
  if (!found) return null;
  const { subjectId, authenticationId, score, fraudsters, liveness } = found;
  return {
    subjectId,
    subsidiaryId: null,
    referenceId: authenticationId,
    outcome: null,
    fraudsters: fraudstersOf(parseAlert(fraudsters)),
    biometry: null,
    liveness: livenessOf(parseLiveness(liveness)),
    origin: "manual" as const,
    reverificationId: null,
    processId: id,
    score,
  };
}
