import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { dueAt, type Priority, type Signals, type TriageRule, triage } from "./rules.ts";

export type NewSignal = Signals & {
  origin: "reverification" | "idcheck" | "manual";
  subjectId: string | null;
  subsidiaryId: string | null;
  referenceId: string | null;
  reverificationId: string | null;
  processId: string | null;
  score: number | null;
};

/**
 * Opens a case for a signal that a rule names, in the transaction that stored the signal. A person has one open case
 * per rule: another signal joins it and its timeline says so. Null when no rule hits.
 */
export async function openForSignal(tx: Tx, ctx: Ctx, signal: NewSignal): Promise<number | null> {
  const hit = triage(signal);
  return hit ? openOrJoin(tx, ctx, signal, hit, null) : null;
}

export async function openOrJoin(
  tx: Tx,
  ctx: Ctx,
  signal: NewSignal,
  { rule, priority }: { rule: TriageRule; priority: Priority },
  note: string | null,
): Promise<number> {
  const at = ctx.now();
  const actorId = note !== null && ctx.actor.kind === "user" ? ctx.actor.id : null;
  const detail = {
    rule,
    origin: signal.origin,
    reverificationId: signal.reverificationId,
    processId: signal.processId,
  };
  const [opened] = await tx.case.createManyAndReturn({
    data: [{ ...signal, rule, priority, openedAt: at, dueAt: dueAt(priority, at) }],
    skipDuplicates: true,
    select: { number: true },
  });
  if (opened) {
    await tx.caseEvent.create({
      data: { caseNumber: opened.number, at, actorId, kind: "opened", note, detail },
    });
    await recordAudit(tx, ctx, {
      action: "case.open",
      entityType: "case",
      entityId: String(opened.number),
      detail,
    });
    return opened.number;
  }
  const joined = await tx.case.findFirstOrThrow({
    where: { subjectId: signal.subjectId, rule, status: { not: "closed" } },
    select: { number: true },
  });
  await tx.caseEvent.create({
    data: { caseNumber: joined.number, at, actorId, kind: "signal_joined", note, detail },
  });
  await recordAudit(tx, ctx, {
    action: "case.join",
    entityType: "case",
    entityId: String(joined.number),
    detail,
  });
  return joined.number;
}
