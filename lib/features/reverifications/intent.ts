import "server-only";
import { randomUUIDv7 } from "node:crypto";
import { isInScope, ownBranch, scopeOf, withinScope } from "#lib/auth/scope.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { failPoint } from "#lib/fail-points.ts";
import { auditOfStep } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { countOwnUse, refuseOwnUse, type TooMany } from "#lib/features/limits/limits.ts";
import { ensureSubject } from "#lib/features/subjects/repository.ts";
import { findSubsidiary } from "#lib/features/subsidiaries/repository.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import type { Capture, CaptureRefusal } from "./capture.ts";
import * as steps from "./intent-steps.ts";
import type { ReverificationState } from "./rules.ts";
import type { StartInput } from "./schema.ts";

/** An earlier one, as it is named to whoever is about to pay for the same again. */
export type Earlier = { id: string; number: number; startedAt: Date; state: ReverificationState };

export type IntentFailure =
  | { code: "duplicate"; earlier: Earlier }
  | {
      code:
        | "key_used"
        | "case_unknown"
        | "subsidiary_unknown"
        /** Something of another branch is in the way; which, and whether it is there at all, is not told. */
        | "not_now"
        | "reference_of_other_person"
        | "replaces_unknown"
        | "replaces_other_reference"
        | "already_replaced";
    };

export type Intent = {
  id: string;
  referenceId: string;
  subsidiaryId: string | null;
  subjectId: string | null;
  /** A match would tell whose the reference is, which nobody knew. */
  teaches: boolean;
};
type Committed =
  | { id: string; isNew: false; why: "same_form" | "under_way" }
  | { id: string; isNew: true; intent: Intent; capture: Capture };
type Capturing = Promise<Result<Capture, CaptureRefusal>>;
type Failure = IntentFailure | CaptureRefusal | TooMany;

/** Another start with the same picture may come and go between two looks; more often than this nobody's does. */
const TRIES = 5;

/**
 * Commits the row that says what is about to be paid for, before anything leaves. The same form again, or the same
 * picture and reference while a call with them is under way, finds the row that is there.
 */
export async function commitIntent(
  ctx: UserCtx,
  input: StartInput,
  sha256: Uint8Array,
  capturing: Capturing,
): Promise<Result<Committed, Failure>> {
  for (let i = 0; i < TRIES; i += 1) {
    const committed = await lookAndCommit(ctx, input, sha256, capturing, i === 0);
    if (committed) return committed;
  }
  throw new Error(`the same start was begun and ended ${TRIES} times elsewhere while this one looked`);
}

/** null when somebody was there first, between the look and the row. */
async function lookAndCommit(
  ctx: UserCtx,
  input: StartInput,
  imageSha256: Uint8Array,
  capturing: Capturing,
  isFirstLook: boolean,
): Promise<Result<Committed, Failure> | null> {
  const { referenceId, idempotencyKey } = input;
  const start = { startedById: ctx.actor.id, idempotencyKey, referenceId, imageSha256 };
  const counting = isFirstLook ? countOwnUse(ctx, "reverification") : COUNTED_ALREADY;
  const [capture, before, refusal] = await Promise.all([
    capturing,
    // With the program's eyes: what somebody pays for twice they pay for twice in another branch too.
    steps.findBefore(ctx.programDb, start, counting),
    refusalOf(ctx, input),
  ]);
  const { known } = before;
  if (!capture.ok) return capture;
  const same = sameAs(ctx, before, input, imageSha256);
  if (!same.ok) return same;
  if (same.value) return ok({ ...same.value, isNew: false });
  // What is there already is shown however often it is asked for: only a new call costs.
  if (!before.mayStart) return refuseOwnUse(ctx, "reverification");
  failPoint("after_claim_key");
  // One of no branch is anybody's to try, as one that nobody knows is.
  if (known?.subsidiaryId && !isInScope(ctx.actor, known.subsidiaryId)) return fail({ code: "not_now" });
  if (refusal) return fail(refusal);

  const typed = input.cpf ? await ensureSubject(ctx.db, ctx.vault, { cpf: input.cpf }) : null;
  if (typed && known?.subjectId && typed !== known.subjectId)
    return fail({ code: "reference_of_other_person" });
  const intent = {
    id: randomUUIDv7(),
    referenceId,
    subsidiaryId: input.subsidiaryId ?? known?.subsidiaryId ?? ownBranch(ctx.actor),
    subjectId: typed ?? known?.subjectId ?? null,
    teaches: typed !== null && !known?.subjectId,
  };
  // Whoever sees everything adds for everybody; a limited person is to see what they added.
  const referenceBranch = scopeOf(ctx.actor) === null ? null : intent.subsidiaryId;
  const row = { ...rowOf(ctx, input, capture.value), ...start, ...intent, referenceBranch };
  const isFirst = await steps.insertPending(ctx.db, row, before.seen, {
    ofReference: auditOfStep(ctx, tellReference(referenceId), "done", "added"),
    ofIntent: auditOfStep(ctx, tellStart(input, imageSha256, intent)),
  });
  return isFirst ? ok({ id: intent.id, isNew: true, intent, capture: capture.value }) : null;
}

const COUNTED_ALREADY = Prisma.sql`SELECT true`;

/** Whose it is nobody knows before Unico has compared: what was typed is tried, not believed. */
const tellReference = (id: string) =>
  ({ action: "reference.add", entityType: "reference", entityId: id, detail: { origin: "manual" } }) as const;

const tellStart = (
  input: StartInput,
  sha256: Uint8Array,
  { id, referenceId, subjectId }: Pick<Intent, "id" | "referenceId" | "subjectId">,
) =>
  ({
    action: "reverification.start",
    entityType: "reverification",
    entityId: id,
    detail: {
      referenceId,
      subjectId,
      reason: input.reason,
      caseNumber: input.caseNumber ?? null,
      imageSha256: Buffer.from(sha256).toString("hex"),
      ...(input.confirmedDuplicateOf ? { inSpiteOf: input.confirmedDuplicateOf } : {}),
      ...(input.replaces ? { replaces: input.replaces } : {}),
    },
  }) as const;

/** The one that this start is, null when it is a new one. */
function sameAs(
  { actor, vault }: Pick<Ctx, "actor" | "vault">,
  { byKey, twins }: Awaited<ReturnType<typeof steps.findBefore>>,
  input: StartInput,
  sha256: Uint8Array,
): Result<{ id: string; why: "same_form" | "under_way" } | null, IntentFailure> {
  if (byKey) {
    const same = [
      byKey.referenceId === input.referenceId,
      Buffer.from(byKey.imageSha256).equals(sha256),
      byKey.reason === input.reason,
      byKey.caseNumber === (input.caseNumber ?? null),
      !input.cpf ||
        (byKey.cpfIndex !== null &&
          vault.indexesOf(input.cpf).some((index) => Buffer.compare(index, byKey.cpfIndex ?? index) === 0)),
    ];
    return same.every(Boolean) ? ok({ id: byKey.id, why: "same_form" }) : fail({ code: "key_used" });
  }
  // A second tab, or an impatient second form, while the first one's call is still under way.
  const underWay = twins.find(({ state }) => state === "pending" || state === "sent");
  if (underWay)
    return isInScope(actor, underWay.subsidiaryId)
      ? ok({ id: underWay.id, why: "under_way" })
      : fail({ code: "not_now" });
  // Of another branch's that is over nobody is told, nor kept from paying for their own.
  const twin = twins.find(({ subsidiaryId }) => isInScope(actor, subsidiaryId));
  if (!twin) return ok(null);
  if ([input.confirmedDuplicateOf, input.replaces].includes(twin.id)) return ok(null);
  const { id, number, startedAt, state } = twin;
  return fail({ code: "duplicate", earlier: { id, number, startedAt, state } });
}

async function refusalOf(
  { actor, db, programDb }: UserCtx,
  input: StartInput,
): Promise<IntentFailure | null> {
  const { caseNumber: number, subsidiaryId, replaces } = input;
  const within = withinScope(actor);
  if (number && !(await db.case.findUnique({ where: { number, ...within }, select: { number: true } })))
    return { code: "case_unknown" };
  if (subsidiaryId && !(await findSubsidiary(db, actor, subsidiaryId))) return { code: "subsidiary_unknown" };
  if (!replaces) return null;
  const old = await steps.findReplaced(programDb, replaces);
  if (old?.state !== "unknown" || !isInScope(actor, old.subsidiaryId)) return { code: "replaces_unknown" };
  if (old.referenceId !== input.referenceId) return { code: "replaces_other_reference" };
  return old.replacedById ? { code: "already_replaced" } : null;
}

const rowOf = (
  { key, now, sender }: UserCtx,
  input: StartInput,
  { kind, image, picture, life }: Capture,
) => ({
  startedAt: now(),
  senderId: sender.id,
  replacesId: input.replaces ?? null,
  caseNumber: input.caseNumber ?? null,
  reason: input.reason,
  capture: kind,
  capturedAt: life?.from ?? null,
  imageBytes: image.length,
  imageFormat: picture?.format ?? "sdk",
  imageWidth: picture?.width ?? null,
  imageHeight: picture?.height ?? null,
  reencoded: (picture?.reencoded ?? false) || input.shrunk === true,
  keyLiveness: key.liveness,
  keyAlert: key.alert,
});
