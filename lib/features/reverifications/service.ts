import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { ensureReference, findReference, findSubsidiary } from "#lib/features/references/repository.ts";
import { clearPerson, ensureSubject, findSubject } from "#lib/features/subjects/repository.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { checkPicture, type Picture, type PictureRefusal } from "./picture.ts";
import * as reverifications from "./repository.ts";
import { settlementOfAnswer, settlementOfFailure } from "./rules.ts";
import type { StartInput } from "./schema.ts";
import { settleReverification } from "./settling.ts";

export type StartFailure = {
  code: PictureRefusal | "case_unknown" | "subsidiary_unknown" | "reference_of_other_person";
};
type Started = Result<{ id: string }, StartFailure>;

/**
 * Starts a 1:1 re-verification: one paid call of Unico. The intent is committed before the call leaves and closed
 * after it; no transaction is open in between. Sending the same form again, at once or later, gives the same
 * re-verification and no second call. Whatever Unico answers, or does not, is a state of the row and not a failure
 * of this function.
 */
export async function startReverification(ctx: UserCtx, input: StartInput): Promise<Started> {
  assertCan(ctx.actor, "reverification:start");
  const before = await reverifications.findByKey(ctx.db, ctx.actor.id, input.idempotencyKey);
  if (before) return ok(before);
  const picture = await checkPicture(Buffer.from(await input.selfie.arrayBuffer()));
  if (!picture.ok) return picture;
  const intent = await commitIntent(ctx, input, picture.value);
  if (!intent.ok) return intent;
  if (intent.value.isNew) await callUnico(ctx, intent.value, picture.value);
  return ok({ id: intent.value.id });
}

type Intent = {
  id: string;
  isNew: boolean;
  referenceId: string;
  subsidiaryId: string | null;
  subjectId: string | null;
};

async function commitIntent(
  ctx: UserCtx,
  input: StartInput,
  picture: Picture,
): Promise<Result<Intent, StartFailure>> {
  return ctx.db.$transaction(async (tx) => {
    const { referenceId } = input;
    await reverifications.lockStart(tx, input.idempotencyKey, referenceId, picture.sha256);
    const before = await reverifications.findByKey(tx, ctx.actor.id, input.idempotencyKey);
    const known = await findReference(tx, referenceId);
    const intent = {
      referenceId,
      subsidiaryId: input.subsidiaryId ?? known?.subsidiary?.id ?? null,
      subjectId: known?.subject?.id ?? null,
    };
    // The same form again, or a second tab while the first one's call is still under way.
    const same = before ?? (await reverifications.findTwinUnderWay(tx, referenceId, picture.sha256));
    if (same) return ok({ ...intent, id: same.id, isNew: false });
    if (
      input.caseNumber &&
      !(await tx.case.findUnique({ where: { number: input.caseNumber }, select: { number: true } }))
    )
      return fail({ code: "case_unknown" });
    if (input.subsidiaryId && !(await findSubsidiary(tx, input.subsidiaryId)))
      return fail({ code: "subsidiary_unknown" });
    const typed = input.cpf ? await ensureSubject(tx, ctx.vault, { cpf: input.cpf }) : null;
    if (typed && intent.subjectId && typed !== intent.subjectId)
      return fail({ code: "reference_of_other_person" });
    if (!known) await addReference(tx, ctx, referenceId);
    const whole = { ...intent, subjectId: typed ?? intent.subjectId };
    const id = await reverifications.insertPending(tx, rowOf(ctx, input, picture, whole));
    await recordAudit(tx, ctx, {
      action: "reverification.start",
      entityType: "reverification",
      entityId: id,
      detail: {
        referenceId,
        subjectId: whole.subjectId,
        reason: input.reason,
        caseNumber: input.caseNumber ?? null,
        imageSha256: Buffer.from(picture.sha256).toString("hex"),
      },
    });
    return ok({ ...whole, id, isNew: true });
  });
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
  { actor, key, now }: UserCtx,
  input: StartInput,
  picture: Picture,
  intent: Omit<Intent, "id" | "isNew">,
) => ({
  ...intent,
  idempotencyKey: input.idempotencyKey,
  startedById: actor.id,
  startedAt: now(),
  caseNumber: input.caseNumber ?? null,
  reason: input.reason,
  capture: "file" as const,
  imageSha256: picture.sha256,
  imageBytes: picture.bytes.length,
  imageFormat: picture.format,
  imageWidth: picture.width,
  imageHeight: picture.height,
  keyLiveness: key.liveness,
  keyAlert: key.alert,
});

async function callUnico(ctx: Ctx, intent: Intent, picture: Picture): Promise<void> {
  const { db, vault, unico, key, now } = ctx;
  const subject = intent.subjectId ? await findSubject(db, intent.subjectId) : null;
  // Before the row says "sent": a key that is missing must not look like a call that was lost.
  const person = subject && clearPerson(vault, subject);
  await db.$transaction(async (tx) => {
    await reverifications.markSent(tx, intent.id, now());
    await recordAudit(tx, ctx, {
      action: "reverification.send",
      entityType: "reverification",
      entityId: intent.id,
      detail: { referenceId: intent.referenceId },
    });
  });
  const called = await unico.createProcess({
    referenceProcessId: intent.referenceId,
    image: picture.bytes,
    ...(intent.subsidiaryId ? { subsidiaryId: intent.subsidiaryId } : {}),
    ...(person ? { subject: { cpf: person.cpf, ...(person.name ? { name: person.name } : {}) } } : {}),
    clientReference: intent.id,
  });
  if (called.ok) {
    const { value, raw, httpStatus, attempts } = called.value;
    await settleReverification(ctx, intent.id, {
      ...settlementOfAnswer(value, key),
      raw,
      httpStatus,
      unicoCode: null,
      attempts,
    });
    return;
  }
  const { failure } = called;
  await settleReverification(ctx, intent.id, {
    ...settlementOfFailure(failure),
    raw: failure.kind === "unknown" ? (failure.raw ?? null) : null,
    httpStatus: "httpStatus" in failure ? (failure.httpStatus ?? null) : null,
    unicoCode: "unicoCode" in failure ? (failure.unicoCode ?? null) : null,
    attempts: failure.attempts,
  });
}
