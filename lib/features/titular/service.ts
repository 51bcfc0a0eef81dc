import "server-only";
import { assertCan, can } from "#lib/auth/roles.ts";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { findHoldOn } from "#lib/features/retention/repository.ts";
import { ok, type Result } from "#lib/result.ts";
import { readTitular } from "./reading.ts";
import { countErasedFiles } from "./repository.ts";

/** What may be done with one person's data, and what stands in the way; null when there is nobody. */
export async function readTitularStanding(ctx: UserCtx, id: string) {
  assertCan(ctx.actor, "audit:read");
  const [person, hold, filesLeft] = await Promise.all([
    readTitular(ctx.db, id),
    findHoldOn(ctx.programDb, id),
    countErasedFiles(ctx.programDb, id),
  ]);
  if (!person) return null;
  return {
    erasedAt: person.erasedAt,
    /** Files that an erasure has still to remove. */
    filesLeft,
    hold,
    mayTakeFile: can(ctx.actor, "export:pii"),
    mayErase: can(ctx.actor, "settings:manage"),
  };
}

/** A fresh proof before the browser asks for the file: a download cannot show a form. */
export async function prepareFile(ctx: UserCtx): Promise<Result<null, never>> {
  assertCan(ctx.actor, "export:pii");
  assertFresh(ctx);
  return ok(null);
}
