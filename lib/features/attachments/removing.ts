import "server-only";
import { assertCan, can } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { lockCase } from "#lib/features/cases/locking.ts";
import { insertEvent, renewLease } from "#lib/features/cases/repository.ts";
import { LEASE_MS } from "#lib/features/cases/rules.ts";
import { keepStanding, standingOf } from "#lib/features/cases/standing.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as attachments from "./repository.ts";
import { removalBy } from "./rules.ts";
import type { DetachInput } from "./schema.ts";

export type DetachFailure = { code: "file_unknown" | "not_yours" | "held" | "why_needed" };

/**
 * Takes a file away for good: by whoever attached it within ten minutes, or by a manager who says why. That it was there
 * stays on the timeline; its bytes and what it was called do not.
 */
export async function detachFile(
  ctx: UserCtx,
  { number, file, why = "" }: DetachInput,
): Promise<Result<{ number: number }, DetachFailure>> {
  assertCan(ctx.actor, "case:work");
  const done = await ctx.db.$transaction(async (tx): Promise<Result<string, DetachFailure>> => {
    await keepStanding(tx, number);
    if (!(await lockCase(tx, ctx.actor, number))) return fail({ code: "file_unknown" });
    const found = await attachments.find(tx, ctx.actor, number, file);
    if (!found) return fail({ code: "file_unknown" });
    const at = ctx.now();
    const who = { id: ctx.actor.id, leads: can(ctx.actor, "case:assign") };
    const by = removalBy({ authorId: found.author.id, at: found.at }, who, at);
    if (by === null) return fail({ code: "not_yours" });
    if (by === "explained" && why === "") return fail({ code: "why_needed" });
    if ((await standingOf(tx, number)).isHeld) return fail({ code: "held" });
    const gone = await attachments.letGo(tx, { id: file, at, by: ctx.actor.id });
    if (!gone) return fail({ code: "file_unknown" });
    await renewLease(tx, number, ctx.actor.id, new Date(at.getTime() + LEASE_MS));
    const detail = { file, kind: found.kind, bytes: found.bytes };
    const event = { caseNumber: number, at, actorId: ctx.actor.id, note: why || null, detail };
    await insertEvent(tx, { ...event, kind: "detached" });
    await recordAudit(tx, ctx, {
      action: "case.detach",
      entityType: "case",
      entityId: String(number),
      detail: { ...detail, by, noteLength: why.length },
    });
    return ok(gone.key);
  });
  if (!done.ok) return done;
  // Its note stays for the job, which removes once more: a turn to a new key may put it back.
  await ctx.storage.remove(done.value).catch(() => undefined);
  return ok({ number });
}

/** Removes bytes that no row names and whose time has come. One that cannot be removed does not keep the others. */
export async function removeLeft(ctx: Ctx): Promise<void> {
  assertCan(ctx.actor, "settings:manage");
  const troubles: unknown[] = [];
  for (let after = ""; ; ) {
    const key = await attachments.claimNextDue(ctx.programDb, after);
    if (key === null) break;
    await remove(ctx, key).catch((error) => troubles.push(error));
    after = key;
  }
  if (troubles.length > 0) throw troubles[0];
}

async function remove({ storage, programDb }: Ctx, key: string): Promise<void> {
  await storage.remove(key);
  await attachments.takeLeft(programDb, { key });
}

/**
 * Removes at once what an upload did not name, as far as it knows: where only the answer to its commit was lost, a row
 * names it. What cannot be found out or removed now is still noted, for the job.
 */
export async function dropUnnamed(ctx: UserCtx, key: string): Promise<void> {
  try {
    if ((await attachments.isLeft(ctx.programDb, key)) || !(await attachments.isNamed(ctx.programDb, key)))
      await remove(ctx, key);
  } catch {}
}
