import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { afterPause } from "./due.ts";
import * as cases from "./repository.ts";
import { LEASE_MS, statusAfter } from "./rules.ts";
import type { ApproveInput, CaseInput, DecideInput, ExplainedInput } from "./schema.ts";
import { type CaseFailure, type Change, held, orTwin, step, tell, UNDECIDED } from "./step.ts";

export const takeCase = (ctx: UserCtx, input: CaseInput) =>
  step(ctx, "case:work", "take", input, "case.take", (found, at) => ({
    data: held(ctx, at, found),
    kind: "taken",
  }));

export const releaseCase = (ctx: UserCtx, input: CaseInput) =>
  step(ctx, "case:work", "release", input, "case.release", () => ({
    data: { status: "open", assigneeId: null, leaseUntil: null },
    kind: "released",
  }));

/** Takes the most due case that nobody else has. */
export async function takeNextCase(
  ctx: UserCtx,
): Promise<Result<{ number: number }, { code: "no_case_due" }>> {
  assertCan(ctx.actor, "case:work");
  return ctx.db.$transaction(async (tx) => {
    const next = await cases.lockNextDue(tx, ctx.actor);
    if (!next) return fail({ code: "no_case_due" });
    const at = ctx.now();
    const change: Change = { data: held(ctx, at, next), kind: "taken", detail: { next: true } };
    await cases.update(tx, next.number, next.version, change.data);
    await tell(tx, ctx, next.number, "case.take", at, change, "open");
    return ok({ number: next.number });
  });
}

/** Decides a case that one holds. Confirmed fraud then waits for a second person; the others close it. */
export const decideCase = (ctx: UserCtx, { decision, reasons, ...input }: DecideInput) =>
  step(ctx, "case:work", "decide", input, "case.decide", (_found, at) => {
    const status = statusAfter(decision);
    return {
      data: {
        status,
        decision,
        reasons,
        decidedById: ctx.actor.id,
        decidedAt: at,
        leaseUntil: null,
        closedAt: status === "closed" ? at : null,
      },
      kind: "decided",
      detail: { decision, reasons },
    };
  });

export const approveCase = (ctx: UserCtx, input: ApproveInput) =>
  step(ctx, "case:approve", "approve", input, "case.approve", (found, at) => ({
    data: { status: "closed", approvedById: ctx.actor.id, approvedAt: at, closedAt: at },
    kind: "approved",
    detail: { decision: found.decision },
  }));

/** Back to whoever decided, with a reason; the decision stays in the timeline. */
export const sendBackCase = (ctx: UserCtx, input: ExplainedInput) =>
  step(ctx, "case:approve", "send_back", input, "case.send_back", (found, at) => ({
    data: {
      ...UNDECIDED,
      status: "in_review",
      assigneeId: found.decidedById,
      leaseUntil: new Date(at.getTime() + LEASE_MS),
    },
    kind: "sent_back",
    detail: { decision: found.decision },
  }));

/** Opens a closed case again; while it was closed its clock stood still. */
export const reopenCase = (ctx: UserCtx, input: ExplainedInput) =>
  orTwin(ctx, input.number, () =>
    step(ctx, "case:reopen", "reopen", input, "case.reopen", (found, at) => ({
      data: {
        ...UNDECIDED,
        ...afterPause(found, found.closedAt ?? at, at),
        status: "open",
        assigneeId: null,
        leaseUntil: null,
      },
      kind: "reopened",
      detail: { decision: found.decision },
    })),
  );

/** A sign of life of whoever has the case open; refused once it is not theirs any more. Renewals are not told. */
export async function keepCase(ctx: UserCtx, number: number): Promise<Result<null, CaseFailure>> {
  assertCan(ctx.actor, "case:work");
  const until = new Date(ctx.now().getTime() + LEASE_MS);
  const { count } = await cases.renewLease(ctx.db, number, ctx.actor.id, until);
  if (count > 0) return ok(null);
  const found = await cases.findFacts(ctx.db, ctx.actor, number);
  if (!found) return fail({ code: "case_unknown" });
  const by = found.assigneeId === ctx.actor.id ? null : (found.assignee?.name ?? null);
  return fail({ code: "case_not_yours", by });
}

/** Gives back what nobody works on any more. Safe to run twice. */
export async function releaseIdleCases(ctx: Ctx): Promise<number> {
  const at = ctx.now();
  const idle = await cases.listIdle(ctx.db, at, 100);
  for (const { number, version } of idle) {
    await ctx.db.$transaction(async (tx) => {
      const change: Change = {
        data: { status: "open", assigneeId: null, leaseUntil: null },
        kind: "released",
        detail: { idle: true },
      };
      // A sign of life since counts up no version.
      if (await cases.update(tx, number, version, change.data, { leaseUntil: { lt: at } }))
        await tell(tx, ctx, number, "case.release", at, change, "in_review");
    });
  }
  return idle.length;
}
