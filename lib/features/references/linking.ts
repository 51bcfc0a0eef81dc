import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";

/**
 * A reference learns whose it is from what Unico said, never from what was typed. One that knows its person already
 * keeps them.
 */
export async function linkReference(tx: Tx, ctx: Ctx, id: string, subjectId: string): Promise<void> {
  const { count } = await tx.referenceProcess.updateMany({
    where: { id, subjectId: null },
    data: { subjectId },
  });
  if (count === 0) return;
  await recordAudit(tx, ctx, {
    action: "reference.link",
    entityType: "reference",
    entityId: id,
    detail: { subjectId },
  });
}
