import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { isInScope } from "#lib/auth/scope.ts";
import type { Tx } from "#lib/db/client.ts";
import type { ReconciliationEnd } from "#lib/db/generated/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { assertRecordable } from "#lib/features/audit/recordable.ts";
import { asProgram, type UserCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import type { PortalWord } from "./portal-words.ts";
import { type ReadEnd, readAgain as readAndSettle } from "./reading-again.ts";
import * as reconciling from "./reconciling-repository.ts";
import type { ProposeInput, ReadInput, RejectInput, WordInput } from "./reconciling-schema.ts";
import * as reverifications from "./repository.ts";
import type { Failure } from "./rules.ts";
import { markRead } from "./sweep-repository.ts";

/** `by`: who was first or whose it is, so that whoever comes second can be told. */
export type ReconcileFailure =
  | { code: "not_found" | "settled" | "no_process_id" | "own_word" }
  | { code: "word_open" | "other_word"; by: string }
  | { code: "word_ended"; ending: ReconciliationEnd; by: string | null }
  /** Unico itself gave an id: nobody has to look for it. */
  | { code: "process_known" }
  | { code: "process_reference" | "process_id_check" | "process_elsewhere" }
  | { code: "process_other"; number: number };
type Done<T = object> = Result<{ id: string } & T, ReconcileFailure>;

type Row = NonNullable<Awaited<ReturnType<typeof reconciling.findRow>>>;
type Word = NonNullable<Awaited<ReturnType<typeof reconciling.findWord>>>;

/** Asks Unico by the id that it gave. Free; only what it answers settles anything. */
export async function readAgain(ctx: UserCtx, { id }: ReadInput): Promise<Done<{ came: ReadEnd }>> {
  assertCan(ctx.actor, "reverification:reconcile");
  const row = await reconciling.findRow(ctx.db, ctx.actor, id);
  if (!row) return fail({ code: "not_found" });
  if (row.state !== "unknown" && row.state !== "sent") return fail({ code: "settled" });
  if (!row.unicoProcessId) return fail({ code: "no_process_id" });
  return ok({ id, came: await readById(ctx, { ...row, unicoProcessId: row.unicoProcessId }) });
}

async function readById(ctx: UserCtx, row: Row & { unicoProcessId: string }): Promise<ReadEnd> {
  const { id, unicoProcessId } = row;
  await assertRecordable(ctx.db);
  const came = await readAndSettle(asProgram(ctx), row, "person");
  await ctx.db.$transaction(async (tx) => {
    await markRead(tx, id);
    await recordAudit(
      tx,
      ctx,
      {
        action: "reverification.read",
        entityType: "reverification",
        entityId: id,
        detail: { unicoProcessId, came },
      },
      came === "settled" || came === "working" ? "done" : "failed",
    );
  });
  return came;
}

/** Records what Unico's portal says of an unknown one. It ends nothing: a second person has to confirm it. */
export async function proposeWord(ctx: UserCtx, input: ProposeInput): Promise<Done> {
  assertCan(ctx.actor, "reverification:reconcile");
  const { id, says, note } = input;
  return ctx.db.$transaction(async (tx) => {
    const row = await reconciling.lockRow(tx, ctx.actor, id);
    if (!row) return fail({ code: "not_found" });
    if (row.state !== "unknown") return fail({ code: "settled" });
    const open = await reconciling.findOpenWord(tx, id);
    if (open) return fail({ code: "word_open", by: open.proposedBy.name });
    const unicoProcessId = says === "process" ? input.unicoProcessId : null;
    const refusal = unicoProcessId && (await refusalOfProcess(tx, ctx, row, unicoProcessId));
    if (refusal) return fail(refusal);
    const reconciliationId = await reconciling.insertWord(tx, {
      reverificationId: id,
      says,
      unicoProcessId,
      note,
      proposedById: ctx.actor.id,
      proposedAt: ctx.now(),
    });
    await recordAudit(tx, ctx, {
      action: "reverification.propose",
      entityType: "reverification",
      entityId: id,
      detail: { reconciliationId, says, unicoProcessId, noteLength: note.length },
    });
    return ok({ id });
  });
}

/** Whose answer an id would bring: that of another process must never decide about this person. */
async function refusalOfProcess(
  tx: Tx,
  ctx: UserCtx,
  row: Row,
  processId: string,
): Promise<ReconcileFailure | null> {
  await reconciling.lockProcess(tx, processId);
  const { unicoProcessId } = row;
  if (unicoProcessId && !(await reconciling.isProcessOfWord(tx, row.id, unicoProcessId)))
    return { code: "process_known" };
  // The lock is this transaction's, and whoever had it before has committed: another connection sees what they put.
  const everything = ctx.db === ctx.programDb ? tx : ctx.programDb;
  const use = await reconciling.findOtherUse(everything, processId, row.id);
  if (!use) return null;
  if (use.kind !== "reverification") return { code: `process_${use.kind}` };
  return isInScope(ctx.actor, use.subsidiaryId)
    ? { code: "process_other", number: use.number }
    : { code: "process_elsewhere" };
}

/**
 * A second person confirms what the first one read. An absence or an error ends it; a process is read by its id at
 * once, and what Unico answers decides. Where it cannot be read, it stays unknown with the id.
 */
export async function confirmWord(
  ctx: UserCtx,
  { reconciliationId }: WordInput,
): Promise<Done<{ came: ReadEnd }>> {
  assertCan(ctx.actor, "reverification:reconcile");
  const accepted = await ctx.db.$transaction(async (tx) => {
    const found = await lockOpenWord(tx, ctx, reconciliationId);
    if (!found.ok) return found;
    const { row, word } = found.value;
    if (word.proposedById === ctx.actor.id) return fail({ code: "own_word" });
    const { says, unicoProcessId } = word;
    const refusal = unicoProcessId && (await refusalOfProcess(tx, ctx, row, unicoProcessId));
    if (refusal) return fail(refusal);
    await endWord(tx, ctx, word, "accepted");
    if (says !== "process") await endByWord(tx, ctx, row.id, FAILURE_OF[says]);
    else if (unicoProcessId) await reconciling.putProcessId(tx, row.id, row.unicoProcessId, unicoProcessId);
    return ok({ ...row, unicoProcessId });
  });
  if (!accepted.ok) return accepted;
  const { id, unicoProcessId } = accepted.value;
  if (!unicoProcessId) return ok({ id, came: "settled" });
  return ok({ id, came: await readById(ctx, { ...accepted.value, unicoProcessId }) });
}

/** A second person does not find what the first one read: it stays unknown. */
export async function rejectWord(ctx: UserCtx, { reconciliationId, reason }: RejectInput): Promise<Done> {
  assertCan(ctx.actor, "reverification:reconcile");
  return ctx.db.$transaction(async (tx) => {
    const found = await lockOpenWord(tx, ctx, reconciliationId);
    if (!found.ok) return found;
    const { row, word } = found.value;
    if (word.proposedById === ctx.actor.id) return fail({ code: "own_word" });
    await endWord(tx, ctx, word, "rejected", reason);
    return ok({ id: row.id });
  });
}

/** Whoever recorded it takes it back. */
export async function withdrawWord(ctx: UserCtx, { reconciliationId }: WordInput): Promise<Done> {
  assertCan(ctx.actor, "reverification:reconcile");
  return ctx.db.$transaction(async (tx) => {
    const found = await lockOpenWord(tx, ctx, reconciliationId);
    if (!found.ok) return found;
    const { row, word } = found.value;
    if (word.proposedById !== ctx.actor.id) return fail({ code: "other_word", by: word.proposedBy.name });
    await endWord(tx, ctx, word, "withdrawn");
    return ok({ id: row.id });
  });
}

/** The word with its row, both held. The row goes first: whoever settles it ends its word after it. */
async function lockOpenWord(
  tx: Tx,
  { actor }: UserCtx,
  id: string,
): Promise<Result<{ row: Row; word: Word }, ReconcileFailure>> {
  const seen = await reconciling.findWord(tx, id);
  const row = seen && (await reconciling.lockRow(tx, actor, seen.reverificationId));
  const word = row && (await reconciling.findWord(tx, id));
  if (!row || !word) return fail({ code: "not_found" });
  if (word.ending) return fail({ code: "word_ended", ending: word.ending, by: word.endedBy?.name ?? null });
  return row.state === "unknown" ? ok({ row, word }) : fail({ code: "settled" });
}

const ACTION_OF = {
  accepted: "reverification.reconcile",
  rejected: "reverification.reject_word",
  withdrawn: "reverification.withdraw_word",
} as const;

async function endWord(
  tx: Tx,
  ctx: UserCtx,
  word: Word,
  ending: keyof typeof ACTION_OF,
  reason?: string,
): Promise<void> {
  const { id: reconciliationId, reverificationId, says, unicoProcessId } = word;
  const end = { ending, endedById: ctx.actor.id, endedAt: ctx.now(), endingNote: reason || null };
  await reconciling.endWord(tx, reconciliationId, end);
  await recordAudit(tx, ctx, {
    action: ACTION_OF[ending],
    entityType: "reverification",
    entityId: reverificationId,
    detail: { reconciliationId, says, unicoProcessId, ...(reason ? { noteLength: reason.length } : {}) },
  });
}

const FAILURE_OF = { absent: "portal_absent", error: "portal_error" } as const satisfies Partial<
  Record<PortalWord, Failure>
>;

async function endByWord(
  tx: Tx,
  ctx: UserCtx,
  id: string,
  failure: (typeof FAILURE_OF)[keyof typeof FAILURE_OF],
): Promise<void> {
  await reverifications.settle(tx, id, ["unknown"], { state: "failed", failure, settledAt: ctx.now() });
  await recordAudit(
    tx,
    ctx,
    {
      action: "reverification.settle",
      entityType: "reverification",
      entityId: id,
      detail: { state: "failed", failure },
    },
    "failed",
  );
}
