import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Ctx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { findBlockOver, findLastBlock } from "./blocks-repository.ts";
import { exportProof } from "./exporting-proof.ts";
import type { ExportLine } from "./proof-types.ts";
import { recordAudit } from "./record.ts";

type NotThere = { code: "no_such_block"; newest: number };
/** Up to that block there are events of which only the hash is here. */
type Archived = { code: "archived"; upTo: number };

/** Whole blocks for somebody who does not trust this program. The event of it is written before the first line. */
export async function startBlockExport(
  ctx: Pick<Ctx, "actor" | "db" | "readDb" | "now" | "request">,
  { from, to }: { from: number; to: number | null },
): Promise<Result<AsyncGenerator<ExportLine>, NotThere | Archived>> {
  assertCan(ctx.actor, "audit:read");
  const newest = (await findLastBlock(ctx.db))?.number ?? 0;
  if (Math.max(from, to ?? from) > newest) return fail({ code: "no_such_block", newest });
  const { _max: archived } = await ctx.db.auditArchived.aggregate({ _max: { xid: true } });
  const over = archived.xid === null ? null : await findBlockOver(ctx.db, archived.xid);
  if (over && over.number >= from) return fail({ code: "archived", upTo: over.number });
  const detail = { format: "blocks", from, to: to ?? newest };
  await recordAudit(ctx.db, ctx, { action: "audit.export", entityType: "audit", entityId: null, detail });
  return ok(exportProof(ctx, { blocks: { from, to } }, ctx.now()));
}
