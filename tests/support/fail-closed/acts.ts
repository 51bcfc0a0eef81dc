import type { UserCtx } from "#lib/features/context.ts";
import type { World } from "#tests/support/ctx.ts";
import { accountActs } from "./accounts.ts";
import type { Action, Acts } from "./act.ts";
import { caseActs } from "./cases.ts";
import { exportActs } from "./exports.ts";
import { listActs } from "./lists.ts";
import { peopleActs } from "./people.ts";
import { privacyActs } from "./privacy.ts";
import { programActs } from "./program.ts";
import { recordActs } from "./records.ts";
import { reverificationActs } from "./reverifications.ts";
import { secondFactorActs } from "./second-factors.ts";
import { triageActs } from "./triage.ts";

/** Everything that must not happen while it cannot be told of; `ctx` is a manager's. In an order in which each can be done. */
export async function everyAct(world: World, ctx: UserCtx): Promise<Acts> {
  return {
    ...(await accountActs(world)),
    ...(await secondFactorActs(world)),
    ...(await caseActs(world, ctx)),
    ...(await listActs(world, ctx)),
    ...(await exportActs(world)),
    ...(await reverificationActs(world, ctx)),
    ...(await recordActs(world, ctx)),
    ...(await programActs(world)),
    ...(await peopleActs(world)),
    ...(await privacyActs(world, ctx)),
    ...(await triageActs(ctx)),
  };
}

/** Acts that go on where their event cannot be written, or are tried until it can; why that is right, and where it is tested. */
export const NOT_REFUSED: Partial<Record<Action, string>> = {
  "reverification.send":
    "what cannot be written down is not sent: tests/integration/reverifications/start.test.ts",
  "reverification.late_answer":
    "an answer was paid for and comes once: settling it is tried again for minutes, in the transaction of its event",
  "selfie.keep": "the call was paid for and goes on; the copy is not kept: below, in a test of its own",
  "audit.check":
    "what a check found is kept also where the log takes no event: tests/integration/audit/long-life.test.ts",
};
