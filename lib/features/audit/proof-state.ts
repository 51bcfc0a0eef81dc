import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Db } from "#lib/db/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import { findBlock, findLastBlock } from "./blocks-repository.ts";
import { isCopyOverdue } from "./copying.ts";
import { LATE_MS } from "./proof-state-rules.ts";
import {
  ANOMALY_KINDS,
  type Anomaly,
  type BadPlace,
  type ProofCheck,
  type ProofState,
  type SealedBlock,
} from "./proof-types.ts";

/** How far the log is sealed, copied and checked. */
export async function proofState({ actor, db }: Pick<Ctx, "actor" | "db">): Promise<ProofState> {
  assertCan(actor, "audit:read");
  return { ...(await readProofFacts(db)), archived: await db.auditArchived.count() };
}

/** The same without what takes long to count: an overview asks for it on every look. */
export async function readProofFacts(db: Db): Promise<Omit<ProofState, "archived">> {
  const last = await findLastBlock(db);
  const first = await db.auditBlock.findFirst({ select: { sealedAt: true }, orderBy: { number: "asc" } });
  const waiting = await waitingFor(db, last);
  const state = await db.auditProofState.findUniqueOrThrow({ where: { only: true } });
  const bad = badIn(state.checkedBad);
  const anomaly = anomalyIn(state.checkedFirstAnomaly);
  return {
    beganAt: first?.sealedAt ?? null,
    lastSeal: last && { block: last.number, at: new Date(last.sealedAt), total: last.total },
    ...waiting,
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
      bad,
      badEvent: bad && (await eventAt(db, bad)),
    },
    lastFullCheckAt: state.checkedFullAt,
    anomalies: {
      count: state.checkedAnomalies,
      first: anomaly && { ...anomaly, event: await eventAt(db, anomaly) },
    },
  };
}

type Waiting = Pick<ProofState, "unsealed" | "waitingSince" | "lagMs" | "isLate">;

/**
 * Where the server counts transactions from lower than the log, as after a move, none of what it writes can be sealed:
 * then all that is in no block is what there is beyond the blocks' own counts.
 */
async function waitingFor(db: Db, last: SealedBlock | null): Promise<Waiting> {
  const [row] = await db.$queryRaw<{ is_lower: boolean; lag_ms: number }[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint < ${BigInt(last?.xidUntil ?? 0)} AS is_lower,
      extract(epoch FROM clock_timestamp() - ${last && new Date(last.sealedAt)}::timestamptz)::float8 * 1000 AS lag_ms`;
  if (!last || !row?.is_lower) return waitingBehind(db, last);
  const events = (await db.auditEvent.count()) + (await db.auditArchived.count());
  return {
    unsealed: Math.max(0, events - last.total),
    waitingSince: new Date(last.sealedAt),
    lagMs: Math.max(0, Math.round(row.lag_ms)),
    isLate: true,
  };
}

/** No event can have been waiting since before the last seal, whatever its own clock said. */
async function waitingBehind(db: Db, last: SealedBlock | null): Promise<Waiting> {
  const [row] = await db.$queryRaw<{ unsealed: number; since: Date | null; lag_ms: number | null }[]>`
    SELECT unsealed, since, extract(epoch FROM clock_timestamp() - since)::float8 * 1000 AS lag_ms
    FROM (SELECT count(*)::int AS unsealed,
        CASE WHEN count(*) > 0 THEN greatest(min(at), ${last && new Date(last.sealedAt)}::timestamptz) END AS since
      FROM audit_event WHERE xid >= ${BigInt(last?.xidUntil ?? 0)}) AS waiting`;
  const lagMs = Math.max(0, Math.round(row?.lag_ms ?? 0));
  return { unsealed: row?.unsealed ?? 0, waitingSince: row?.since ?? null, lagMs, isLate: lagMs > LATE_MS };
}

/** The event to begin looking at; of a whole block its first. Null where none of them is here. */
async function eventAt(db: Db, { block, seq }: Pick<BadPlace, "block" | "seq">): Promise<number | null> {
  if (seq !== null) return seq;
  const found = block === null ? null : await findBlock(db, block);
  if (!found) return null;
  const [from, until] = [BigInt(found.xidFrom), BigInt(found.xidUntil)];
  const first = await db.auditEvent.findFirst({
    where: { xid: { gte: from, lt: until } },
    select: { seq: true },
    orderBy: [{ xid: "asc" }, { seq: "asc" }],
  });
  return first && Number(first.seq);
}

const numberOr = (value: unknown) => (typeof value === "number" ? value : null);

function badIn(stored: unknown): BadPlace | null {
  if (typeof stored !== "object" || stored === null || !("check" in stored)) return null;
  const { check, block, seq } = { block: null, seq: null, ...stored };
  return { check: String(check) as ProofCheck, block: numberOr(block), seq: numberOr(seq) };
}

function anomalyIn(stored: unknown): Anomaly | null {
  if (typeof stored !== "object" || stored === null || !("kind" in stored)) return null;
  const { kind, block, seq } = { block: null, seq: null, ...stored };
  const known = ANOMALY_KINDS.find((each) => each === kind);
  return known ? { kind: known, block: numberOr(block) ?? 0, seq: numberOr(seq) } : null;
}
