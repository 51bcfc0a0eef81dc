import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { listRotations } from "#lib/features/rotation/repository.ts";
import { maskedPerson } from "#lib/features/subjects/repository.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as retention from "./repository.ts";
import { RETENTION_CLASSES, type RetentionInput } from "./schema.ts";

const RUNS_SHOWN = 14;
const HOLDS_SHOWN = 100;
const ROTATIONS_SHOWN = 5;

/** The sum only grows: it names the state that a form was drawn from. */
const versionOf = (settings: readonly { version: number }[]): number =>
  settings.reduce((sum, { version }) => sum + version, 0);

/** What is kept for how long, what the last nights removed, who is under legal hold, and under which key data lies. */
export async function readRetention(ctx: UserCtx) {
  assertCan(ctx.actor, "settings:manage");
  const [settings, runs, holds, holdCount, rotations] = await Promise.all([
    retention.listSettings(ctx.programDb),
    retention.listRuns(ctx.programDb, RUNS_SHOWN),
    retention.listHolds(ctx.programDb, HOLDS_SHOWN),
    retention.countHolds(ctx.programDb),
    listRotations(ctx.programDb, ROTATIONS_SHOWN),
  ]);
  return {
    settings,
    version: versionOf(settings),
    runs,
    holds: holds.map(({ subject, ...hold }) => ({ ...hold, person: maskedPerson(ctx.vault, subject) })),
    holdCount,
    rotations,
    newestKey: ctx.vault.newest,
    newestIndexKey: ctx.vault.indexKeys[0] ?? "",
  };
}

/** Saves the whole form; one that was drawn before somebody else's change is refused. */
export async function saveRetention(
  ctx: UserCtx,
  { version, ...days }: RetentionInput,
): Promise<Result<null, { code: "stale" }>> {
  assertCan(ctx.actor, "settings:manage");
  assertFresh(ctx);
  return ctx.programDb.$transaction(async (tx) => {
    const settings = await retention.lockSettings(tx);
    if (versionOf(settings) !== version) return fail({ code: "stale" });
    const before = Object.fromEntries(settings.map((row) => [row.class, row.days]));
    const changed = RETENTION_CLASSES.filter((of) => before[of] !== days[of]);
    if (changed.length === 0) return ok(null);
    for (const each of changed) await retention.saveSetting(tx, each, days[each], ctx.actor.id, ctx.now());
    await recordAudit(tx, ctx, {
      action: "retention.change",
      entityType: "retention",
      entityId: changed.join(","),
      detail: {
        before: Object.fromEntries(changed.map((of) => [of, before[of] ?? 0])),
        after: Object.fromEntries(changed.map((of) => [of, days[of]])),
      },
    });
    return ok(null);
  });
}

/** Our policy: how late a changed setting may bite where it is asked for at every re-verification. */
const CACHED_MS = 30_000;
let cached: { db: Ctx["programDb"]; until: number; keeps: boolean } | undefined;

/** Whether copies of selfies are kept at all: a setting of 0 days says no. */
export async function keepsSelfies({ programDb }: Pick<Ctx, "programDb">): Promise<boolean> {
  const now = performance.now();
  if (cached?.db !== programDb || cached.until < now) {
    const keeps = (await retention.daysOf(programDb, "selfies")) > 0;
    cached = { db: programDb, until: now + CACHED_MS, keeps };
  }
  return cached.keeps;
}
