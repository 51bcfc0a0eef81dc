import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { assertFresh } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { fail } from "#lib/result.ts";
import { afterWait, dueUnder } from "./due.ts";
import { listWorkers as listWorkersOf } from "./people-repository.ts";
import * as cases from "./repository.ts";
import type { AssignInput, ExplainedInput, PrioritiseInput } from "./schema.ts";
import { type Done, held, step } from "./step.ts";
import { WORKING_ROLES } from "./working-roles.ts";

/** Takes a case out of another's hands, with a reason, by somebody who has just proved who they are. */
export async function takeOverCase(ctx: UserCtx, input: ExplainedInput): Promise<Done> {
  assertCan(ctx.actor, "case:work");
  assertFresh(ctx);
  return step(ctx, "case:work", "take_over", input, "case.take_over", (found, at) => ({
    data: { ...held(ctx, at, found), ...afterWait(found, at) },
    kind: "taken_over",
    detail: { holder: found.assigneeId },
  }));
}

/** Who may be given a case of that branch. */
export function listWorkers(ctx: UserCtx, subsidiaryId: string | null) {
  assertCan(ctx.actor, "case:assign");
  return listWorkersOf(ctx.db, WORKING_ROLES, subsidiaryId);
}

/** Puts a case aside for somebody, out of whose hands ever; they take it up themselves. */
export async function assignCase(ctx: UserCtx, { assignee, ...input }: AssignInput): Promise<Done> {
  assertCan(ctx.actor, "case:assign");
  const branch = await cases.findBranch(ctx.db, ctx.actor, input.number);
  if (!branch) return fail({ code: "case_unknown" });
  const workers = await listWorkers(ctx, branch.subsidiaryId);
  if (!workers.some(({ id }) => id === assignee)) return fail({ code: "case_no_worker" });
  return step(ctx, "case:assign", "assign", input, "case.assign", (found) => ({
    data: {
      // What waits for the customer goes on waiting, for somebody else.
      status: found.status === "waiting" ? "waiting" : "open",
      assigneeId: assignee,
      leaseUntil: null,
    },
    kind: "assigned",
    detail: { assignee, holder: found.assigneeId },
  }));
}

/** Another priority; due time is counted anew from the opening, less all pauses. The same would only move that. */
export const prioritiseCase = (ctx: UserCtx, { priority, ...input }: PrioritiseInput) =>
  step(ctx, "case:assign", "prioritise", input, "case.prioritise", (found) =>
    found.priority === priority
      ? { code: "case_same_priority" }
      : {
          data: { priority, dueAt: dueUnder(priority, found) },
          kind: "prioritised",
          detail: { priority, was: found.priority },
        },
  );
