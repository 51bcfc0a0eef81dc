import "server-only";
import { auditOfStep } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { clearForUnico, findSubject } from "#lib/features/subjects/repository.ts";
import type { Attempt } from "#lib/unico/failures.ts";
import type { Capture } from "./capture.ts";
import type { Intent } from "./intent.ts";
import { settlementOfAnswer, settlementOfFailure } from "./rules.ts";
import { NOTHING, settleReverification } from "./settling.ts";
import * as steps from "./steps.ts";

/** Well under the time after which a sender counts as silent: whoever was held up longer may have been given up. */
const HELD_UP_MS = 5_000;

/**
 * The paid call of a committed intent, to its end. Each request has its own attempt, committed before it leaves and
 * after everything that is waited for; what comes back is committed after it. Nothing is held open in between.
 */
export async function sendIntent(ctx: Ctx, intent: Intent, capture: Capture): Promise<void> {
  const { unico, key } = ctx;
  const person = await personOf(ctx, intent.subjectId).catch(() => undefined);
  // A key that is missing, or a database that is away, must not look like a call that was lost.
  if (person === undefined) return neverLeft(ctx, intent.id);
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
      ...(capture.life ? { notAfter: capture.life.until } : {}),
      async beforeSend(previous) {
        const startedMs = performance.now();
        const opened = await openAttempt(ctx, intent, previous).catch(() => null);
        // What cannot be written down is not sent, nor what may have been given up while this process was held up.
        isUnrecorded = opened === null || (opened && performance.now() - startedMs > HELD_UP_MS);
        return opened === true && !isUnrecorded;
      },
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
      teaches: intent.teaches,
    });
  }
  const { failure } = called;
  // Whoever ended it has said how.
  if (failure.kind === "not_sent" && failure.why === "fenced")
    return isUnrecorded ? neverLeft(ctx, intent.id) : undefined;
  await settleReverification(ctx, intent.id, {
    ...settlementOfFailure(failure),
    raw: failure.kind === "unknown" ? (failure.raw ?? null) : null,
    httpStatus: "httpStatus" in failure ? (failure.httpStatus ?? null) : null,
    unicoCode: "unicoCode" in failure ? (failure.unicoCode ?? null) : null,
    attempt: failure.attempts.at(-1) ?? null,
  });
}

/**
 * The clear values that Unico is told; null where nobody knows whose it is. Read once the intent stands: an erasure of
 * the person sees the one, or this sees the other.
 */
async function personOf({ db, vault }: Ctx, subjectId: string | null) {
  const subject = subjectId ? await findSubject(db, subjectId) : null;
  return subject && clearForUnico(vault, subject);
}

const neverLeft = (ctx: Ctx, id: string) =>
  settleReverification(ctx, id, { ...NOTHING, state: "failed", failure: "not_recorded" });

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
  if (!previous) return steps.openAttempt(ctx.db, id, ctx.now(), null, audit);
  return ctx.db.$transaction((tx) => steps.openAttempt(tx, id, ctx.now(), previous, audit));
}
