import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { ensureReference, findReference } from "#lib/features/references/repository.ts";
import { clearPerson, ensureSubject, findSubject } from "#lib/features/subjects/repository.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { checkPicture, type Picture, type PictureRefusal } from "./picture.ts";
import * as reverifications from "./repository.ts";
import { settlementOfAnswer, settlementOfFailure } from "./rules.ts";
import type { StartInput } from "./schema.ts";
import { settleReverification } from "./settling.ts";

export type StartFailure = { code: PictureRefusal | "case_unknown" };
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
  const { db, vault, actor, key, now } = ctx;
  return db.$transaction(async (tx) => {
    if (
      input.caseNumber &&
      !(await tx.case.findUnique({ where: { number: input.caseNumber }, select: { number: true } }))
    )
      return fail({ code: "case_unknown" });
    const typed = input.cpf ? await ensureSubject(tx, vault, { cpf: input.cpf }) : null;
    const known = await findReference(tx, input.referenceId);
    const subjectId = typed ?? known?.subject?.id ?? null;
    const subsidiaryId = input.subsidiaryId ?? known?.subsidiary?.id ?? null;
    const { referenceId } = input;
    // A reference that is known without its person learns who it is.
    const isNew =
      !known?.subject &&
      (await ensureReference(tx, {
        id: referenceId,
        origin: "manual",
        subjectId,
        subsidiaryId,
        enrolledAt: null,
      }));
    if (isNew) {
      await recordAudit(tx, ctx, {
        action: "reference.add",
        entityType: "reference",
        entityId: referenceId,
        detail: { origin: "manual" },
      });
    }
    const id = await reverifications.insertPending(tx, {
      idempotencyKey: input.idempotencyKey,
      startedById: actor.id,
      startedAt: now(),
      referenceId,
      subjectId,
      subsidiaryId,
      caseNumber: input.caseNumber ?? null,
      reason: input.reason,
      capture: "file",
      imageSha256: picture.sha256,
      imageBytes: picture.bytes.length,
      imageFormat: picture.format,
      imageWidth: picture.width,
      imageHeight: picture.height,
      keyLiveness: key.liveness,
      keyAlert: key.alert,
    });
    if (!id) {
      const { id: earlier } = await tx.reverification.findUniqueOrThrow({
        where: {
          startedById_idempotencyKey: { startedById: actor.id, idempotencyKey: input.idempotencyKey },
        },
        select: { id: true },
      });
      return ok({ id: earlier, isNew: false, referenceId, subsidiaryId, subjectId });
    }
    await recordAudit(tx, ctx, {
      action: "reverification.start",
      entityType: "reverification",
      entityId: id,
      detail: {
        referenceId,
        subjectId,
        reason: input.reason,
        caseNumber: input.caseNumber ?? null,
        imageSha256: Buffer.from(picture.sha256).toString("hex"),
      },
    });
    return ok({ id, isNew: true, referenceId, subsidiaryId, subjectId });
  });
}

async function callUnico(ctx: Ctx, intent: Intent, picture: Picture): Promise<void> {
  const { db, vault, unico, key, now } = ctx;
  const subject = intent.subjectId ? await findSubject(db, intent.subjectId) : null;
  await db.$transaction(async (tx) => {
    await reverifications.markSent(tx, intent.id, now());
    await recordAudit(tx, ctx, {
      action: "reverification.send",
      entityType: "reverification",
      entityId: intent.id,
      detail: { referenceId: intent.referenceId },
    });
  });
  const person = subject && clearPerson(vault, subject);
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
