import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import * as cases from "./repository.ts";
import { type Decision, undoLeftMs } from "./rules.ts";
import type { CaseInput } from "./schema.ts";
import { held, orTwin, step, UNDECIDED } from "./step.ts";

/** Takes one's own decision back while nobody has built on it: the case is in one's hands again, as before. */
export const undoDecision = (ctx: UserCtx, input: CaseInput) =>
  orTwin(ctx, input.number, () =>
    step(ctx, "case:work", "undo", input, "case.undo", (found, at) => ({
      data: { ...UNDECIDED, ...held(ctx, at, found) },
      kind: "undone",
      detail: { decision: found.decision },
    })),
  );

export type FreshDecision = {
  number: number;
  version: number;
  decision: Decision;
  isClosed: boolean;
  undoLeftMs: number;
};

/** One's own decision, while it can be taken back. */
export async function readOwnDecision(ctx: UserCtx, number: number): Promise<FreshDecision | null> {
  assertCan(ctx.actor, "case:work");
  const found = await cases.findFacts(ctx.db, ctx.actor, number);
  if (!found?.decision || found.decidedById !== ctx.actor.id) return null;
  const { version, decision } = found;
  const left = undoLeftMs(found, ctx.actor.id, ctx.now());
  if (left === 0) return null;
  return { number, version, decision, isClosed: found.status === "closed", undoLeftMs: left };
}
