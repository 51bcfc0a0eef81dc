import "server-only";
import type { z } from "zod";
import { assertCan } from "#lib/auth/roles.ts";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { lockTitular } from "#lib/features/titular/repository.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as retention from "./repository.ts";
import type { holdInput, liftInput } from "./schema.ts";

type Failure = { code: "not_there" | "held" | "not_held" | "erased" };

/** From now on nothing of the person is removed or erased, until somebody lifts it. */
export async function setHold(
  ctx: UserCtx,
  { subject, reason }: z.output<typeof holdInput>,
): Promise<Result<null, Failure>> {
  assertCan(ctx.actor, "settings:manage");
  return ctx.programDb.$transaction(async (tx) => {
    // Locked, so that nobody is held and erased at the same time.
    const person = await lockTitular(tx, subject);
    if (!person) return fail({ code: "not_there" });
    if (person.erasedAt) return fail({ code: "erased" });
    const hold = { subjectId: subject, reason, setAt: ctx.now(), setById: ctx.actor.id };
    const holdId = await retention.insertHold(tx, hold);
    if (holdId === null) return fail({ code: "held" });
    await recordAudit(tx, ctx, {
      action: "hold.set",
      entityType: "subject",
      entityId: subject,
      detail: { holdId, reason },
    });
    return ok(null);
  });
}

export async function liftHold(
  ctx: UserCtx,
  { hold }: z.output<typeof liftInput>,
): Promise<Result<null, Failure>> {
  assertCan(ctx.actor, "settings:manage");
  assertFresh(ctx);
  return ctx.programDb.$transaction(async (tx) => {
    const subjectId = await retention.liftHold(tx, hold, ctx.actor.id, ctx.now());
    if (subjectId === null) return fail({ code: "not_held" });
    await recordAudit(tx, ctx, {
      action: "hold.lift",
      entityType: "subject",
      entityId: subjectId,
      detail: { holdId: hold },
    });
    return ok(null);
  });
}
