import { createHash, createPublicKey } from "node:crypto";
import { type AssertionIdentity, createIssuedAt, withoutTrailingSlash } from "./assertion.ts";

export type TokenFailure =
  | { readonly kind: "refused"; readonly unicoCode: string | null }
  | { readonly kind: "key_unreadable" }
  /** The rate limit, which counts requests for tokens too. */
  | { readonly kind: "busy"; readonly retryAfterMs: number | null }
  | { readonly kind: "unreachable" };

/** A token with what is left of its life, so that no two clocks have to agree. */
export type KeptToken = {
  readonly token: string;
  /** 0 or less: due. */
  readonly renewInMs: number;
  readonly lifeLeftMs: number;
};

export type TokenView = {
  /** null when there is none whose life is not over. */
  readonly kept: KeptToken | null;
  /** Somebody asks for the next one now. */
  readonly isAsking: boolean;
  /** Why nobody asks now, and how much longer. */
  readonly pause: { readonly failure: TokenFailure; readonly leftMs: number } | null;
  /** The last failure; another `stamp` says that a later one happened. */
  readonly lastFailure: { readonly stamp: string; readonly failure: TokenFailure } | null;
};

/** Where the token of an account is kept, and who may ask for the next one: for one process, or shared by all. */
export interface TokenStore {
  look(): Promise<TokenView>;
  /** True for one caller alone, when a renewal is due, nobody asks and no pause runs. It then asks as `askId`. */
  claim(askId: string, leaseMs: number): Promise<boolean>;
  /** A second that no assertion was dated with, and a new lease; null when the lease went to another meanwhile. */
  date(askId: string, leaseMs: number, wasReplayed: boolean): Promise<number | null>;
  keep(askId: string, token: KeptToken): Promise<void>;
  /** Nobody asks for `pauseMs`; 0 when the next one may. */
  fail(askId: string, failure: TokenFailure, pauseMs: number): Promise<void>;
  /** Lets go of this token, not of a newer one. */
  forget(token: string): Promise<void>;
}

/** Names credentials without holding them: others, and the same ones at another token service, start anew. */
export function accountOf(identity: AssertionIdentity & { readonly privateKeyPem: string }): string {
  const publicKey = createPublicKey(identity.privateKeyPem).export({ type: "spki", format: "pem" });
  const { account, tenant } = identity;
  const name = [withoutTrailingSlash(identity.authUrl), account, tenant, publicKey].join("|");
  return createHash("sha256").update(name).digest("hex");
}

export type TokenClocks = {
  /** Wall clock in milliseconds: what an assertion is dated with. */
  readonly wallMs: () => number;
  /** Monotonic clock in milliseconds: what a token's life is measured with. */
  readonly monotonicMs: () => number;
};

/** For one process alone: a test, a command, or a program without a database. */
export function createMemoryTokenStore({ wallMs, monotonicMs }: TokenClocks): TokenStore {
  const issuedAt = createIssuedAt();
  let held: { token: string; renewAtMs: number; expiresAtMs: number } | null = null;
  let askedBy: string | null = null;
  let pause: { untilMs: number; failure: TokenFailure } | null = null;
  let lastFailure: TokenView["lastFailure"] = null;
  let failures = 0;
  const isPaused = (nowMs: number) => pause !== null && nowMs < pause.untilMs;
  return {
    async look() {
      const nowMs = monotonicMs();
      return {
        kept:
          held && nowMs < held.expiresAtMs
            ? {
                token: held.token,
                renewInMs: held.renewAtMs - nowMs,
                lifeLeftMs: held.expiresAtMs - nowMs,
              }
            : null,
        isAsking: askedBy !== null,
        pause: pause && isPaused(nowMs) ? { failure: pause.failure, leftMs: pause.untilMs - nowMs } : null,
        lastFailure,
      };
    },
    async claim(askId) {
      const nowMs = monotonicMs();
      if (askedBy !== null || isPaused(nowMs) || (held && nowMs < held.renewAtMs)) return false;
      askedBy = askId;
      return true;
    },
    async date(_askId, _leaseMs, wasReplayed) {
      return issuedAt(wallMs(), wasReplayed);
    },
    async keep(_askId, { token, renewInMs, lifeLeftMs }) {
      const nowMs = monotonicMs();
      held = { token, renewAtMs: nowMs + renewInMs, expiresAtMs: nowMs + lifeLeftMs };
      askedBy = null;
      pause = null;
    },
    async fail(_askId, failure, pauseMs) {
      askedBy = null;
      failures += 1;
      lastFailure = { stamp: String(failures), failure };
      pause = pauseMs > 0 ? { untilMs: monotonicMs() + pauseMs, failure } : null;
    },
    async forget(token) {
      if (held?.token === token) held = null;
    },
  };
}
