import "server-only";
import type { Tx } from "#lib/db/client.ts";
import { failPoint } from "#lib/fail-points.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { ensureReference, findOwner, findSubsidiary } from "#lib/features/references/repository.ts";
import { ensureSubject } from "#lib/features/subjects/repository.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import type { Capture } from "./capture.ts";
import type { ReverificationState } from "./rules.ts";
import type { StartInput } from "./schema.ts";
import * as steps from "./steps.ts";

/** An earlier one, as it is named to whoever is about to pay for the same again. */
export type Earlier = { id: string; number: number; startedAt: Date; state: ReverificationState };

export type IntentFailure =
  | { code: "duplicate"; earlier: Earlier }
  | {
      code:
        | "key_used"
        | "case_unknown"
        | "subsidiary_unknown"
        | "reference_of_other_person"
        | "replaces_unknown"
        | "replaces_other_reference"
        | "already_replaced";
    };

export type Intent = {
  id: string;
  isNew: boolean;
  referenceId: string;
  subsidiaryId: string | null;
  subjectId: string | null;
};

/**
 * Commits the row that says what is about to be paid for, before anything leaves. The same form again, or the same
 * picture and reference while a call with them is under way, finds the row that is there.
 */
export async function commitIntent(
  ctx: UserCtx,
  input: StartInput,
  capture: Capture,
): Promise<Result<Intent, IntentFailure>> {
  return ctx.db.$transaction(async (tx) => {
    const { referenceId } = input;
    await steps.lockStart(tx, input.idempotencyKey, referenceId, capture.sha256);
    const before = await steps.findBefore(tx, {
      startedById: ctx.actor.id,
      idempotencyKey: input.idempotencyKey,
      referenceId,
      imageSha256: capture.sha256,
    });
    const same = sameAs(ctx, before, input, capture);
    if (!same.ok) return same;
    if (same.value) {
      return ok({ id: same.value, isNew: false, referenceId, subsidiaryId: null, subjectId: null });
    }
    failPoint("after_claim_key");
    const refusal = await refusalOf(tx, input);
    if (refusal) return fail(refusal);

    const known = await findOwner(tx, referenceId);
    const typed = input.cpf ? await ensureSubject(tx, ctx.vault, { cpf: input.cpf }) : null;
    if (typed && known?.subjectId && typed !== known.subjectId)
      return fail({ code: "reference_of_other_person" });
    if (!known) await addReference(tx, ctx, referenceId);
    const intent = {
      referenceId,
      subsidiaryId: input.subsidiaryId ?? known?.subsidiaryId ?? null,
      subjectId: typed ?? known?.subjectId ?? null,
    };
    const id = await steps.insertPending(tx, rowOf(ctx, input, capture, intent));
    await recordAudit(tx, ctx, {
      action: "reverification.start",
      entityType: "reverification",
      entityId: id,
      detail: {
        referenceId,
        subjectId: intent.subjectId,
        reason: input.reason,
        caseNumber: input.caseNumber ?? null,
        imageSha256: Buffer.from(capture.sha256).toString("hex"),
        ...(input.confirmedDuplicateOf ? { inSpiteOf: input.confirmedDuplicateOf } : {}),
        ...(input.replaces ? { replaces: input.replaces } : {}),
      },
    });
    return ok({ ...intent, id, isNew: true });
  });
}

/** The id of the one that this start is, null when it is a new one. */
function sameAs(
  { vault }: Pick<Ctx, "vault">,
  { byKey, twin }: Awaited<ReturnType<typeof steps.findBefore>>,
  input: StartInput,
  { sha256 }: Capture,
): Result<string | null, IntentFailure> {
  if (byKey) {
    const same = [
      byKey.referenceId === input.referenceId,
      Buffer.from(byKey.imageSha256).equals(sha256),
      byKey.reason === input.reason,
      byKey.caseNumber === (input.caseNumber ?? null),
      !input.cpf ||
        (byKey.cpfIndex !== null &&
          vault.indexOf(input.cpf).every((byte, i) => byte === byKey.cpfIndex?.[i])),
    ];
    return same.every(Boolean) ? ok(byKey.id) : fail({ code: "key_used" });
  }
  if (!twin) return ok(null);
  // A second tab, or an impatient second form, while the first one's call is still under way.
  if (twin.state === "pending" || twin.state === "sent") return ok(twin.id);
  if ([input.confirmedDuplicateOf, input.replaces].includes(twin.id)) return ok(null);
  const { id, number, startedAt, state } = twin;
  return fail({ code: "duplicate", earlier: { id, number, startedAt, state } });
}

async function refusalOf(tx: Tx, input: StartInput): Promise<IntentFailure | null> {
  const { caseNumber, subsidiaryId, replaces } = input;
  if (caseNumber && !(await tx.case.findUnique({ where: { number: caseNumber }, select: { number: true } })))
    return { code: "case_unknown" };
  if (subsidiaryId && !(await findSubsidiary(tx, subsidiaryId))) return { code: "subsidiary_unknown" };
  if (!replaces) return null;
  const old = await steps.lockReplaced(tx, replaces);
  if (old?.state !== "unknown") return { code: "replaces_unknown" };
  if (old.referenceId !== input.referenceId) return { code: "replaces_other_reference" };
  return old.replacedById ? { code: "already_replaced" } : null;
}

/** Whose it is nobody knows before Unico has compared: what was typed is tried, not believed. */
async function addReference(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  const isNew = await ensureReference(tx, {
    id,
    origin: "manual",
    subjectId: null,
    subsidiaryId: null,
    enrolledAt: null,
  });
  if (!isNew) return;
  await recordAudit(tx, ctx, {
    action: "reference.add",
    entityType: "reference",
    entityId: id,
    detail: { origin: "manual" },
  });
}

const rowOf = (
  { actor, key, now, sender }: UserCtx,
  input: StartInput,
  { kind, image, sha256, picture, notAfter }: Capture,
  intent: Omit<Intent, "id" | "isNew">,
) => ({
  ...intent,
  idempotencyKey: input.idempotencyKey,
  startedById: actor.id,
  startedAt: now(),
  senderId: sender.id,
  replacesId: input.replaces ?? null,
  caseNumber: input.caseNumber ?? null,
  reason: input.reason,
  capture: kind,
  capturedAt: notAfter && (input.capturedAt ?? now()),
  imageSha256: sha256,
  imageBytes: image.length,
  imageFormat: picture?.format ?? "sdk",
  imageWidth: picture?.width ?? null,
  imageHeight: picture?.height ?? null,
  reencoded: (picture?.reencoded ?? false) || input.shrunk === true,
  keyLiveness: key.liveness,
  keyAlert: key.alert,
});
