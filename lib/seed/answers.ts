import { fail, ok } from "#lib/result.ts";
import type { Unico } from "#lib/unico/client.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { readAnswer, validationAnswerSchema } from "#lib/unico/schemas.ts";

export type Said =
  | "match"
  | "flagged"
  | "no_match"
  | "no_match_flagged"
  | "undecided"
  | "unknown_value"
  | "status5"
  | "refused_cpf"
  | "unreachable"
  | "lost";

const SIGNALS: Partial<Record<Said, { alert: string; same: string | null }>> = {
  match: { alert: "inconclusive", same: "true" },
  flagged: { alert: "yes", same: "true" },
  no_match: { alert: "inconclusive", same: "false" },
  no_match_flagged: { alert: "yes", same: "false" },
  undecided: { alert: "inconclusive", same: null },
  unknown_value: { alert: "suspicious", same: "true" },
};

/** What Unico would have said, through the same reading as a real answer; times by the clock of the history. */
export function historicUnico(
  now: () => Date,
  next: () => { said: Said; id: string; liveness: 1 | 2 | null; document: string },
): Unico {
  const attempt = (httpStatus: number | null, verdict: "done" | "refused" | "not_sent" | "unknown") => {
    const startedAt = now();
    return {
      startedAt,
      finishedAt: new Date(startedAt.getTime() + 900 + (startedAt.getTime() % 900)),
      httpStatus,
      verdict,
    };
  };
  return {
    async createProcess(_input, options) {
      const { said, id, liveness } = next();
      if (said !== "unreachable") await options?.beforeSend?.(null);
      if (said === "refused_cpf")
        return fail({
          kind: "refused",
          unicoCode: "20507",
          httpStatus: 400,
          attempts: [attempt(400, "refused")],
        });
      if (said === "unreachable")
        return fail({ kind: "not_sent", why: "unreachable", attempts: [attempt(null, "not_sent")] });
      if (said === "lost")
        return fail({ kind: "unknown", why: "timeout", attempts: [attempt(null, "unknown")] });
      const signals = SIGNALS[said];
      const raw = JSON.stringify({
        id,
        status: signals ? 3 : 5,
        ...(signals ? { identityFraudsters: { result: signals.alert } } : {}),
        ...(signals?.same ? { biometryToken: { result: signals.same } } : {}),
        ...(signals && liveness ? { liveness } : {}),
      });
      const value = readAnswer(validationAnswerSchema, raw);
      if (!value) throw new Error("the history wrote an answer that cannot be read");
      const done = attempt(200, "done");
      return ok({
        value,
        raw,
        httpStatus: 200,
        durationMs: done.finishedAt.getTime() - done.startedAt.getTime(),
        attempts: [done],
      });
    },
    async readProcess() {
      const raw = next().document;
      const value = readAnswer(idCheckProcessSchema, raw);
      if (!value) throw new Error("the history wrote a document that cannot be read");
      return ok({ value, raw, httpStatus: 200, durationMs: 240, attempts: [attempt(200, "done")] });
    },
    readValidation: async () => fail({ kind: "not_found", attempts: [] }),
    close: async () => {},
  };
}
