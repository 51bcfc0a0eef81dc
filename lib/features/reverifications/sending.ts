import "server-only";
import { auditOfStep } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { clearPerson, findSubject } from "#lib/features/subjects/repository.ts";
import type { Attempt } from "#lib/unico/failures.ts";
import type { Capture } from "./capture.ts";
import type { Intent } from "./intent.ts";
import * as reverifications from "./repository.ts";
import { settlementOfAnswer, settlementOfFailure } from "./rules.ts";
import { keepSelfie } from "./selfies.ts";
import { settleReverification } from "./settling.ts";

/**
 * The paid call of a committed intent, to its end. Each request has its own attempt, committed before it leaves and
 * after everything that is waited for; what comes back is committed after it. Nothing is held open in between.
 */
export async function sendIntent(ctx: Ctx, intent: Intent, capture: Capture): Promise<void> {
  const { db, vault, unico, key } = ctx;
  const subject = intent.subjectId ? await findSubject(db, intent.subjectId) : null;
  // Before the row says "sent": a key that is missing must not look like a call that was lost.
  const person = subject && clearPerson(vault, subject);
  let isUnrecorded = false;
  const called = await unico.createProcess(
    {
      referenceProcessId: intent.referenceId,
      image: capture.image,
      ...(intent.subsidiaryId ? { subsidiaryId: intent.subsidiaryId } : {}),
      ...(person ? { subject: { cpf: person.cpf, ...(person.name ? { name: person.name } : {}) } } : {}),
      clientReference: intent.id,
    },
    {
      lane: "person",
      reverificationId: intent.id,
      ...(capture.notAfter ? { notAfter: capture.notAfter } : {}),
      beforeSend: (previous) =>
        openAttempt(ctx, intent, previous).catch(() => {
          // What cannot be written down is not sent.
          isUnrecorded = true;
          return false;
        }),
    },
  );
  if (called.ok) {
    const { value, raw, httpStatus, attempts } = called.value;
    const attempt = attempts.at(-1) ?? null;
    return settleReverification(ctx, intent.id, {
      ...settlementOfAnswer(value, key),
      raw,
      httpStatus,
      unicoCode: null,
      attempt,
    });
  }
  const { failure } = called;
  // Whoever ended it has said how.
  if (failure.kind === "not_sent" && failure.why === "fenced" && !isUnrecorded) return;
  await settleReverification(ctx, intent.id, {
    ...settlementOfFailure(failure),
    ...(isUnrecorded ? { failure: "not_recorded" as const } : {}),
    raw: failure.kind === "unknown" ? (failure.raw ?? null) : null,
    httpStatus: "httpStatus" in failure ? (failure.httpStatus ?? null) : null,
    unicoCode: "unicoCode" in failure ? (failure.unicoCode ?? null) : null,
    attempt: failure.attempts.at(-1) ?? null,
  });
}

/** False when the intent was ended meanwhile, by the sweep for one: then no request leaves. */
async function openAttempt(
  ctx: Ctx,
  { id, referenceId }: Intent,
  previous: Attempt | null,
): Promise<boolean> {
  const audit = auditOfStep(ctx, {
    action: "reverification.send",
    entityType: "reverification",
    entityId: id,
    detail: { referenceId, ...(previous ? { after: previous.verdict } : {}) },
  });
  if (!previous) return reverifications.openAttempt(ctx.db, id, ctx.now(), null, audit);
  return ctx.db.$transaction((tx) => reverifications.openAttempt(tx, id, ctx.now(), previous, audit));
}

/** Copies are made one after the other: the processor is for the pictures that somebody waits for. */
let copying: Promise<void> = Promise.resolve();

/**
 * Keeps a copy of what was compared, for people to see. One that cannot be kept is one that nobody can look at, as
 * its row says; the call goes its way.
 */
export function keepCopy(ctx: Ctx, id: string, { picture }: Capture): Promise<void> {
  if (!picture) return Promise.resolve();
  copying = copying
    .then(() => keepSelfie(ctx, id, picture))
    .then((key) => reverifications.noteSelfie(ctx.db, id, key))
    .then(
      () => undefined,
      () => undefined,
    );
  return copying;
}
