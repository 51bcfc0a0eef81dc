import "server-only";
import type { z } from "zod";
import { assertCan } from "#lib/auth/roles.ts";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { findHoldOn, forgetSelfie } from "#lib/features/retention/repository.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as titular from "./repository.ts";
import type { eraseInput } from "./schema.ts";

export type Erased = { snapshots: number; notes: number; answers: number; selfies: number };
type Failure = { code: "not_there" | "erased" | "held" | "open_case" | "unfinished" };

/**
 * Takes the person out of what we hold (LGPD articles 16 and 18, VI). Outcomes and decisions stay, of nobody; the audit
 * log is not touched, and holds no personal data. Refused while a hold, an open case or a running 1:1 needs the person.
 */
export async function eraseSubject(
  ctx: UserCtx,
  { subject, reason }: z.output<typeof eraseInput>,
): Promise<Result<Erased, Failure>> {
  assertCan(ctx.actor, "settings:manage");
  assertFresh(ctx);
  // Pictures go before the person: what is killed in between is simply done again.
  const standing = await ctx.programDb.$transaction((tx) => refusalOf(tx, subject));
  if (standing) return refuse(ctx, subject, standing);
  const selfies = await removeSelfies(ctx, subject);
  const done = await ctx.programDb.$transaction(async (tx): Promise<Result<Erased, Failure>> => {
    const refusal = await refusalOf(tx, subject);
    if (refusal) return fail({ code: refusal });
    await titular.overwritePerson(tx, ctx.vault, subject, ctx.now());
    const answers = await titular.eraseAnswers(tx, subject);
    const erased = { ...(await titular.eraseHistory(tx, subject)), answers, selfies };
    await recordAudit(tx, ctx, {
      action: "subject.erase",
      entityType: "subject",
      entityId: subject,
      detail: { reason, ...erased },
    });
    return ok(erased);
  });
  return done.ok ? done : refuse(ctx, subject, done.failure.code);
}

async function refusalOf(
  tx: Parameters<typeof titular.lockTitular>[0],
  subject: string,
): Promise<Failure["code"] | null> {
  const row = await titular.lockTitular(tx, subject);
  if (!row) return "not_there";
  if (row.erasedAt) return "erased";
  if (await findHoldOn(tx, subject)) return "held";
  if ((await titular.countOpenCases(tx, subject)) > 0) return "open_case";
  return (await titular.countUnfinished(tx, subject)) > 0 ? "unfinished" : null;
}

async function refuse(ctx: UserCtx, subject: string, code: Failure["code"]) {
  if (code !== "not_there") {
    await recordAudit(
      ctx.programDb,
      ctx,
      { action: "subject.erase", entityType: "subject", entityId: subject, detail: { why: code } },
      "refused",
    );
  }
  return fail({ code });
}

async function removeSelfies({ programDb, storage }: UserCtx, subject: string): Promise<number> {
  const kept = await titular.listSelfies(programDb, subject);
  for (const { id, selfieKey } of kept) {
    if (selfieKey === null) continue;
    await storage.remove(selfieKey);
    await forgetSelfie(programDb, id, selfieKey);
    // A turn to a new key may have put it back in between.
    await storage.remove(selfieKey);
  }
  return kept.length;
}
