import "server-only";
import type { Database, Db, Tx } from "#lib/db/client.ts";
import { publicOf } from "./blocks.ts";
import { findBlock, findLastBlock } from "./blocks-repository.ts";
import type { Checkpoints } from "./checkpoint.ts";
import type { SealedBlock } from "./proof-types.ts";
import type { SigningKey } from "./sealing.ts";

/** One process at a time copies; no writer knows of this lock. */
const COPIER_LOCK = 7_270_737_002n;

/** Our policy: past this a copy is overdue, whoever is at it. */
const OVERDUE_MS = 120_000;

/** Whether a block has been waiting for longer than it may to be copied, itself or one behind it. */
export async function isCopyOverdue(db: Db, copied: bigint | null, now: Date): Promise<boolean> {
  const next = await findBlock(db, Number(copied ?? 0) + 1);
  return next !== null && now.getTime() - Date.parse(next.sealedAt) > OVERDUE_MS;
}

/**
 * Copies the newest block outside the database. A log that is behind its copy, or another, is not copied: what stands
 * outside would no longer tell of it. What goes wrong is shown on `/audit`, and sealing goes on.
 */
export async function copyNewest(
  db: Database,
  checkpoints: Checkpoints,
  key: SigningKey,
): Promise<{ ok: true } | { ok: false; why: string }> {
  try {
    await db.$transaction((tx) => copyIn(tx, checkpoints, key));
    return { ok: true };
  } catch (error) {
    await db.$executeRaw`UPDATE audit_proof_state
      SET checkpoint_failing_since = coalesce(checkpoint_failing_since, clock_timestamp())`;
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

async function copyIn(tx: Tx, checkpoints: Checkpoints, key: SigningKey): Promise<void> {
  const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${COPIER_LOCK}::bigint) AS mine`;
  if (!lock?.mine) {
    const { checkpointBlock } = await tx.auditProofState.findUniqueOrThrow({ where: { only: true } });
    if (await isCopyOverdue(tx, checkpointBlock, new Date()))
      throw new Error("another process has been at the copy for longer than two minutes");
    return;
  }
  const copied = await checkpoints.newest();
  const last = await findLastBlock(tx);
  if (copied) await refuseAnother(tx, copied);
  if (last && last.number > (copied?.number ?? 0)) {
    const pem = publicOf(key.privateKey).export({ type: "spki", format: "pem" }).toString();
    await checkpoints.keepKey(key.id, pem);
    await checkpoints.append(last);
  }
  if (!last) return;
  await tx.auditProofState.updateMany({
    where: {
      OR: [
        { checkpointBlock: null },
        { checkpointBlock: { not: last.number } },
        { NOT: { checkpointFailingSince: null } },
      ],
    },
    data: {
      checkpointBlock: BigInt(last.number),
      checkpointAt: new Date(last.sealedAt),
      checkpointFailingSince: null,
    },
  });
}

async function refuseAnother(tx: Tx, copied: SealedBlock): Promise<void> {
  const stored = await findBlock(tx, copied.number);
  if (stored?.head !== copied.head)
    throw new Error(
      `AUDIT_CHECKPOINT_URL holds block ${copied.number} of another log, or this log was cut: npm run audit:verify`,
    );
}
