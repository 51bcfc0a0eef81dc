import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { assertCan, can, Forbidden } from "#lib/auth/roles.ts";
import { findLastBlock } from "#lib/features/audit/blocks-repository.ts";
import type { SealedBlock } from "#lib/features/audit/proof-types.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { type CaseWhole, readCaseForFile } from "#lib/features/cases/reading.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { countEvents, listSeenBy, type SeenBy } from "./repository.ts";

export type CaseFile = {
  /** Of this file: the audit log tells of it under that. */
  readonly id: string;
  readonly found: CaseWhole;
  /** Null for who may not read the audit log. */
  readonly seenBy: readonly SeenBy[] | null;
  /** Events that are older than those in it. */
  readonly olderEvents: number;
  /** How far the audit log was sealed; null before its first block. */
  readonly head: Pick<SealedBlock, "number" | "head" | "sealedAt"> | null;
  readonly by: string;
  readonly madeAt: Date;
};
export type DrawnFile = { readonly bytes: Buffer; readonly sha256: string };

/**
 * A case as a file, for those who read it whole. Its hash is in the audit log before a byte of it leaves, so whoever is
 * handed one can ask whether it is as it was made.
 */
export async function makeCaseFile(
  ctx: UserCtx,
  number: number,
  { draw, nameless }: { draw: (file: CaseFile) => AsyncIterable<Buffer>; nameless: string },
): Promise<Result<DrawnFile, TooMany | { code: "case_unknown" }>> {
  if (assertCan(ctx.actor, "case:read") !== "full") throw new Forbidden("case:read");
  const limit = await takeOwnLimit(ctx, "export");
  if (!limit.ok) return limit;
  const found = await readCaseForFile(ctx, number);
  if (!found) return fail({ code: "case_unknown" });
  await watch(ctx, "subject_view");
  const [seenBy, head, events] = await Promise.all([
    can(ctx.actor, "audit:read") ? listSeenBy(ctx.programDb, number, nameless) : null,
    findLastBlock(ctx.programDb),
    countEvents(ctx.db, number),
  ]);
  const olderEvents = Math.max(0, events - found.events.length);
  const id = randomUUID();
  const pieces: Buffer[] = [];
  const file = { id, found, seenBy, olderEvents, head, by: ctx.actor.name, madeAt: ctx.now() };
  for await (const piece of draw(file)) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await recordAudit(ctx.db, ctx, {
    action: "case.file",
    entityType: "case",
    entityId: String(number),
    detail: { file: id, sha256, bytes: bytes.length, auditHead: head?.head ?? null },
  });
  return ok({ bytes, sha256 });
}
