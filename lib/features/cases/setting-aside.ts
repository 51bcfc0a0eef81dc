import "server-only";
import type { UserCtx } from "#lib/features/context.ts";
import { afterWait } from "./due.ts";
import type { CaseInput, ExplainedInput } from "./schema.ts";
import { held, step } from "./step.ts";

/** Waits for the customer: it stays whose it is, and its clock stands still. */
export const waitCase = (ctx: UserCtx, input: ExplainedInput) =>
  step(ctx, "case:work", "wait", input, "case.wait", (_found, at) => ({
    data: { status: "waiting", waitingSince: at, leaseUntil: null },
    kind: "waiting",
  }));

/** Goes on in the hands of whoever resumes it; its clock runs again with what was left. */
export const resumeCase = (ctx: UserCtx, input: CaseInput) =>
  step(ctx, "case:work", "resume", input, "case.resume", (found, at) => ({
    data: {
      ...held(ctx, at, found),
      ...afterWait(found, at),
    },
    kind: "resumed",
    detail: { holder: found.assigneeId },
  }));

/** To those who hand out the work: nobody else goes on with it, and its clock runs. */
export const escalateCase = (ctx: UserCtx, input: ExplainedInput) =>
  step(ctx, "case:work", "escalate", input, "case.escalate", () => ({
    data: { status: "escalated", assigneeId: null, leaseUntil: null },
    kind: "escalated",
  }));
