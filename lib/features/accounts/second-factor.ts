import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as accounts from "./repository.ts";
import * as factors from "./repository-second-factor.ts";
import { isFresh, SET_UP_MS } from "./rules.ts";
import { addressOf, hashOfRecoveryCode, newRecoveryCodes, newSecret, stepOf } from "./second-factor-codes.ts";
import { type FactorCtx, refuseCode, secretPlace, tryCode } from "./second-factor-proof.ts";
import { actorOf, type PendingCtx } from "./sessions.ts";
import { assertFresh } from "./stepping-up.ts";

/** What an app needs: the secret to type, and the address that a picture of it holds. */
export type Offer = { secret: string; address: string };

const setUpPlace = (sessionId: string) =>
  ({ table: "session", row: sessionId, column: "totp_setup" }) as const;

/** The secret of the session's set-up; made where there is none, or anew where it is to give way. */
async function offer(ctx: FactorCtx, email: string, over: boolean): Promise<Offer | null> {
  const { actor, db, vault } = ctx;
  const place = setUpPlace(actor.sessionId);
  await db.$transaction(async (tx) => {
    const sealed = vault.seal(place, newSecret());
    if (!(await factors.keepSetUp(tx, actor.sessionId, sealed, over))) return;
    await recordAudit(tx, ctx, {
      action: "factor.begin",
      entityType: "user",
      entityId: actor.id,
      detail: {},
    });
  });
  const kept = await factors.findSetUp(db, actor.sessionId);
  if (!kept) return null;
  const secret = vault.open(place, kept);
  return { secret, address: addressOf(secret, email) };
}

/** What who signs in for the first time sets up; the same again when the page is drawn again. */
export function offerFirst(ctx: PendingCtx): Promise<Offer | null> {
  return offer({ ...ctx, actor: actorOf(ctx.pending) }, ctx.pending.email, false);
}

/** A new secret for who is signed in; what is in use counts on until a code of the new one came. */
export async function offerAnother(ctx: UserCtx): Promise<Result<Offer, { code: "pending_over" }>> {
  assertFresh(ctx);
  const { email } = await accounts.readProofs(ctx.db, ctx.actor.id);
  const made = await offer(ctx, email, true);
  return made ? ok(made) : fail({ code: "pending_over" });
}

type Confirmed = Result<{ recoveryCodes: string[] }, { code: "one_time_code" | "pending_over" }>;

/** The first code of a first second factor: from here on it is asked for. The session still opens nothing. */
export function confirmFirst(ctx: PendingCtx, code: string, device: string | null): Promise<Confirmed> {
  const isOver = ctx.pending.factor !== "set_up";
  return isOver ? over() : confirm({ ...ctx, actor: actorOf(ctx.pending) }, code, device, "factor.set_up");
}

/** The first code of another second factor, soon after the fresh proof that began it. */
export async function confirmAnother(ctx: UserCtx, code: string, device: string | null): Promise<Confirmed> {
  if (!isFresh(ctx.confirmedAt, ctx.now(), SET_UP_MS)) return over();
  return confirm(ctx, code, device, "factor.replace");
}

const over = async () => fail({ code: "pending_over" as const });

function confirm(
  ctx: FactorCtx,
  code: string,
  device: string | null,
  action: "factor.set_up" | "factor.replace",
): Promise<Confirmed> {
  const { actor, now, vault } = ctx;
  const refuse = (db: Db | null, why: string): Promise<Confirmed> =>
    refuseCode(db, ctx, { at: "set_up", why, with: "code" });
  return tryCode<{ recoveryCodes: string[] }, { code: "one_time_code" | "pending_over" }>(
    ctx,
    device,
    refuse,
    async (tx) => {
      const had = await factors.findSecret(tx, actor.id);
      const sealed = await factors.findSetUp(tx, actor.sessionId);
      // Another session was faster: what it set up is asked for from now on.
      if (!sealed || (had && action === "factor.set_up")) return over();
      const secret = vault.open(setUpPlace(actor.sessionId), sealed);
      const step = stepOf(secret, code, now());
      if (step === null) return refuse(tx, "wrong");
      await factors.setSecret(tx, actor.id, {
        totpSecret: vault.seal(secretPlace(actor.id), secret),
        totpConfirmedAt: now(),
        totpLastStep: BigInt(step),
      });
      await factors.closeSetUp(tx, actor.sessionId, now());
      // Who replaces it may have lost the one before to somebody who sits in another session.
      if (had) await endOthers(tx, ctx);
      const told = had ? "factor.replace" : "factor.set_up";
      await recordAudit(tx, ctx, { action: told, entityType: "user", entityId: actor.id, detail: {} });
      return ok({ recoveryCodes: await giveRecoveryCodes(tx, ctx) });
    },
  );
}

async function endOthers(tx: Tx, ctx: FactorCtx): Promise<void> {
  const { actor, now } = ctx;
  for (const { id } of await accounts.endOtherSessions(tx, actor.id, actor.sessionId, now()))
    await recordAudit(tx, ctx, {
      action: "session.end",
      entityType: "session",
      entityId: id,
      detail: { why: "all_others" },
    });
}

async function giveRecoveryCodes(tx: Tx, ctx: FactorCtx): Promise<string[]> {
  const codes = newRecoveryCodes();
  const { id } = ctx.actor;
  await factors.replaceRecoveryCodes(
    tx,
    id,
    codes.map((code) => hashOfRecoveryCode(id, code)),
  );
  const detail = { count: codes.length };
  await recordAudit(tx, ctx, { action: "factor.codes", entityType: "user", entityId: id, detail });
  return codes;
}

/** New recovery codes in the place of all before, used or not. They are shown once: only their hashes are kept. */
export async function renewRecoveryCodes(
  ctx: UserCtx,
): Promise<Result<{ recoveryCodes: string[] }, { code: "no_factor" }>> {
  assertFresh(ctx);
  return ctx.db.$transaction(async (tx) => {
    const locked = await accounts.lockUser(tx, ctx.actor.id);
    if (!locked?.totpConfirmedAt) return fail({ code: "no_factor" });
    return ok({ recoveryCodes: await giveRecoveryCodes(tx, ctx) });
  });
}

/** How the person's own second factor stands, for `/account`. */
export async function readOwnFactor({ actor, db }: UserCtx) {
  const [user, codesLeft] = await Promise.all([
    accounts.readProofs(db, actor.id),
    factors.countRecoveryCodes(db, actor.id),
  ]);
  return { since: user.totpConfirmedAt, codesLeft };
}

/** Takes a person's second factor away, with every session that stood on it: the next sign-in sets a new one up. */
export async function resetSecondFactor(tx: Tx, userId: string, at = new Date()): Promise<void> {
  await factors.clearSecret(tx, userId);
  await factors.replaceRecoveryCodes(tx, userId, []);
  await accounts.endSessionsOf(tx, userId, at);
}
