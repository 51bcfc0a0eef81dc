import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import * as imports from "./import-repository.ts";

const OUTCOME = { done: "done", same: "done", refused: "refused", interrupted: "failed" } as const;

/** Tells how it ended: counts and the file's hash, and nothing of what stood in it. */
export async function tellEnd(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  const row = await tx.referenceImport.findUniqueOrThrow({ where: { id } });
  const { state } = row;
  if (state === "reading" || state === "ready") throw new Error("an import that has not ended");
  await recordAudit(
    tx,
    ctx,
    {
      action: "reference.import_end",
      entityType: "import",
      entityId: id,
      detail: {
        state,
        mode: row.mode,
        startedById: row.startedById,
        sha256: row.sha256 && Buffer.from(row.sha256).toString("hex"),
        lines: row.lineCount,
        right: row.rightCount,
        refused: row.refusedCount,
        added: row.addedCount,
        changed: row.changedCount,
        disputed: row.disputedCount,
        problem: row.problem,
        earlierId: row.earlierId,
      },
    },
    OUTCOME[state],
  );
}

/** Ends one that is in that state; nothing where it is no longer. */
export async function endOf(
  ctx: Ctx,
  id: string,
  from: "reading" | "ready",
  ended: Parameters<typeof imports.endImport>[3],
): Promise<void> {
  await ctx.programDb.$transaction(async (tx) => {
    if (!(await imports.lockImport(tx, id, from))) return;
    await imports.endImport(tx, id, ctx.now(), ended);
    await tellEnd(tx, ctx, id);
  });
}
