import "server-only";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { OpenCtx } from "#lib/features/context.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import * as notices from "./repository.ts";
import { codeOf } from "./rules.ts";
import type { Notice } from "./schema.ts";

/**
 * Keeps a notice and asks for a job that reads the process, in one transaction. The same notice again changes nothing;
 * one about a process that nobody here knows is kept and leads to no job, until it comes again and the process is known.
 * Who calls has made sure that it is Unico who speaks.
 */
export async function receiveNotice(ctx: Pick<OpenCtx, "db" | "now" | "request">, notice: Notice) {
  await ctx.db.$transaction(async (tx) => {
    const receivedAt = ctx.now();
    const isOurs =
      (await notices.findReverification(tx, notice.processId)) !== null ||
      (await notices.findProcess(tx, notice.processId)) !== null;
    const end = isOurs ? null : ("not_ours" as const);
    const row = { ...notice, receivedAt, handledAt: end && receivedAt, handling: end };
    const id =
      (await notices.insertNotice(tx, row)) ?? (isOurs ? await notices.reopenNotice(tx, notice) : null);
    if (id === null) return;
    await recordAudit(
      tx,
      { ...ctx, actor: { kind: "unico" } },
      {
        action: "notice.receive",
        entityType: "process",
        entityId: notice.processId,
        detail: { noticeId: id, state: codeOf(notice.state), ...(end ? { handling: end } : {}) },
      },
    );
    if (isOurs) await enqueue(tx, { task: "read-notice", payload: { noticeId: id } }, id);
  });
}
