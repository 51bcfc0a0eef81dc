import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { auditOfOpened } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import type { Hit } from "#lib/features/triage/rules.ts";
import { dueAfter, dueBy } from "./due.ts";
import type { Priority, Signals } from "./rules.ts";

export type NewSignal = Signals & {
  origin: "reverification" | "idcheck" | "manual";
  subjectId: string | null;
  subsidiaryId: string | null;
  referenceId: string | null;
  reverificationId: string | null;
  processId: string | null;
  score: number | null;
};

/** Why there is a case, and until when somebody has to decide it. */
export type Cause = {
  rule: string;
  ruleName: string | null;
  triageVersion: number | null;
  priority: Priority;
  dueAt: Date;
};

/** The cause of a case that a version of the rules opens. */
export const byRule = ({ rule, name, priority, dueHours }: Hit, triageVersion: number, at: Date): Cause => ({
  rule,
  ruleName: name,
  triageVersion,
  priority,
  dueAt: dueAfter(dueHours, at),
});

/** The cause of a case that a person opens. */
export const byHand = (at: Date): Cause => ({
  rule: "manual",
  ruleName: null,
  triageVersion: null,
  priority: "normal",
  dueAt: dueBy("normal", at),
});

/** What timeline and log say of a signal. What a manager calls a rule stands on the timeline, not in the log. */
export function wordsOf(
  { origin, reverificationId, processId }: Pick<NewSignal, "origin" | "reverificationId" | "processId">,
  { rule, ruleName, triageVersion }: Cause,
) {
  const detail = { rule, triageVersion, origin, reverificationId, processId };
  return { detail, said: JSON.stringify(ruleName === null ? detail : { ...detail, ruleName }) };
}

/** Who speaks on the timeline: the program, unless a person says why. */
export const speakerOf = ({ actor }: Pick<Ctx, "actor">, note: string | null): string | null =>
  note !== null && actor.kind === "user" ? actor.id : null;

/** Holds where somebody has no open case of a rule. */
export const hasNoneOpen = (rule: string, subjectId: Prisma.Sql): Prisma.Sql => Prisma.sql`NOT EXISTS (
    SELECT FROM "case" AS c WHERE c.subject_id = ${subjectId} AND c.rule = ${rule}::text AND c.status <> 'closed')`;

/**
 * A new case, its first event and the audit of it, as parts of a statement: for each row of its `step`, which says
 * whose it is by `subject_id`, `subsidiary_id` and `reference_id`. `opened` has its number.
 */
export function newCase(
  ctx: Pick<Ctx, "actor" | "now" | "request">,
  signal: Omit<NewSignal, "subjectId" | "subsidiaryId" | "referenceId">,
  cause: Cause,
  { note = null, ifTaken = Prisma.empty }: { note?: string | null; ifTaken?: Prisma.Sql } = {},
): Prisma.Sql {
  const at = ctx.now();
  const { detail, said } = wordsOf(signal, cause);
  return Prisma.sql`opened AS (
      INSERT INTO "case" (subject_id, subsidiary_id, reference_id, origin, reverification_id, process_id, outcome,
        fraudsters, biometry, liveness, score, rule, rule_name, triage_version, priority, opened_at, due_at)
      SELECT subject_id, subsidiary_id, reference_id, ${signal.origin}::case_origin, ${signal.reverificationId}::uuid,
        ${signal.processId}::uuid, ${signal.outcome}::outcome, ${signal.fraudsters}::fraudsters,
        ${signal.biometry}::biometry, ${signal.liveness}::liveness, ${signal.score}::float8, ${cause.rule}::text,
        ${cause.ruleName}::text, ${cause.triageVersion}::integer, ${cause.priority}::case_priority,
        ${at}::timestamptz, ${cause.dueAt}::timestamptz
      FROM step ${ifTaken} RETURNING number
    ), first_event AS (
      INSERT INTO case_event (case_number, at, actor_id, kind, note, detail)
      SELECT number, ${at}::timestamptz, ${speakerOf(ctx, note)}::uuid, 'opened', ${note}::text, ${said}::jsonb FROM opened
    ), opened_told AS (${auditOfOpened(ctx, { action: "case.open", entityType: "case", detail })})`;
}
