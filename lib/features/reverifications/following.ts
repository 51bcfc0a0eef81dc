import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { byRule, hasNoneOpen, newCase } from "#lib/features/cases/new-case.ts";
import { openForSignal } from "#lib/features/cases/opening.ts";
import type { Signals } from "#lib/features/cases/rules.ts";
import type { Ctx } from "#lib/features/context.ts";
import { linkReference } from "#lib/features/references/linking.ts";
import { isStillInForce, knownInForce } from "#lib/features/triage/in-force.ts";
import { decideForAnybody, isAlert } from "#lib/features/triage/rules.ts";
import type { Settlement } from "./rules.ts";
import type { Ended, More } from "./steps.ts";

/** Whether rules look at it: an answer that is an end, or an alert in one that is none yet. */
export const isSignal = ({
  state,
  outcome,
  fraudsters,
}: Pick<Settlement, "state" | "outcome" | "fraudsters">) =>
  (outcome !== null && state !== "sent") || isAlert({ fraudsters });

/** What a re-verification says of itself to whoever opens its case. */
const saidOf = (
  id: string,
  { outcome, fraudsters, biometry, liveness }: Pick<Settlement, keyof Signals>,
) => ({
  outcome,
  fraudsters,
  biometry,
  liveness,
  origin: "reverification" as const,
  reverificationId: id,
  processId: null,
  score: null,
});

/**
 * What an answer leads to, where that is known before its row is seen: nothing, or a new case. As parts of the
 * statement that settles it, which does nothing where other rules are in force by now, or such a case is open. null
 * where whom it is about may matter.
 */
export async function knownToFollow(ctx: Ctx, id: string, facts: Settlement): Promise<More | null> {
  if (!isSignal(facts)) return {};
  const { number, rules } = await knownInForce(ctx);
  const hit = decideForAnybody(rules, saidOf(id, facts));
  if (hit === "depends") return null;
  const guard = isStillInForce(number);
  if (hit === null) return { guard };
  return {
    guard: Prisma.sql`${guard} AND ${hasNoneOpen(hit.rule, Prisma.sql`reverification.subject_id`)}`,
    leadsTo: Prisma.sql`, ${newCase(ctx, saidOf(id, facts), byRule(hit, number, ctx.now()))}`,
  };
}

/** What an answer leads to: a case where it speaks of fraud, and a reference that learns whose it is. */
export async function followUp(tx: Tx, ctx: Ctx, id: string, row: Ended, facts: Settlement): Promise<void> {
  const { subjectId, subsidiaryId, referenceId } = row;
  if (facts.biometry === "match" && subjectId) await linkReference(tx, ctx, referenceId, subjectId);
  await openForSignal(tx, ctx, { subjectId, subsidiaryId, referenceId, ...saidOf(id, facts) });
}
