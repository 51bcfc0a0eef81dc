import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { failPoint } from "#lib/fail-points.ts";
import { asProgram, type UserCtx } from "#lib/features/context.ts";
import type { TooMany } from "#lib/features/limits/limits.ts";
import { ok, type Result } from "#lib/result.ts";
import { forgetTold, noteAvoided } from "./avoiding.ts";
import { type CaptureRefusal, captureOf, hashOfCapture } from "./capture.ts";
import { keepCopy } from "./copying.ts";
import { commitIntent, type IntentFailure } from "./intent.ts";
import type { StartInput } from "./schema.ts";
import { sendIntent } from "./sending.ts";

export type StartFailure = IntentFailure | CaptureRefusal | TooMany;
/** `settled`: the call's end stands in the database. `kept`: the copy for people to see as well. */
type Begun = { id: string; settled: Promise<void>; kept: Promise<void> };

/**
 * Starts a 1:1 re-verification: one paid call of Unico. Resolves when the intent is committed; the call goes on by
 * itself and `settled` resolves when its end is. No transaction is open in between. Sending the same form again, at
 * once or later, gives the same re-verification and no second call. Whatever Unico answers, or does not, is a state
 * of the row and not a failure of this function.
 */
export async function beginReverification(
  ctx: UserCtx,
  input: StartInput,
): Promise<Result<Begun, StartFailure>> {
  assertCan(ctx.actor, "reverification:start");
  const [sha256] = await Promise.all([hashOfCapture(input), ctx.sender.ensure()]);
  // Decoded while the database is asked what it knows.
  const committed = await commitIntent(ctx, input, sha256, captureOf(input, ctx.key, ctx.now()));
  if (!committed.ok) {
    const { failure } = committed;
    if (failure.code === "duplicate") await noteAvoided(ctx, failure.earlier.id, "told");
    return committed;
  }
  const { id } = committed.value;
  if (!committed.value.isNew) {
    await noteAvoided(ctx, id, committed.value.why);
    return ok({ id, settled: Promise.resolve(), kept: Promise.resolve() });
  }
  failPoint("after_intent");
  const { intent, capture } = committed.value;
  // What goes on from here is the program's: whose branch the person may see decides nothing of what was paid for.
  const program = asProgram(ctx);
  const settled = sendIntent(program, intent, capture);
  const kept = settled.catch(() => undefined).then(() => keepCopy(program, id, capture));
  const inSpiteOf = input.confirmedDuplicateOf ?? input.replaces;
  if (inSpiteOf) await forgetTold(ctx, inSpiteOf);
  // Whoever doesn't wait for it must not bring the process down: what it could not record, the sweep finds.
  settled.catch(() => undefined);
  return ok({ id, settled, kept });
}

/** The same to its end. */
export async function startReverification(
  ctx: UserCtx,
  input: StartInput,
): Promise<Result<{ id: string }, StartFailure>> {
  const begun = await beginReverification(ctx, input);
  if (!begun.ok) return begun;
  await begun.value.settled;
  await begun.value.kept;
  return ok({ id: begun.value.id });
}
