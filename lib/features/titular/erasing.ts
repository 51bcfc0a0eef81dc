import "server-only";
import type { z } from "zod";
import { assertCan } from "#lib/auth/roles.ts";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { findHoldOn } from "#lib/features/retention/repository.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { tryRemoving } from "./erased-files.ts";
import * as titular from "./repository.ts";
import type { eraseInput } from "./schema.ts";

/** `left`: files that are still to be removed. */
export type Erased = {
  snapshots: number;
  notes: number;
  answers: number;
  selfies: number;
  attachments: number;
  left: number;
};
type InTables = Omit<Erased, "left">;
type Failure = { code: "not_there" | "erased" | "held" | "open_case" | "unfinished" };

/**
 * Takes the person out of what we hold (LGPD articles 16 and 18, VI). Outcomes and decisions stay, of nobody; the audit
 * log is not touched, and holds no personal data. Refused while a hold, an open case or a running 1:1 needs the person.
 * The person and the names of their files go in one step, which also asks for the job that removes the files: what is
 * killed after it is gone on with, by the job or from the person's page.
 */
export async function eraseSubject(
  ctx: UserCtx,
  { subject, reason }: z.output<typeof eraseInput>,
): Promise<Result<Erased, Failure>> {
  assertCan(ctx.actor, "settings:manage");
  assertFresh(ctx);
  const done = await ctx.programDb.$transaction(async (tx): Promise<Result<InTables, Failure>> => {
    const refusal = await refusalOf(tx, subject);
    if (refusal) return fail({ code: refusal });
    await titular.overwritePerson(tx, ctx.vault, subject, ctx.now());
    const answers = await titular.eraseAnswers(tx, subject);
    const selfies = await titular.noteFiles(tx, subject, ctx.now());
    const history = await titular.eraseHistory(tx, subject);
    const attachments = await titular.noteAttachments(tx, subject, ctx.now());
    const erased = { ...history, answers, selfies, attachments };
    if (selfies + attachments > 0)
      await enqueue(tx, { task: "remove-erased-files", payload: { subject } }, subject);
    await recordAudit(tx, ctx, {
      action: "subject.erase",
      entityType: "subject",
      entityId: subject,
      detail: { reason, ...erased },
    });
    return ok(erased);
  });
  if (!done.ok) return refuse(ctx, subject, done.failure.code);
  return ok({ ...done.value, left: await tryRemoving(ctx, subject) });
}

async function refusalOf(
  tx: Parameters<typeof titular.lockTitular>[0],
  subject: string,
): Promise<Failure["code"] | null> {
  const row = await titular.lockTitular(tx, subject);
  if (!row) return "not_there";
  if (row.erasedAt) return "erased";
  if (await findHoldOn(tx, subject)) return "held";
  if ((await titular.countOpenCases(tx, subject)) > 0) return "open_case";
  return (await titular.countUnfinished(tx, subject)) > 0 ? "unfinished" : null;
}

async function refuse(ctx: UserCtx, subject: string, code: Failure["code"]) {
  if (code !== "not_there") {
    await recordAudit(
      ctx.programDb,
      ctx,
      { action: "subject.erase", entityType: "subject", entityId: subject, detail: { why: code } },
      "refused",
    );
  }
  return fail({ code });
}
