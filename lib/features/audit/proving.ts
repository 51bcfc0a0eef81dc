import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { fail, type Result } from "#lib/result.ts";
import { proofOfEvent } from "./exporting-proof.ts";
import type { ProofDocument } from "./proof-types.ts";
import { recordAudit } from "./record.ts";

/** One event's proof of inclusion, to be taken away; that somebody took it is in the log before they have it. */
export async function takeProofOfEvent(
  ctx: UserCtx,
  seq: number,
): Promise<Result<ProofDocument, { code: "not_found" } | { code: "not_sealed" } | TooMany>> {
  assertCan(ctx.actor, "audit:read");
  const taken = await takeOwnLimit(ctx, "export");
  if (!taken.ok) return taken;
  const proof = await proofOfEvent(ctx, seq);
  if (!proof.ok) {
    const { code } = proof.failure;
    return code === "not_found" ? fail({ code }) : fail({ code: "not_sealed" });
  }
  await recordAudit(ctx.db, ctx, {
    action: "audit.proof",
    entityType: "audit",
    entityId: String(seq),
    detail: { block: proof.value.block.number },
  });
  return proof;
}
