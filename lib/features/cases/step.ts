import "server-only";
import { assertCan, can, type Permission } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { type CaseEventKind, Prisma } from "#lib/db/generated/client.ts";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { tellMentioned } from "./mentions.ts";
import * as cases from "./repository.ts";
import { type CaseAct, type CaseRefusal, LEASE_MS, refusalTo, type Worker } from "./rules.ts";
import type { CaseInput } from "./schema.ts";
import { isErasedFor } from "./standing.ts";

/** `by` and `at`: who was there first, so that the second can be told. */
export type CaseFailure =
  | { code: "case_unknown" }
  /** The person whom it is about was erased. */
  | { code: "case_erased" }
  /** Another case of the same person and rule is open by now. */
  | { code: "case_other_open"; other: number | null }
  /** Whoever it was to be given to does not work on cases, or not on those of its branch. */
  | { code: "case_no_worker" }
  | { code: "case_same_priority" }
  | { code: CaseRefusal; by: string | null }
  | { code: "case_changed"; kind: CaseEventKind | null; by: string | null; at: Date | null };
/** `isUnkept`: what was typed with it was not kept, for the person was erased. */
export type Done = Result<{ number: number; isUnkept?: true }, CaseFailure>;
export type Facts = NonNullable<Awaited<ReturnType<typeof cases.findFacts>>>;
export type Change = {
  data: Prisma.CaseUncheckedUpdateManyInput;
  kind: CaseEventKind;
  detail?: Prisma.InputJsonObject;
};
type CaseAction = Extract<AuditEntry, { entityType: "case" }>["action"];

export const workerOf = ({ actor }: UserCtx): Worker => ({ id: actor.id, leads: can(actor, "case:assign") });

/**
 * One step of a case: allowed by the rules, written over the version that its form was drawn from, told by the
 * timeline and the audit log, all in one transaction. Nothing of the first is overwritten by the second. What is typed
 * with it never outlives an erasure of the person: a closed case of theirs stays closed, and one that a later signal
 * opened comes to its end without what was typed.
 */
export async function step(
  ctx: UserCtx,
  permission: Permission,
  act: CaseAct,
  { number, version, note }: CaseInput & { note?: string },
  action: CaseAction,
  changeOf: (found: Facts, at: Date) => Change | CaseFailure,
): Promise<Done> {
  assertCan(ctx.actor, permission);
  return ctx.db.$transaction(async (tx) => {
    const found = await cases.findFacts(tx, ctx.actor, number);
    if (!found) return fail({ code: "case_unknown" });
    const at = ctx.now();
    const refusal = refusalTo(act, found, workerOf(ctx), at);
    const refused = refusal && { code: refusal, by: found.assignee?.name ?? null };
    if (found.version !== version && act !== "take") {
      const changed = await changedBy(tx, number);
      // A signal that joined last would hide who was first.
      return fail(refused && changed.kind === "signal_joined" ? refused : changed);
    }
    if (refused) return fail(refused);
    const isErased = Boolean(note) && (await isErasedFor(tx, number));
    if (isErased && found.status === "closed") return fail({ code: "case_erased" });
    const change = changeOf(found, at);
    if ("code" in change) return fail(change);
    if (!(await cases.update(tx, number, found.version, change.data)))
      return fail(await changedBy(tx, number));
    const said = isErased ? { isUnkept: true as const } : {};
    const told = isErased ? { ...change, detail: { ...change.detail, ...said } } : { ...change, note };
    await tell(tx, ctx, number, action, at, told, found.status);
    return ok({ number, ...said });
  });
}

async function changedBy(tx: Tx, number: number): Promise<Extract<CaseFailure, { code: "case_changed" }>> {
  const last = await cases.findLastEvent(tx, number);
  return {
    code: "case_changed",
    kind: last?.kind ?? null,
    by: last?.actor?.name ?? null,
    at: last?.at ?? null,
  };
}

export async function tell(
  tx: Tx,
  ctx: Ctx,
  number: number,
  action: CaseAction,
  at: Date,
  { kind, note, detail = {}, data }: Change & { note?: string | undefined },
  from: string,
): Promise<void> {
  const actorId = ctx.actor.kind === "user" ? ctx.actor.id : null;
  const event = { caseNumber: number, at, actorId, kind, note: note || null, detail };
  const { id: eventId } = await cases.insertEvent(tx, event);
  const mentioned = note?.includes("@") ? await mentionedIn(tx, ctx, number, { eventId, at, note }) : [];
  const to = typeof data.status === "string" ? data.status : from;
  await recordAudit(tx, ctx, {
    action,
    entityType: "case",
    entityId: String(number),
    detail: {
      from,
      to,
      noteLength: note?.length ?? 0,
      ...(mentioned.length > 0 ? { mentioned } : {}),
      ...JSON.parse(JSON.stringify(detail)),
    },
  });
}

type Said = { eventId: string; at: Date; note: string };

async function mentionedIn(tx: Tx, ctx: Ctx, caseNumber: number, said: Said): Promise<string[]> {
  const branch = await cases.findBranch(tx, ctx.actor, caseNumber);
  return branch ? (await tellMentioned(tx, ctx, { ...said, ...branch, caseNumber })).mentioned : [];
}

/** In the hands of whoever acts. */
export const held = (ctx: UserCtx, at: Date, { firstTouchedAt }: { firstTouchedAt: Date | null }) => ({
  status: "in_review" as const,
  assigneeId: ctx.actor.id,
  leaseUntil: new Date(at.getTime() + LEASE_MS),
  firstTouchedAt: firstTouchedAt ?? at,
});

export const UNDECIDED = {
  decision: null,
  reasons: [],
  decidedById: null,
  decidedAt: null,
  approvedById: null,
  approvedAt: null,
  closedAt: null,
};

/** For what makes a closed case one of the open again: a later signal may have opened the next one. */
export async function orTwin(ctx: UserCtx, number: number, run: () => Promise<Done>): Promise<Done> {
  try {
    return await run();
  } catch (error) {
    // One open case for each person and rule.
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") throw error;
    return fail({ code: "case_other_open", other: await cases.findOpenTwin(ctx.db, ctx.actor, number) });
  }
}
