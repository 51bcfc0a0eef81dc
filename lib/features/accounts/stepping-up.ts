import "server-only";
import { checkPassword } from "#lib/auth/password.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { takeAttempt, tellRight } from "#lib/features/throttling/attempts.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as accounts from "./repository.ts";
import { isFresh } from "./rules.ts";
import { spendProof } from "./second-factor-proof.ts";
import { renewSession } from "./sessions.ts";

/** Thrown by a service that asks for a fresh proof; `lib/entry` asks for it in the form at hand. */
export class StepUpNeeded extends Error {
  constructor() {
    super("a fresh proof is needed");
    this.name = "StepUpNeeded";
  }
}

/** After `assertCan`, before anything else, in a service that asks for a proof not older than five minutes. */
export function assertFresh({ confirmedAt, now }: Pick<UserCtx, "confirmedAt" | "now">): void {
  if (!isFresh(confirmedAt, now())) throw new StepUpNeeded();
}

/** `company`: only the company's own sign-in can tell anew who sits there. */
export type StepUpWay = "code" | "password" | "company";

export async function stepUpWayOf({ actor, db }: Pick<UserCtx, "actor" | "db">): Promise<StepUpWay> {
  const session = await accounts.findSession(db, actor.sessionId);
  if (session?.way === "company") return "company";
  return session?.user.totpConfirmedAt ? "code" : "password";
}

type Refused = { code: "step_up_wrong"; way: StepUpWay };

/**
 * Takes the proof that a form brought along. A right one puts a new session in the place of the old, and what asked
 * for it may run; wrong, used and throttled are one answer.
 */
export async function stepUp(
  ctx: UserCtx,
  typed: string,
  device: string | null,
): Promise<Result<UserCtx, Refused>> {
  const way = await stepUpWayOf(ctx);
  const refuse = async (db: Db | null, why: string): Promise<Result<UserCtx, Refused>> => {
    const entityId = ctx.actor.sessionId;
    const entry = { action: "session.confirm", entityType: "session", entityId } as const;
    if (db) await recordAudit(db, ctx, { ...entry, detail: { with: way, why } }, "refused");
    return fail({ code: "step_up_wrong", way });
  };
  if (way === "company") return refuse(ctx.db, "company");
  const { email, passwordHash } = await accounts.readProofs(ctx.db, ctx.actor.id);
  const account = way === "password" ? email : ctx.actor.id;
  const taken = await takeAttempt(ctx, { kind: way, account, device });
  if (!taken.ok) return refuse(taken.failure.isNews ? ctx.db : null, "throttled");
  const checked = way === "password" ? await checkPassword(passwordHash, typed) : null;
  const done = await ctx.db.$transaction(async (tx) => {
    const locked = await accounts.lockUser(tx, ctx.actor.id);
    if (!locked || locked.disabledAt) return refuse(tx, "disabled");
    if (way === "password") {
      // A second factor set up meanwhile is what counts now, and a changed password is another one.
      const isRight =
        checked === "right" && locked.passwordHash === passwordHash && locked.totpConfirmedAt === null;
      if (!isRight) return refuse(tx, checked === "busy" ? "busy" : "password");
    } else {
      const spent = await spendProof(tx, ctx, { with: "code", typed });
      if (spent !== "right") return refuse(tx, spent);
    }
    return renew(tx, ctx, way, refuse);
  });
  // It is right all the same: at worst the try counts as a failure.
  if (done.ok) await tellRight(ctx, taken.value).catch(() => undefined);
  return done;
}

async function renew(
  tx: Tx,
  ctx: UserCtx,
  way: StepUpWay,
  refuse: (db: Db | null, why: string) => Promise<Result<UserCtx, Refused>>,
): Promise<Result<UserCtx, Refused>> {
  const confirmedAt = ctx.now();
  const actor = await renewSession(tx, ctx, { actor: ctx.actor, why: "step_up", confirmedAt });
  if (!actor) return refuse(tx, "disabled");
  const renewed = { ...ctx, actor, confirmedAt };
  await recordAudit(tx, renewed, {
    action: "session.confirm",
    entityType: "session",
    entityId: actor.sessionId,
    detail: { with: way },
  });
  return ok(renewed);
}
