import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";

/**
 * A reference learns whose it is from what Unico said, never from what was typed. One that knows its person already
 * keeps them; that another was named for it is kept beside, for it is one reference under two CPFs.
 */
export async function linkReference(tx: Tx, ctx: Ctx, id: string, subjectId: string): Promise<void> {
  const { count } = await tx.referenceProcess.updateMany({
    where: { id, subjectId: null },
    data: { subjectId },
  });
  if (count === 0) return keepClaim(tx, ctx, id, subjectId);
  await recordAudit(tx, ctx, {
    action: "reference.link",
    entityType: "reference",
    entityId: id,
    detail: { subjectId },
  });
}

async function keepClaim(tx: Tx, ctx: Ctx, id: string, subjectId: string): Promise<void> {
  const kept = await tx.$executeRaw`
    INSERT INTO reference_claim (reference_id, subject_id, origin)
    SELECT id, ${subjectId}::uuid, origin FROM reference_process
    WHERE id = ${id}::uuid AND subject_id <> ${subjectId}::uuid
    ON CONFLICT DO NOTHING`;
  if (kept === 0) return;
  await recordAudit(tx, ctx, {
    action: "reference.link",
    entityType: "reference",
    entityId: id,
    detail: { subjectId, disputed: true },
  });
}
