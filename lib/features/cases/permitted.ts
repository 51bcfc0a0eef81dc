import "server-only";
import { assertCan, grantOf, type Permission } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import * as cases from "./repository.ts";
import { type CaseAct, type CaseFacts, refusalTo } from "./rules.ts";
import { workerOf } from "./step.ts";

/** Whether there is such a case for this person to work on; asked before what comes with it is read. */
export async function isWorkable(ctx: UserCtx, number: number): Promise<boolean> {
  assertCan(ctx.actor, "case:work");
  return (await cases.findBranch(ctx.db, ctx.actor, number)) !== null;
}

/** What this person may do to a case now: the screen shows no more, the service checks again. */
export function permitted(ctx: UserCtx, facts: CaseFacts) {
  const who = workerOf(ctx);
  const may = (permission: Permission, act: CaseAct) =>
    grantOf(ctx.actor, permission) !== null && refusalTo(act, facts, who, ctx.now()) === null;
  const isInHand = facts.status === "in_review" && facts.assigneeId === who.id;
  return {
    take: !isInHand && may("case:work", "take"),
    take_over: may("case:work", "take_over"),
    release: may("case:work", "release"),
    assign: may("case:assign", "assign"),
    prioritise: may("case:assign", "prioritise"),
    wait: may("case:work", "wait"),
    resume: may("case:work", "resume"),
    escalate: may("case:work", "escalate"),
    decide: may("case:work", "decide"),
    approve: may("case:approve", "approve"),
    reopen: may("case:reopen", "reopen"),
    note: grantOf(ctx.actor, "case:work") !== null,
    reverify: grantOf(ctx.actor, "reverification:start") !== null,
  };
}
