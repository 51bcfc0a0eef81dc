import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as accounts from "./repository.ts";
import { countRecoveryCodes } from "./repository-second-factor.ts";
import { type FactorCtx, type Proof, refuseCode, spendProof, tryCode } from "./second-factor-proof.ts";
import { actorOf, type PendingCtx, renewSession } from "./sessions.ts";

type Refused = { code: "one_time_code" | "pending_over" };
type Entered = Result<{ userId: string; sessionId: string }, Refused>;

const factorCtx = (ctx: PendingCtx): FactorCtx => ({ ...ctx, actor: actorOf(ctx.pending) });

/** Lets in who gives a code after the password: in a new session, so that the one before is worth nothing. */
export function answerCode(pending: PendingCtx, proof: Proof, device: string | null): Promise<Entered> {
  const ctx = factorCtx(pending);
  const refuse = (db: Db | null, why: string): Promise<Entered> =>
    refuseCode(db, ctx, { at: "sign_in", why, with: proof.with });
  return tryCode<{ userId: string; sessionId: string }, Refused>(ctx, device, refuse, async (tx) => {
    const spent = await spendProof(tx, ctx, proof);
    if (spent !== "right") return refuse(tx, spent);
    return enter(tx, ctx, proof.with, ctx.now());
  });
}

/** Lets in who has just set a second factor up and has seen the recovery codes. */
export function goOn(pending: PendingCtx): Promise<Entered> {
  const { confirmedAt, factor } = pending.pending;
  const ctx = factorCtx(pending);
  return ctx.db.$transaction(async (tx) => {
    const locked = await accounts.lockUser(tx, ctx.actor.id);
    const isProven = confirmedAt !== null && factor === "code" && locked?.totpConfirmedAt;
    if (!isProven || locked.disabledAt) return fail({ code: "pending_over" });
    return enter(tx, ctx, "set_up", confirmedAt);
  });
}

async function enter(
  tx: Tx,
  ctx: FactorCtx,
  by: Proof["with"] | "set_up",
  confirmedAt: Date,
): Promise<Entered> {
  const actor = await renewSession(tx, ctx, { actor: ctx.actor, why: "second_factor", confirmedAt });
  if (!actor) return fail({ code: "pending_over" });
  const { id: userId, sessionId } = actor;
  await accounts.noteSignIn(tx, userId, ctx.now());
  const speaker = { ...ctx, actor };
  if (by === "recovery") {
    const left = await countRecoveryCodes(tx, userId);
    await recordAudit(tx, speaker, {
      action: "factor.recover",
      entityType: "user",
      entityId: userId,
      detail: { left },
    });
  }
  await recordAudit(tx, speaker, {
    action: "session.start",
    entityType: "session",
    entityId: sessionId,
    detail: { with: by },
  });
  return ok({ userId, sessionId });
}
