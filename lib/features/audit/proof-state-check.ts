import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import type { CheckReport } from "./checking.ts";
import { recordAudit } from "./record.ts";

/** Keeps what a check found, for people to see; what is wrong is told in the log too. */
export async function recordCheck(
  ctx: Pick<Ctx, "db" | "actor" | "now" | "request">,
  report: CheckReport,
  isFull: boolean,
): Promise<void> {
  const { bad, upTo, events, tookMs } = report;
  const at = ctx.now();
  await ctx.db.$transaction(async (tx) => {
    const before = await tx.auditProofState.findUniqueOrThrow({ where: { only: true } });
    // Blocks behind the last copy are read again, so those of them that were told of before are left out.
    const again = (block: number) => !isFull && block <= Number(before.checkedBlock);
    const firstNew = report.firstAnomalies.find(({ block }) => !again(block));
    const told = report.firstAnomalies.filter(({ block }) => again(block)).length;
    const keepsFirst = !isFull && before.checkedFirstAnomaly !== null;
    await tx.auditProofState.update({
      where: { only: true },
      data: {
        checkedAt: at,
        ...(isFull ? { checkedFullAt: at } : {}),
        checkedIsFull: isFull,
        // The last block that held: what does not hold is met again the next time, whatever was checked before.
        checkedBlock: BigInt(upTo?.number ?? 0),
        checkedEvents: BigInt(events),
        checkedTookMs: Math.round(tookMs),
        checkedBad: bad ? { ...bad } : Prisma.DbNull,
        checkedAnomalies: report.anomalies - told + (isFull ? 0 : before.checkedAnomalies),
        ...(keepsFirst ? {} : { checkedFirstAnomaly: firstNew ? { ...firstNew } : Prisma.DbNull }),
      },
    });
    if (isFull || bad) {
      const detail = {
        full: isFull,
        blocks: report.blocks,
        events,
        ...(bad ? { check: bad.check, block: bad.block } : {}),
      };
      await recordAudit(
        tx,
        ctx,
        { action: "audit.check", entityType: "audit", entityId: null, detail },
        bad ? "failed" : "done",
      );
    }
  });
}
