import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { daysOf } from "#lib/features/retention/repository.ts";
import { uuidIn } from "#lib/uuid-text.ts";
import * as processes from "./repository.ts";
import type { PROCESS_OUTCOMES } from "./rules.ts";
import { isReadable } from "./snapshot.ts";

/** A process of which only the result is left. */
export type ForgottenProcess = {
  id: string;
  outcome: (typeof PROCESS_OUTCOMES)[number];
  lastSeenAt: Date;
  /** For how many days answers are kept now. */
  keptDays: number;
  /** Set where the answers went because the person was erased. */
  erasedAt: Date | null;
  /** An answer is kept, and opens under no key any more. */
  isUnreadable: boolean;
};

/**
 * What is still known of a process whose every answer was removed, or whose newest cannot be read any more; null where
 * there is no such process, or its newest answer can be read.
 */
export async function readForgottenProcess(ctx: Ctx, given: string): Promise<ForgottenProcess | null> {
  assertCan(ctx.actor, "process:lookup");
  const id = uuidIn(given);
  const found = id === null ? null : await processes.findForgotten(ctx.db, id);
  if (!found) return null;
  const { subject, snapshots, ...process } = found;
  const [newest] = snapshots;
  if (newest && isReadable(ctx.vault, newest)) return null;
  await recordAudit(ctx.db, ctx, {
    action: "process.view",
    entityType: "process",
    entityId: process.id,
    detail: { snapshotId: null },
  });
  await watch(ctx, "subject_view");
  return {
    ...process,
    keptDays: await daysOf(ctx.programDb, "snapshots"),
    erasedAt: subject?.erasedAt ?? null,
    isUnreadable: newest !== undefined,
  };
}
