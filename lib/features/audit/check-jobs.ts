import "server-only";
import { createPublicKey, type KeyObject } from "node:crypto";
import type { Ctx } from "#lib/features/context.ts";
import { type Keys, keysOf } from "./blocks.ts";
import { type CheckReport, checkLog } from "./checking.ts";
import type { Checkpoints } from "./checkpoint.ts";
import { recordCheck } from "./proof-state-check.ts";
import type { Trust } from "./verifying.ts";

export type CheckDeps = {
  readonly url: string;
  readonly checkpoints: Checkpoints;
  /** The key in use. */
  readonly key: KeyObject;
};

/** The key in use, those that were before as the copy outside keeps them, and what a person brings. */
export async function trustedKeys(
  { checkpoints, key }: Pick<CheckDeps, "checkpoints" | "key">,
  more: readonly KeyObject[] = [],
): Promise<Keys> {
  const kept = await checkpoints.keys();
  return keysOf([key, ...more, ...kept.map((pem) => createPublicKey(pem))]);
}

/** The last copy of a block that a check has held for right before; null to begin at the beginning. */
export async function checkedBefore({ db }: Pick<Ctx, "db">, checkpoints: Checkpoints) {
  const state = await db.auditProofState.findUniqueOrThrow({ where: { only: true } });
  return state.checkedBlock > 0 ? checkpoints.newestUpTo(Number(state.checkedBlock)) : null;
}

/** Checks the whole log, or what came since the last check, and keeps what it found. */
export async function checkProof(
  ctx: Ctx,
  deps: CheckDeps,
  isFull: boolean,
  trust?: Trust,
): Promise<CheckReport> {
  const { url, checkpoints } = deps;
  const report = await checkLog({
    ...(trust ?? { keys: await trustedKeys(deps) }),
    url,
    checkpoints,
    from: isFull ? null : await checkedBefore(ctx, checkpoints),
  });
  await recordCheck(ctx, report, isFull);
  return report;
}
