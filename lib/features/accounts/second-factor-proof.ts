import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { takeAttempt, tellRight } from "#lib/features/throttling/attempts.ts";
import { fail, type Result } from "#lib/result.ts";
import * as accounts from "./repository.ts";
import * as factors from "./repository-second-factor.ts";
import { hashOfRecoveryCode, stepOf } from "./second-factor-codes.ts";

export type Proof = { with: "code" | "recovery"; typed: string };
export type FactorCtx = Pick<Ctx, "db" | "now" | "request" | "vault"> & Pick<UserCtx, "actor">;

/** Where the sealed secret of a person stands. */
export const secretPlace = (userId: string) =>
  ({ table: "app_user", row: userId, column: "totp_secret" }) as const;

/**
 * Uses a code of the person up. A one-time code counts once however often and at whatever moment it is sent, and none
 * of an earlier time step counts after it; a recovery code counts once for good.
 */
export async function spendProof(
  tx: Tx,
  { actor, now, vault }: Pick<FactorCtx, "actor" | "now" | "vault">,
  proof: Proof,
): Promise<"right" | "wrong" | "used"> {
  const sealed = await factors.findSecret(tx, actor.id);
  if (!sealed) return "wrong";
  if (proof.with === "recovery") {
    const hash = hashOfRecoveryCode(actor.id, proof.typed);
    return (await factors.takeRecoveryCode(tx, actor.id, hash, now())) ? "right" : "wrong";
  }
  const step = stepOf(vault.open(secretPlace(actor.id), sealed), proof.typed, now());
  if (step === null) return "wrong";
  return (await factors.takeStep(tx, actor.id, sealed, step)) ? "right" : "used";
}

/** The same answer to whatever stands against a code, and why in the log; without `db` it was told there before. */
export async function refuseCode(
  db: Db | null,
  ctx: Pick<FactorCtx, "actor" | "now" | "request">,
  detail: { at: "sign_in" | "set_up"; why: string; with: string },
) {
  const entry = { action: "factor.refuse", entityType: "user", entityId: ctx.actor.id, detail } as const;
  if (db) await recordAudit(db, ctx, entry, "refused");
  return fail({ code: "one_time_code" as const });
}

type Work<T, F> = (tx: Tx) => Promise<Result<T, F>>;

/**
 * Runs `work` for a code that may be tried now, with the account held still and not disabled; what comes of it is
 * told to those who count the tries.
 */
export async function tryCode<T, F>(
  ctx: FactorCtx,
  device: string | null,
  refuse: (db: Db | null, why: string) => Promise<Result<T, F>>,
  work: Work<T, F>,
): Promise<Result<T, F>> {
  const taken = await takeAttempt(ctx, { kind: "code", account: ctx.actor.id, device });
  if (!taken.ok) return refuse(taken.failure.isNews ? ctx.db : null, "throttled");
  const done = await ctx.db.$transaction(async (tx) => {
    const locked = await accounts.lockUser(tx, ctx.actor.id);
    return !locked || locked.disabledAt ? refuse(tx, "disabled") : work(tx);
  });
  // It is right all the same: at worst the try counts as a failure.
  if (done.ok) await tellRight(ctx, taken.value).catch(() => undefined);
  return done;
}
