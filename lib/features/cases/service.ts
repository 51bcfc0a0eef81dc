import "server-only";
import { assertCan, type Permission } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { type CaseEventKind, Prisma } from "#lib/db/generated/client.ts";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as cases from "./repository.ts";
import { type CaseAct, type CaseRefusal, LEASE_MS, refusalTo, statusAfter } from "./rules.ts";
import type { ApproveInput, CaseInput, DecideInput, ExplainedInput, NoteInput } from "./schema.ts";

/** `by` and `at`: who was there first, so that the second can be told. */
export type CaseFailure =
  | { code: "case_unknown" }
  /** Another case of the same person and rule is open by now. */
  | { code: "case_other_open"; other: number | null }
  | { code: CaseRefusal; by: string | null }
  | { code: "case_changed"; kind: CaseEventKind | null; by: string | null; at: Date | null };
type Done = Result<{ number: number }, CaseFailure>;
type Facts = NonNullable<Awaited<ReturnType<typeof cases.findFacts>>>;
type Change = {
  data: Prisma.CaseUncheckedUpdateManyInput;
  kind: CaseEventKind;
  note?: string;
  detail?: Prisma.InputJsonObject;
};

/**
 * One step of a case: allowed by the rules, written over the version that its form was drawn from, told by the
 * timeline and the audit log, all in one transaction. Nothing of the first is overwritten by the second.
 */
async function step(
  ctx: UserCtx,
  permission: Permission,
  act: CaseAct,
  { number, version }: CaseInput,
  action: Extract<AuditEntry["action"], `case.${string}`>,
  changeOf: (found: Facts, at: Date) => Change,
): Promise<Done> {
  assertCan(ctx.actor, permission);
  return ctx.db.$transaction(async (tx) => {
    const found = await cases.findFacts(tx, ctx.actor, number);
    if (!found) return fail({ code: "case_unknown" });
    const at = ctx.now();
    if (found.version !== version && act !== "take") return fail(await changedBy(tx, number));
    const refusal = refusalTo(act, found, ctx.actor.id, at);
    if (refusal) return fail({ code: refusal, by: found.assignee?.name ?? null });
    const change = changeOf(found, at);
    if (!(await cases.update(tx, number, found.version, change.data)))
      return fail(await changedBy(tx, number));
    await tell(tx, ctx, number, action, at, change, found.status);
    return ok({ number });
  });
}

async function changedBy(tx: Tx, number: number): Promise<CaseFailure> {
  const last = await cases.findLastEvent(tx, number);
  return {
    code: "case_changed",
    kind: last?.kind ?? null,
    by: last?.actor?.name ?? null,
    at: last?.at ?? null,
  };
}

async function tell(
  tx: Tx,
  ctx: Ctx,
  number: number,
  action: Extract<AuditEntry["action"], `case.${string}`>,
  at: Date,
  { kind, note, detail = {}, data }: Change,
  from: string,
): Promise<void> {
  const actorId = ctx.actor.kind === "user" ? ctx.actor.id : null;
  await cases.insertEvent(tx, { caseNumber: number, at, actorId, kind, note: note || null, detail });
  const to = typeof data.status === "string" ? data.status : from;
  await recordAudit(tx, ctx, {
    action,
    entityType: "case",
    entityId: String(number),
    detail: { from, to, noteLength: note?.length ?? 0, ...JSON.parse(JSON.stringify(detail)) },
  });
}

const held = (ctx: UserCtx, at: Date, found: { firstTouchedAt: Date | null }) => ({
  status: "in_review" as const,
  assigneeId: ctx.actor.id,
  leaseUntil: new Date(at.getTime() + LEASE_MS),
  firstTouchedAt: found.firstTouchedAt ?? at,
});

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

/** Takes the most due case that nobody has. */
export async function takeNextCase(
  ctx: UserCtx,
): Promise<Result<{ number: number }, { code: "no_case_due" }>> {
  assertCan(ctx.actor, "case:work");
  return ctx.db.$transaction(async (tx) => {
    const next = await cases.lockNextDue(tx, ctx.actor);
    if (!next) return fail({ code: "no_case_due" });
    const at = ctx.now();
    const found = await cases.findFacts(tx, ctx.actor, next.number);
    const data = held(ctx, at, found ?? { firstTouchedAt: null });
    const change: Change = { data, kind: "taken", detail: { next: true } };
    await cases.update(tx, next.number, next.version, change.data);
    await tell(tx, ctx, next.number, "case.take", at, change, "open");
    return ok({ number: next.number });
  });
}

/** Decides a case that one holds. Confirmed fraud then waits for a second person; the others close it. */
export const decideCase = (ctx: UserCtx, { decision, reasons, note, ...input }: DecideInput) =>
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
      note,
      detail: { decision, reasons },
    };
  });

export const approveCase = (ctx: UserCtx, { note, ...input }: ApproveInput) =>
  step(ctx, "case:approve", "approve", input, "case.approve", (found, at) => ({
    data: { status: "closed", approvedById: ctx.actor.id, approvedAt: at, closedAt: at },
    kind: "approved",
    note,
    detail: { decision: found.decision },
  }));

const UNDECIDED = {
  decision: null,
  reasons: [],
  decidedById: null,
  decidedAt: null,
  approvedById: null,
  approvedAt: null,
  closedAt: null,
};

/** Back to whoever decided, with a reason; the decision stays in the timeline. */
export const sendBackCase = (ctx: UserCtx, { note, ...input }: ExplainedInput) =>
  step(ctx, "case:approve", "send_back", input, "case.send_back", (found, at) => ({
    data: {
      ...UNDECIDED,
      status: "in_review",
      assigneeId: found.decidedById,
      leaseUntil: new Date(at.getTime() + LEASE_MS),
    },
    kind: "sent_back",
    note,
    detail: { decision: found.decision },
  }));

export async function reopenCase(ctx: UserCtx, { note, ...input }: ExplainedInput): Promise<Done> {
  try {
    return await step(ctx, "case:reopen", "reopen", input, "case.reopen", (found) => ({
      data: { ...UNDECIDED, status: "open", assigneeId: null, leaseUntil: null },
      kind: "reopened",
      note,
      detail: { decision: found.decision },
    }));
  } catch (error) {
    // One open case for each person and rule: a later signal may have opened the next one.
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") throw error;
    const other = await cases.findOpenTwin(ctx.db, ctx.actor, input.number);
    return fail({ code: "case_other_open", other });
  }
}

/** A note changes nothing else, so it needs no version: two people may write at once. */
export async function addNote(ctx: UserCtx, { number, note }: NoteInput): Promise<Done> {
  assertCan(ctx.actor, "case:work");
  return ctx.db.$transaction(async (tx) => {
    const found = await cases.findFacts(tx, ctx.actor, number);
    if (!found) return fail({ code: "case_unknown" });
    await cases.renewLease(tx, number, ctx.actor.id, new Date(ctx.now().getTime() + LEASE_MS));
    await cases.insertEvent(tx, {
      caseNumber: number,
      at: ctx.now(),
      actorId: ctx.actor.id,
      kind: "noted",
      note,
    });
    await recordAudit(tx, ctx, {
      action: "case.note",
      entityType: "case",
      entityId: String(number),
      detail: { noteLength: note.length },
    });
    return ok({ number });
  });
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
      if (await cases.update(tx, number, version, change.data))
        await tell(tx, ctx, number, "case.release", at, change, "in_review");
    });
  }
  return idle.length;
}
