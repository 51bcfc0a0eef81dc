import { createPrivateKey, type KeyObject } from "node:crypto";
import type { Dispatcher } from "undici";
import { fail, ok, type Result } from "#lib/result.ts";
import { type AssertionIdentity, createIssuedAt, signAssertion, withoutTrailingSlash } from "./assertion.ts";
import { readError } from "./errors.ts";
import { send } from "./http.ts";
import { readAnswer, type TokenAnswer, tokenAnswerSchema } from "./schemas.ts";

export type TokenFailure =
  | { readonly kind: "refused"; readonly unicoCode: string | null }
  | { readonly kind: "key_unreadable" }
  | { readonly kind: "unreachable" };

/** Where access tokens come from. Another source may share them between processes. */
export interface TokenSource {
  get(): Promise<Result<string, TokenFailure>>;
  /** Says that Unico refused this token; a newer one that is already there stays. */
  invalidate(token: string): void;
}

export type TokenSettings = AssertionIdentity & { readonly privateKeyPem: string };

export type TokenDeps = {
  readonly dispatcher: Dispatcher;
  readonly totalMs?: number;
  /** Wall clock in milliseconds: what an assertion is dated with. */
  readonly wallMs?: () => number;
  /** Monotonic clock in milliseconds: what a token's life is measured with. */
  readonly monotonicMs?: () => number;
};

type Held = { readonly token: string; readonly renewAtMs: number; readonly expiresAtMs: number };

/** The account is locked after too many failures. Source: devcenter.unico.io, Authentication errors. */
const LOCKED = "1.2.18";
/** Expired and already used: the only refusals that a fresh assertion can mend. */
const SIGN_AGAIN: readonly (string | null)[] = ["1.2.4", "1.2.7"];
const PAUSE_AFTER_LOCK_MS = 5 * 60_000;
/** Three tries in ten minutes at most, for each refused one brings the lock nearer. */
const PAUSE_AFTER_REFUSAL_MS = 200_000;
const PAUSE_AFTER_REPLAY_MS = 1_000;
const PAUSE_AFTER_OUTAGE_MS = 15_000;

/** When to renew, in milliseconds of a life: ten minutes ahead, or at 80 % of a life under 50 minutes. */
export const renewalPointMs = (lifeMs: number): number =>
  lifeMs < 50 * 60_000 ? lifeMs * 0.8 : lifeMs - 10 * 60_000;

/** Keeps one token in memory, asks for the next with one request in flight, and outlives a failed renewal. */
export function createTokenSource(settings: TokenSettings, deps: TokenDeps): TokenSource {
  const wallMs = deps.wallMs ?? Date.now;
  const monotonicMs = deps.monotonicMs ?? (() => performance.now());
  const issuedAt = createIssuedAt();
  let key: KeyObject | null = null;
  let held: Held | null = null;
  let inFlight: Promise<Result<string, TokenFailure>> | null = null;
  let pause: { readonly untilMs: number; readonly failure: TokenFailure } | null = null;

  async function askOnce(wasReplayed = false): Promise<Result<TokenAnswer, TokenFailure>> {
    try {
      key ??= createPrivateKey(settings.privateKeyPem);
    } catch {
      return fail({ kind: "key_unreadable" });
    }
    const assertion = await signAssertion(settings, key, issuedAt(wallMs(), wasReplayed));
    const sent = await send({
      dispatcher: deps.dispatcher,
      method: "POST",
      url: `${withoutTrailingSlash(settings.authUrl)}/oauth2/token`,
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: `grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=${assertion}`,
      totalMs: deps.totalMs ?? 10_000,
    });
    if (!sent.ok) return fail({ kind: "unreachable" });
    const { httpStatus, raw } = sent.value;
    const token = httpStatus === 200 ? readAnswer(tokenAnswerSchema, raw) : null;
    if (token) return ok(token);
    if (httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429) {
      return fail({ kind: "refused", unicoCode: readError(raw).code });
    }
    return fail({ kind: "unreachable" });
  }

  async function renew(): Promise<Result<string, TokenFailure>> {
    let asked = await askOnce();
    if (!asked.ok && asked.failure.kind === "refused" && SIGN_AGAIN.includes(asked.failure.unicoCode)) {
      asked = await askOnce(true);
    }
    const nowMs = monotonicMs();
    if (asked.ok) {
      const lifeMs = asked.value.lifeSeconds * 1_000;
      held = {
        token: asked.value.accessToken,
        renewAtMs: nowMs + renewalPointMs(lifeMs),
        expiresAtMs: nowMs + lifeMs,
      };
      pause = null;
      return ok(held.token);
    }
    pause = { untilMs: nowMs + pauseAfter(asked.failure, isGood(held, nowMs)), failure: asked.failure };
    return isGood(held, nowMs) ? ok(held.token) : asked;
  }

  return {
    async get() {
      const nowMs = monotonicMs();
      if (held && nowMs < held.renewAtMs) return ok(held.token);
      if (!inFlight && pause && nowMs < pause.untilMs) {
        return isGood(held, nowMs) ? ok(held.token) : fail(pause.failure);
      }
      inFlight ??= renew().finally(() => {
        inFlight = null;
      });
      return inFlight;
    },
    invalidate(token) {
      if (held?.token === token) held = null;
    },
  };
}

const isGood = (held: Held | null, nowMs: number): held is Held => held !== null && nowMs < held.expiresAtMs;

function pauseAfter(failure: TokenFailure, hasToken: boolean): number {
  if (failure.kind === "unreachable") return hasToken ? PAUSE_AFTER_OUTAGE_MS : 0;
  if (failure.kind === "refused" && failure.unicoCode === LOCKED) return PAUSE_AFTER_LOCK_MS;
  const isReplay = failure.kind === "refused" && SIGN_AGAIN.includes(failure.unicoCode);
  return isReplay ? PAUSE_AFTER_REPLAY_MS : PAUSE_AFTER_REFUSAL_MS;
}
