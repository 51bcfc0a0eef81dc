import { randomUUID } from "node:crypto";
import sharp from "sharp";
import type { Database } from "#lib/db/client.ts";
import type { StartInput } from "#lib/features/reverifications/schema.ts";
import { withComment } from "#lib/pictures/figure.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import type { Unico } from "#lib/unico/client.ts";
import type { Attempt } from "#lib/unico/failures.ts";
import { validationAnswerSchema } from "#lib/unico/schemas.ts";
import type { Verdict } from "#lib/unico/verdicts.ts";
import type { CreateInput } from "#lib/unico/write-body.ts";
import { ctxFor, unicoWith } from "./ctx.ts";

let selfie: Promise<Buffer> | undefined;

/** The smallest picture that Unico takes; nobody's face. */
export function aSelfie(): Promise<Buffer> {
  selfie ??= sharp({ create: { width: 640, height: 480, channels: 3, background: "grey" } })
    .jpeg()
    .toBuffer();
  return selfie;
}

/** The same picture with a comment of its own: to Unico and to us another file. */
export async function anotherSelfie(): Promise<Buffer> {
  return withComment(await aSelfie(), randomUUID());
}

/** What the form sends: a picture of its own, for a reference that nobody knows unless told otherwise. */
export async function aStart(overrides: Partial<StartInput> = {}): Promise<StartInput> {
  return {
    idempotencyKey: randomUUID(),
    referenceId: randomUUID(),
    reason: "second_look",
    capture: "file",
    selfie: new File([new Uint8Array(await anotherSelfie())], "selfie.jpg", { type: "image/jpeg" }),
    ...overrides,
  };
}

/** As if it had been begun, or last sent, and last read again that much earlier, by the database's clock. */
export const letPass = (db: Database, id: string, ms: number) =>
  db.$executeRaw`
    UPDATE reverification SET touched_at = touched_at - make_interval(secs => ${ms / 1_000}),
      read_again_at = read_again_at - make_interval(secs => ${ms / 1_000}) WHERE id = ${id}::uuid`;

export function anAttempt(verdict: Verdict = "done", httpStatus: number | null = 200): Attempt {
  const at = new Date();
  return { startedAt: at, finishedAt: at, httpStatus, verdict };
}

/** Unico's answer to a creation or a reading, as the client hands it on. */
export const answered = (wire: { id?: string } & Record<string, unknown>) => {
  const whole = { id: randomUUID(), ...wire };
  return ok({
    value: validationAnswerSchema.parse(whole),
    raw: JSON.stringify(whole),
    httpStatus: 200,
    durationMs: 5,
    attempts: [anAttempt()],
  });
};

export const finished = (same: boolean, alert: string) => ({
  status: 3,
  biometryToken: { result: String(same) },
  identityFraudsters: { result: alert },
});

/** The paid call as the client makes it: the intent has its say before anything leaves. */
export const createWith =
  (answer: (input: CreateInput) => unknown): Unico["createProcess"] =>
  async (input, options) => {
    if (options?.beforeSend && !(await options.beforeSend(null)))
      return fail({ kind: "not_sent", why: "fenced", attempts: [] });
    return (await answer(input)) as ReturnType<typeof answered>;
  };

/** An analyst, and what was sent to Unico on their behalf. */
export async function anAnalyst(
  db: Database,
  answer: (input: CreateInput) => unknown = () => answered(finished(true, "inconclusive")),
) {
  const calls: CreateInput[] = [];
  const unico = unicoWith({
    createProcess: createWith((input) => {
      calls.push(input);
      return answer(input);
    }),
  });
  return { ctx: await ctxFor(db, "analyst", { unico }), calls };
}

/** The id of one that was started; a refusal has none. */
export const idOf = (started: Result<{ id: string }, unknown>): string => {
  if (!started.ok) throw new Error(`refused: ${JSON.stringify(started.failure)}`);
  return started.value.id;
};

/** A row with all that hangs on it. */
export const wholeRow = (db: Database, id: string) =>
  db.reverification.findUniqueOrThrow({
    where: { id },
    include: { attempts: true, opened: true, reference: true },
  });
