import type { Dispatcher } from "undici";
import { failPoint } from "#lib/fail-points.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { isSuccess, judge, tokenTrouble, troubleOf } from "./call-troubles.ts";
import { readError } from "./errors.ts";
import type { Attempt, CallFailure, NotSent } from "./failures.ts";
import {
  type Barred,
  DEFAULT_BACK_OFF_MS,
  type EndpointName,
  type Gate,
  type Host,
  type Lane,
  openGate,
} from "./gate.ts";
import { PLAIN_JSON, send } from "./http.ts";
import { againAfter, type Repeat, type RetryBudget, startBudget } from "./retry.ts";
import type { TokenFailure, TokenSource } from "./token.ts";
import type { Endpoint } from "./verdicts.ts";

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
  readonly gate?: Gate;
  readonly now?: () => Date;
  /** 0 to 1: the jitter of pauses. */
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly repeatAfter?: readonly Repeat[];
};

/** How a call waits, and who has a say before each of its requests leaves. */
export type CallOptions = {
  readonly lane?: Lane;
  /** Shown beside its place while it waits for a turn. */
  readonly reverificationId?: string;
  /** No request leaves from this moment on. */
  readonly notAfter?: Date;
  /**
   * Runs when token and turn are had and the request is about to leave; `previous` is the attempt before it, which
   * certainly was not worked on. False keeps the request back: somebody else has ended this call meanwhile.
   */
  readonly beforeSend?: (previous: Attempt | null) => Promise<boolean>;
};

export type Call<T> = CallOptions & {
  readonly endpoint: Exclude<Endpoint, "token">;
  readonly name: EndpointName;
  readonly host: Host;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: Uint8Array;
  readonly totalMs: number;
  /** null when the answer is not what this endpoint answers. */
  readonly read: (raw: string) => T | null;
};

const sleepMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends one call with a token, again where verdicts.ts and retry.ts allow it, and keeps a list of every attempt. */
export async function callUnico<T>(deps: CallDeps, call: Call<T>): Promise<Result<Called<T>, CallFailure>> {
  const now = deps.now ?? (() => new Date());
  const sleep = deps.sleep ?? sleepMs;
  const gate = deps.gate ?? openGate;
  const attempts: Attempt[] = [];
  const budget: RetryBudget = startBudget(call.endpoint, deps.random, deps.repeatAfter);
  const begunMs = now().getTime();
  // Whoever looks something up waits for one deadline, however often it is asked meanwhile.
  const isLate = () => call.endpoint === "read" && now().getTime() - begunMs >= call.totalMs;
  let hasGoneBack = false;
  for (;;) {
    // Who has no token takes nobody's turn.
    let token = await deps.tokens.get();
    if (token.ok) {
      const barred = await takeTurn(call, gate);
      if (barred) return fail({ ...barred, attempts });
      // A turn may be waited for longer than a token lives. A renewal takes a turn of its own, behind all that wait:
      // had they theirs in hand meanwhile, they would leave together.
      const held = deps.tokens.held();
      if (held === null && !hasGoneBack) {
        hasGoneBack = true;
        continue;
      }
      // A second turn is not lost: then tokens live shorter than turns are waited for.
      token = held === null ? await deps.tokens.get(0) : ok(held);
    }
    if (!token.ok) {
      const pauseMs = againWithoutToken(budget, token.failure);
      if (pauseMs === null) return fail({ ...tokenTrouble(token.failure), attempts });
      await sleep(pauseMs);
      continue;
    }
    const kept = await keptBack(call, now, attempts.at(-1) ?? null);
    if (kept) return fail({ ...kept, attempts });

    const startedAt = now();
    const sent = await send({
      dispatcher: deps.dispatcher,
      method: call.method,
      url: call.url,
      headers: { ...PLAIN_JSON, authorization: `Bearer ${token.value}`, ...call.headers },
      ...(call.body === undefined ? {} : { body: call.body }),
      totalMs: call.totalMs,
    });
    const value = sent.ok && isSuccess(sent.value) ? call.read(sent.value.raw) : null;
    const verdict = judge(sent, value, call.endpoint);
    const httpStatus = sent.ok ? sent.value.httpStatus : sent.failure.httpStatus;
    const finishedAt = now();
    attempts.push({ startedAt, finishedAt, httpStatus, verdict });
    gate.saw({
      at: finishedAt,
      host: call.host,
      endpoint: call.name,
      verdict,
      httpStatus,
      unicoCode: sent.ok ? readError(sent.value.raw).code : null,
      durationMs: finishedAt.getTime() - startedAt.getTime(),
      skewMs: sent.ok ? sent.value.skewMs : null,
    });

    if (sent.ok && value !== null && verdict === "done") {
      const { raw, httpStatus, durationMs } = sent.value;
      return ok({ value, raw, httpStatus, durationMs, attempts });
    }

    const trouble = troubleOf(sent, verdict);
    if (verdict === "token") deps.tokens.invalidate(token.value);
    const pauseMs = againAfter(budget, verdict, sent.ok ? sent.value : null);
    // Everybody holds back, also where this call itself gives up.
    if (sent.ok && httpStatus === 429)
      await gate.backOff(pauseMs ?? sent.value.retryAfterMs ?? DEFAULT_BACK_OFF_MS).catch(() => undefined);
    if (pauseMs === null || isLate()) return fail({ ...trouble, attempts });
    await sleep(pauseMs);
  }
}

/** Why there is no turn, or null. */
async function takeTurn<T>(call: Call<T>, gate: Gate): Promise<NotSent | null> {
  const { host, lane = "person", reverificationId } = call;
  const isPaid = call.endpoint === "create";
  if (isPaid) failPoint("before_turn");
  // A gate that cannot be asked lets nobody pass.
  const turn = await gate.enter({ host, lane, reverificationId }).catch(() => CLOSED);
  if (!turn.ok) return { kind: "not_sent", why: WHY_OF[turn.failure.kind] };
  if (isPaid) failPoint("after_turn");
  return null;
}

/** Why the request must not leave now, or null. */
async function keptBack<T>(
  call: Call<T>,
  now: () => Date,
  previous: Attempt | null,
): Promise<NotSent | null> {
  if (call.notAfter && now() >= call.notAfter) return { kind: "not_sent", why: "expired" };
  const isOurs = (await call.beforeSend?.(previous)) ?? true;
  if (call.endpoint === "create") failPoint("after_attempt");
  return isOurs ? null : { kind: "not_sent", why: "fenced" };
}

/** The call was not sent, whatever became of the token; a refusal is not mended by asking again. */
function againWithoutToken(budget: RetryBudget, failure: TokenFailure): number | null {
  if (failure.kind === "unreachable") return againAfter(budget, "not_sent", null);
  if (failure.kind !== "busy") return null;
  return againAfter(budget, "not_sent", { httpStatus: 429, retryAfterMs: failure.retryAfterMs });
}

const CLOSED: Result<void, Barred> = fail({ kind: "rate_full" });

const WHY_OF = { breaker_open: "breaker_open", rate_full: "busy" } as const satisfies Record<
  Barred["kind"],
  NotSent["why"]
>;
