import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Ctx } from "#lib/features/context.ts";
import * as processes from "./repository.ts";
import type { LookUpTrouble } from "./rules.ts";
import { readProcessAnew } from "./service.ts";

const BATCH = 50;
const DAY_MS = 86_400_000;

/** Troubles of one process alone; with any other the next one would fare no better. */
const OF_THIS_ONE: readonly LookUpTrouble[] = ["not_found", "gone", "refused", "unreadable"];

/**
 * Reads processes that stayed open past their expiry, whose notice never came: each once a day and for a week, after
 * people. How many Unico was asked for.
 */
export async function readOpenProcesses(ctx: Ctx): Promise<number> {
  assertCan(ctx.actor, "process:lookup");
  for (let asked = 0; asked < BATCH; asked += 1) {
    const now = ctx.now();
    const dayAgo = new Date(now.getTime() - DAY_MS);
    const processId = await processes.claimOpenExpired(ctx.db, now, dayAgo);
    if (processId === null) return asked;
    const looked = await readProcessAnew(ctx, { processId }, "refresh");
    const trouble = looked.ok ? looked.value.trouble : looked.failure.code;
    if (trouble !== null && !OF_THIS_ONE.includes(trouble)) return asked + 1;
  }
  return BATCH;
}
