import type { Result } from "#lib/result.ts";
import { readError } from "./errors.ts";
import type { CallTrouble, NotSent, Unknown } from "./failures.ts";
import type { HttpAnswer, HttpTrouble } from "./http.ts";
import type { TokenFailure } from "./token.ts";
import { type Endpoint, type Verdict, verdictOf } from "./verdicts.ts";

export type Sent = Result<HttpAnswer, HttpTrouble>;

export const isSuccess = (answer: HttpAnswer): boolean => answer.httpStatus >= 200 && answer.httpStatus < 300;

/** The rule table on what became of one request; `value` is the answer that could be read. */
export function judge(sent: Sent, value: unknown, endpoint: Endpoint): Verdict {
  if (!sent.ok) return verdictOf({ kind: "broken", isSent: sent.failure.isSent }, endpoint);
  const { httpStatus, raw } = sent.value;
  const unicoCode = readError(raw).code;
  return verdictOf({ kind: "answered", httpStatus, unicoCode, isUsable: value !== null }, endpoint);
}

/** The same for whoever called, where it is no answer. */
export function troubleOf(sent: Sent, verdict: Verdict): CallTrouble {
  if (!sent.ok) return brokenTrouble(sent.failure);
  const { httpStatus, raw } = sent.value;
  const unicoCode = readError(raw).code;
  switch (verdict) {
    case "token":
      return { kind: "not_sent", why: "credentials", unicoCode };
    case "busy":
      return { kind: "not_sent", why: "busy", unicoCode };
    case "refused":
      return { kind: "refused", unicoCode, httpStatus };
    default:
      return {
        kind: "unknown",
        why: isSuccess(sent.value) ? "unreadable" : "server_error",
        httpStatus,
        unicoCode,
        raw,
      };
  }
}

function brokenTrouble({ isSent, why, httpStatus }: HttpTrouble): NotSent | Unknown {
  if (!isSent || why === "unreachable") return { kind: "not_sent", why: "unreachable" };
  return {
    kind: "unknown",
    why: why === "too_large" ? "unreadable" : why,
    ...(httpStatus === null ? {} : { httpStatus }),
  };
}

export function tokenTrouble(failure: TokenFailure): NotSent {
  if (failure.kind === "unreachable" || failure.kind === "busy")
    return { kind: "not_sent", why: failure.kind };
  const told = failure.kind === "refused" ? { unicoCode: failure.unicoCode } : {};
  return { kind: "not_sent", why: "credentials", ...told };
}
