import type { Dispatcher } from "undici";
import { fail, ok, type Result } from "#lib/result.ts";
import { readError } from "./errors.ts";
import type { Attempt, CallFailure, CallTrouble, NotSent, Unknown } from "./failures.ts";
import { type HttpAnswer, type HttpTrouble, send } from "./http.ts";
import { againAfter, type RetryBudget, startBudget } from "./retry.ts";
import type { TokenFailure, TokenSource } from "./token.ts";
import { type Endpoint, type Verdict, verdictOf } from "./verdicts.ts";

/** A readable answer, with what was sent to get it. */
export type Called<T> = {
  readonly value: T;
  /** Body of the answer, byte for byte. It may hold personal data: store it, never log it. */
  readonly raw: string;
  readonly httpStatus: number;
  readonly durationMs: number;
  readonly attempts: readonly Attempt[];
};

export type CallDeps = {
  readonly dispatcher: Dispatcher;
  readonly tokens: TokenSource;
  readonly now?: () => Date;
  /** 0 to 1: the jitter of pauses. */
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
};

export type Call<T> = {
  readonly endpoint: Exclude<Endpoint, "token">;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly totalMs: number;
  /** null when the answer is not what this endpoint answers. */
  readonly read: (raw: string) => T | null;
};

const sleepMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends one call with a token, again where verdicts.ts and retry.ts allow it, and keeps a list of every attempt. */
export async function callUnico<T>(deps: CallDeps, call: Call<T>): Promise<Result<Called<T>, CallFailure>> {
  const now = deps.now ?? (() => new Date());
  const sleep = deps.sleep ?? sleepMs;
  const attempts: Attempt[] = [];
  const budget: RetryBudget = startBudget(call.endpoint, deps.random);
  for (;;) {
    const token = await deps.tokens.get();
    if (!token.ok) {
      const pauseMs = token.failure.kind === "unreachable" ? againAfter(budget, "not_sent", null) : null;
      if (pauseMs === null) return fail({ ...tokenTrouble(token.failure), attempts });
      await sleep(pauseMs);
      continue;
    }

    const startedAt = now();
    const sent = await send({
      dispatcher: deps.dispatcher,
      method: call.method,
      url: call.url,
      headers: { accept: "application/json", authorization: `Bearer ${token.value}`, ...call.headers },
      ...(call.body === undefined ? {} : { body: call.body }),
      totalMs: call.totalMs,
    });
    const value = sent.ok && isSuccess(sent.value) ? call.read(sent.value.raw) : null;
    const verdict = judge(sent, value, call.endpoint);
    const httpStatus = sent.ok ? sent.value.httpStatus : sent.failure.httpStatus;
    attempts.push({ startedAt, finishedAt: now(), httpStatus, verdict });

    if (sent.ok && value !== null && verdict === "done") {
      return ok({ value, ...answerOf(sent.value), attempts });
    }

    const trouble = troubleOf(sent, verdict);
    if (verdict === "token") deps.tokens.invalidate(token.value);
    const pauseMs = againAfter(budget, verdict, sent.ok ? sent.value : null);
    if (pauseMs === null) return fail({ ...trouble, attempts });
    await sleep(pauseMs);
  }
}

type Sent = Result<HttpAnswer, HttpTrouble>;

const isSuccess = (answer: HttpAnswer): boolean => answer.httpStatus >= 200 && answer.httpStatus < 300;
const answerOf = ({ raw, httpStatus, durationMs }: HttpAnswer) => ({ raw, httpStatus, durationMs });

function judge(sent: Sent, value: unknown, endpoint: Endpoint): Verdict {
  if (!sent.ok) return verdictOf({ kind: "broken", isSent: sent.failure.isSent }, endpoint);
  const { httpStatus, raw } = sent.value;
  const unicoCode = readError(raw).code;
  return verdictOf({ kind: "answered", httpStatus, unicoCode, isUsable: value !== null }, endpoint);
}

function troubleOf(sent: Sent, verdict: Verdict): CallTrouble {
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

const tokenTrouble = (failure: TokenFailure): NotSent => ({
  kind: "not_sent",
  why: failure.kind === "unreachable" ? "unreachable" : "credentials",
  ...(failure.kind === "refused" ? { unicoCode: failure.unicoCode } : {}),
});
