import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { slowly } from "#lib/db/slowly.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { REMOVERS } from "./removing.ts";
import * as retention from "./repository.ts";

const CLASSES = [
  "selfies",
  "snapshots",
  "answers",
  "cases",
  "lists",
  "imports",
  "sessions",
  "links",
  "tries",
] as const;

/**
 * Removes what is past its days, a batch a transaction, never of anybody under legal hold or with an open case. Killed
 * in the middle, the next run goes on with the same count. Audit months are told of and stay: they leave as a whole.
 */
export async function runRetention(ctx: Ctx, { batch }: { batch?: number } = {}): Promise<void> {
  assertCan(ctx.actor, "settings:manage");
  const run = await retention.beginRun(ctx.db, ctx.now());
  const troubles: { of: string; error: unknown }[] = [];
  // One class that cannot be removed from does not keep the others.
  for (const of of CLASSES)
    await REMOVERS[of](ctx, run, batch).catch((error) => troubles.push({ of, error }));
  const auditPast = await slowly(ctx.db, retention.countAuditPast);
  await ctx.db.$transaction(async (tx) => {
    const ended = await retention.endRun(tx, run, auditPast, ctx.now());
    if (!ended.isOurs) return;
    const entry = { action: "retention.run", entityType: "retention", entityId: run } as const;
    const removed = Object.fromEntries(CLASSES.map((of) => [of, ended[of]]));
    const detail = { ...removed, auditPast };
    if (troubles.length === 0) return recordAudit(tx, ctx, { ...entry, detail });
    await recordAudit(
      tx,
      ctx,
      { ...entry, detail: { ...detail, failed: troubles.map(({ of }) => of) } },
      "failed",
    );
  });
  // For whoever reads the worker's lines.
  const [first] = troubles;
  if (first) throw first.error;
}
