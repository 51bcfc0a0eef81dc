import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Database } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import { findLastBlock } from "./blocks-repository.ts";
import type { CheckReport } from "./checking.ts";
import { isCopyOverdue } from "./copying.ts";
import type { BadPlace, ProofCheck, ProofState, SealedBlock } from "./proof-types.ts";
import { recordAudit } from "./record.ts";

/** Our policy: past this somebody is told. */
const LATE_MS = 120_000;

/** How far the log is sealed, copied and checked. */
export async function proofState({ actor, db }: Pick<Ctx, "actor" | "db">): Promise<ProofState> {
  assertCan(actor, "audit:read");
  const last = await findLastBlock(db);
  const waiting = await waitingFor(db, last);
  const state = await db.auditProofState.findUniqueOrThrow({ where: { only: true } });
  return {
    lastSeal: last && { block: last.number, at: new Date(last.sealedAt), total: last.total },
    ...waiting,
    archived: await db.auditArchived.count(),
    checkpoint: {
      block: state.checkpointBlock === null ? null : Number(state.checkpointBlock),
      at: state.checkpointAt,
      failingSince: state.checkpointFailingSince,
      isOverdue: await isCopyOverdue(db, state.checkpointBlock, new Date()),
    },
    lastCheck: state.checkedAt && {
      at: state.checkedAt,
      isFull: state.checkedIsFull,
      upToBlock: Number(state.checkedBlock),
      events: Number(state.checkedEvents),
      tookMs: state.checkedTookMs,
      bad: badIn(state.checkedBad),
      anomalies: state.checkedAnomalies,
    },
    lastFullCheckAt: state.checkedFullAt,
  };
}

/**
 * Where the server counts transactions from lower than the log, as after a move, none of what it writes can be sealed:
 * then all that is in no block is what there is beyond the blocks' own counts.
 */
async function waitingFor(db: Database, last: SealedBlock | null) {
  const [row] = await db.$queryRaw<{ is_lower: boolean; lag_ms: number }[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint < ${BigInt(last?.xidUntil ?? 0)} AS is_lower,
      extract(epoch FROM clock_timestamp() - ${last && new Date(last.sealedAt)}::timestamptz)::float8 * 1000 AS lag_ms`;
  if (!last || !row?.is_lower) return waitingBehind(db, last);
  const events = (await db.auditEvent.count()) + (await db.auditArchived.count());
  return {
    unsealed: Math.max(0, events - last.total),
    lagMs: Math.max(0, Math.round(row.lag_ms)),
    isLate: true,
  };
}

/** No event can have been waiting since before the last seal, whatever its own clock said. */
async function waitingBehind(db: Database, last: { xidUntil: number; sealedAt: string } | null) {
  const [row] = await db.$queryRaw<{ unsealed: number; lag_ms: number }[]>`
    SELECT count(*)::int AS unsealed, coalesce(extract(epoch FROM
      clock_timestamp() - greatest(min(at), ${last && new Date(last.sealedAt)}::timestamptz)) * 1000, 0)::float8 AS lag_ms
    FROM audit_event WHERE xid >= ${BigInt(last?.xidUntil ?? 0)}`;
  const unsealed = row?.unsealed ?? 0;
  const lagMs = unsealed === 0 ? 0 : Math.max(0, Math.round(row?.lag_ms ?? 0));
  return { unsealed, lagMs, isLate: lagMs > LATE_MS };
}

/** Keeps what a check found, for people to see; what is wrong is told in the log too. */
export async function recordCheck(
  ctx: Pick<Ctx, "db" | "actor" | "now" | "request">,
  report: CheckReport,
  isFull: boolean,
): Promise<void> {
  const { bad, upTo, events, tookMs, anomalies } = report;
  const at = ctx.now();
  await ctx.db.$transaction(async (tx) => {
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
        checkedAnomalies: anomalies,
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

function badIn(stored: unknown): BadPlace | null {
  if (typeof stored !== "object" || stored === null || !("check" in stored)) return null;
  const { check, block, seq } = { block: null, seq: null, ...stored };
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  return { check: String(check) as ProofCheck, block: number(block), seq: number(seq) };
}
