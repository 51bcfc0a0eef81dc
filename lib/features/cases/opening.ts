import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { kept } from "#lib/db/kept.ts";
import { auditOfStep, recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { readInForce } from "#lib/features/triage/in-force.ts";
import { countRepeats } from "#lib/features/triage/repeats.ts";
import { decide, type Hit, isAlert, repeatsAsked } from "#lib/features/triage/rules.ts";
import { afterWait } from "./due.ts";
import { byRule, type Cause, type NewSignal, newCase, speakerOf, wordsOf } from "./new-case.ts";
import { insertEvent } from "./repository.ts";
import { type CaseStatus, graverOf, isGraver, LEASE_MS, type Signals } from "./rules.ts";

/** What was known of the same thing before: what the same rule hit then is no new signal. */
type Known = Signals & { score: number | null };

/**
 * Opens a case for a signal that a rule in force names, in the transaction that stored the signal. A person has one
 * open case per rule: another signal joins it and its timeline says so. Null when no rule hits.
 */
export async function openForSignal(
  tx: Tx,
  ctx: Ctx,
  signal: NewSignal,
  known: Known | null = null,
): Promise<number | null> {
  const at = ctx.now();
  const { number, rules } = await readInForce(tx, ctx);
  const repeats = await countRepeats(tx, signal.subjectId, repeatsAsked(rules), at);
  const hit = decide(rules, { ...signal, repeats });
  if (!hit || (known && isTold(hit, signal, known, decide(rules, { ...signal, ...known, repeats }))))
    return null;
  return openOrJoin(tx, ctx, signal, byRule(hit, number, at), null);
}

const isTold = (hit: Hit, signal: Signals, known: Known, before: Hit | null): boolean =>
  hit.rule === before?.rule && signal.fraudsters === known.fraudsters;

/** Another signal may close or open the same case between two looks; more often than this nobody does. */
const TRIES = 5;

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
  cause: Cause,
  note: string | null,
): Promise<number | null> {
  const { subjectId, subsidiaryId, referenceId } = signal;
  const [opened] = await tx.$queryRaw<{ number: number }[]>(kept`
    WITH step AS (
      SELECT ${subjectId}::uuid AS subject_id, ${subsidiaryId}::uuid AS subsidiary_id, ${referenceId}::uuid AS reference_id
    ), ${newCase(ctx, signal, cause, { note, ifTaken: Prisma.sql`ON CONFLICT DO NOTHING` })}
    SELECT number FROM opened`);
  return opened?.number ?? null;
}

/**
 * The case takes over a signal that is graver than its own, and its version counts up: whoever decides over a form
 * drawn before is told.
 */
async function join(
  tx: Tx,
  ctx: Ctx,
  signal: NewSignal,
  cause: Cause,
  note: string | null,
): Promise<number | null> {
  const found = await lockOpen(tx, signal.subjectId, cause.rule);
  if (!found) return null;
  // The case stays with its branch, whichever the signal comes from.
  const { origin: _, subjectId: __, subsidiaryId: ___, ...taken } = signal;
  const goesOn = isAlert(signal) ? resumed(found, ctx.now()) : null;
  await tx.case.update({
    where: { number: found.number },
    data: {
      ...(isGraver(signal, found) ? takenOver(taken) : {}),
      ...goesOn,
      ...raised({ ...found, ...goesOn }, cause),
      version: found.version + 1,
    },
    select: { number: true },
  });
  await tellJoined(tx, ctx, found.number, signal, cause, note);
  if (goesOn) await tellResumed(tx, ctx, found, goesOn.status);
  return found.number;
}

/** What only an IDCheck process has stays where the graver signal has none: the two are read beside each other. */
function takenOver({ processId, score, ...facts }: Omit<NewSignal, "origin" | "subjectId" | "subsidiaryId">) {
  return processId === null ? facts : { ...facts, processId, score };
}

type Found = NonNullable<Awaited<ReturnType<typeof lockOpen>>>;

/** What waits for the customer does not wait on over an alert: it goes on in the hands that it was in. */
function resumed(found: Found, at: Date) {
  const clock = afterWait(found, at);
  if (!clock) return null;
  return found.assigneeId === null
    ? { ...clock, status: "open" as const }
    : { ...clock, status: "in_review" as const, leaseUntil: new Date(at.getTime() + LEASE_MS) };
}

/** The graver priority and the earlier due time of the two; where the clock stands still, due time stays. */
const raised = (found: Pick<Found, "priority" | "dueAt" | "waitingSince">, cause: Cause) => ({
  priority: graverOf(found.priority, cause.priority),
  dueAt: found.waitingSince === null && cause.dueAt < found.dueAt ? cause.dueAt : found.dueAt,
});

async function lockOpen(tx: Tx, subjectId: string | null, rule: string) {
  const [locked] = await tx.$queryRaw<{ number: number }[]>`
    SELECT number FROM "case" WHERE subject_id = ${subjectId}::uuid AND rule = ${rule} AND status <> 'closed' FOR UPDATE`;
  if (!locked) return null;
  return tx.case.findUniqueOrThrow({
    where: { number: locked.number },
    select: {
      number: true,
      version: true,
      outcome: true,
      fraudsters: true,
      biometry: true,
      liveness: true,
      priority: true,
      assigneeId: true,
      dueAt: true,
      pausedMs: true,
      waitingSince: true,
    },
  });
}

async function tellJoined(
  tx: Tx,
  ctx: Ctx,
  caseNumber: number,
  signal: NewSignal,
  cause: Cause,
  note: string | null,
): Promise<void> {
  const { detail, said } = wordsOf(signal, cause);
  const joined = { action: "case.join", entityType: "case", entityId: String(caseNumber), detail } as const;
  await tx.$executeRaw`
    WITH step AS (
      INSERT INTO case_event (case_number, at, actor_id, kind, note, detail)
      VALUES (${caseNumber}, ${ctx.now()}, ${speakerOf(ctx, note)}::uuid, 'signal_joined', ${note}, ${said}::jsonb)
      RETURNING id
    ) ${auditOfStep(ctx, joined)}`;
}

/** Nobody resumed it: the alert did. */
async function tellResumed(
  tx: Tx,
  ctx: Ctx,
  { number, assigneeId }: Pick<Found, "number" | "assigneeId">,
  to: CaseStatus,
): Promise<void> {
  const detail = { holder: assigneeId, alert: true };
  await insertEvent(tx, { caseNumber: number, at: ctx.now(), actorId: null, kind: "resumed", detail });
  await recordAudit(tx, ctx, {
    action: "case.resume",
    entityType: "case",
    entityId: String(number),
    detail: { from: "waiting", to, ...detail },
  });
}
