import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { auditOfStep } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { dueAt, isGraver, type Priority, type Signals, type TriageRule, triage } from "./rules.ts";

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

/** Another signal may close or open the same case between two looks; more often than this nobody does. */
const TRIES = 5;

type Cause = { rule: TriageRule; priority: Priority };

/** A new case, or the open one of the same person and rule, held until the transaction ends. */
export async function openOrJoin(
  tx: Tx,
  ctx: Ctx,
  signal: NewSignal,
  cause: Cause,
  note: string | null,
): Promise<number> {
  for (let i = 0; i < TRIES; i += 1) {
    const number = (await open(tx, ctx, signal, cause, note)) ?? (await join(tx, ctx, signal, cause, note));
    if (number !== null) return number;
  }
  throw new Error(`the open case of rule ${cause.rule} changed ${TRIES} times while a signal came in`);
}

async function open(
  tx: Tx,
  ctx: Ctx,
  signal: NewSignal,
  { rule, priority }: Cause,
  note: string | null,
): Promise<number | null> {
  const at = ctx.now();
  const [opened] = await tx.case.createManyAndReturn({
    data: [{ ...signal, rule, priority, openedAt: at, dueAt: dueAt(priority, at) }],
    skipDuplicates: true,
    select: { number: true },
  });
  if (!opened) return null;
  await tell(tx, ctx, opened.number, "opened", signal, rule, note);
  return opened.number;
}

/**
 * The case takes over a signal that is graver than its own, and its version counts up: whoever decides over a form
 * drawn before is told.
 */
async function join(
  tx: Tx,
  ctx: Ctx,
  signal: NewSignal,
  { rule }: Cause,
  note: string | null,
): Promise<number | null> {
  const found = await lockOpen(tx, signal.subjectId, rule);
  if (!found) return null;
  const { origin: _, subjectId: __, ...taken } = signal;
  const data = isGraver(signal, found) ? taken : {};
  await tx.case.update({
    where: { number: found.number },
    data: { ...data, version: found.version + 1 },
    select: { number: true },
  });
  await tell(tx, ctx, found.number, "signal_joined", signal, rule, note);
  return found.number;
}

async function lockOpen(tx: Tx, subjectId: string | null, rule: TriageRule) {
  const [locked] = await tx.$queryRaw<{ number: number }[]>`
    SELECT number FROM "case" WHERE subject_id = ${subjectId}::uuid AND rule = ${rule} AND status <> 'closed' FOR UPDATE`;
  if (!locked) return null;
  return tx.case.findUniqueOrThrow({
    where: { number: locked.number },
    select: { number: true, version: true, outcome: true, fraudsters: true, biometry: true, liveness: true },
  });
}

async function tell(
  tx: Tx,
  ctx: Ctx,
  caseNumber: number,
  kind: "opened" | "signal_joined",
  { origin, reverificationId, processId }: NewSignal,
  rule: TriageRule,
  note: string | null,
): Promise<void> {
  const actorId = note !== null && ctx.actor.kind === "user" ? ctx.actor.id : null;
  const detail = { rule, origin, reverificationId, processId };
  const action = kind === "opened" ? "case.open" : "case.join";
  const audit = auditOfStep(ctx, { action, entityType: "case", entityId: String(caseNumber), detail });
  await tx.$executeRaw`
    WITH step AS (
      INSERT INTO case_event (case_number, at, actor_id, kind, note, detail)
      VALUES (${caseNumber}, ${ctx.now()}, ${actorId}::uuid, ${kind}::case_event_kind, ${note}, ${JSON.stringify(detail)}::jsonb)
      RETURNING id
    ) ${audit}`;
}
