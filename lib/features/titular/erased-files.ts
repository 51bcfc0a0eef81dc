import "server-only";
import type { z } from "zod";
import { assertCan } from "#lib/auth/roles.ts";
import { noteLeft } from "#lib/features/attachments/repository.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { assertRecordable } from "#lib/features/audit/recordable.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as titular from "./repository.ts";
import type { filesInput } from "./schema.ts";

const TAKE = 100;

/**
 * Removes the files of people who were erased, one by one; of everybody where no person is named. Killed anywhere, the
 * next run finds what is left. One file that cannot be removed does not keep the others, and is thrown at the end.
 */
export async function removeErasedFiles(ctx: Ctx, subject?: string): Promise<void> {
  assertCan(ctx.actor, "settings:manage");
  const troubles: unknown[] = [];
  let after = "";
  for (;;) {
    const files = await titular.listErasedFiles(ctx.programDb, subject, after, TAKE);
    // A file that is gone cannot be put back where the log takes nothing.
    if (files.length > 0) await assertRecordable(ctx.programDb);
    for (const file of files) await removeFile(ctx, file).catch((error) => troubles.push(error));
    const last = files.at(-1);
    if (!last) break;
    after = last.key;
  }
  if (troubles.length > 0) throw troubles[0];
}

async function removeFile(
  ctx: Ctx,
  { key, subjectId, reverificationId, attachmentId }: titular.ErasedFile,
): Promise<void> {
  await ctx.storage.remove(key);
  await ctx.programDb.$transaction(async (tx) => {
    if ((await titular.forgetFile(tx, key)) === 0) return;
    // A turn to a new key may put it back: the job that removes what is left removes it once more.
    await noteLeft(tx, key);
    await recordAudit(tx, ctx, {
      action: "subject.erase",
      entityType: "subject",
      entityId: subjectId,
      detail: {
        step: "file",
        ...(reverificationId ? { reverification: reverificationId } : { file: attachmentId }),
      },
    });
  });
  // The same, as far as it is over by now.
  await ctx.storage.remove(key);
}

/** Tries now; what cannot be removed stays noted for the job, and is told of. How many files are left. */
export async function tryRemoving(ctx: UserCtx, subject: string): Promise<number> {
  const isDone = await removeErasedFiles(ctx, subject).then(
    () => true,
    () => false,
  );
  const left = await titular.countErasedFiles(ctx.programDb, subject);
  if (!isDone) {
    await recordAudit(
      ctx.programDb,
      ctx,
      {
        action: "subject.erase",
        entityType: "subject",
        entityId: subject,
        detail: { step: "file", left },
      },
      "failed",
    );
  }
  return left;
}

/** What an erasure could not remove, once more. */
export async function resumeErasure(
  ctx: UserCtx,
  { subject }: z.output<typeof filesInput>,
): Promise<Result<null, { code: "files_left" }>> {
  assertCan(ctx.actor, "settings:manage");
  return (await tryRemoving(ctx, subject)) === 0 ? ok(null) : fail({ code: "files_left" });
}
