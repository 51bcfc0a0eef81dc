import { type KeyObject, randomUUID } from "node:crypto";
import type { Dispatcher } from "undici";
import { fail, ok, type Result } from "#lib/result.ts";
import { DEFAULT_BACK_OFF_MS, type Gate, LONGEST_BACK_OFF_MS, openGate } from "./gate.ts";
import { type Asked, askForToken, privateKeyOf, type TokenSettings } from "./token-asking.ts";
import {
  createMemoryTokenStore,
  type KeptToken,
  type TokenClocks,
  type TokenFailure,
  type TokenStore,
  type TokenView,
} from "./token-store.ts";

export type { TokenFailure } from "./token-store.ts";

/** Where access tokens come from. */
export interface TokenSource {
  /** `patienceMs`: how long a renewal that is due is waited for while there is a good one. */
  get(patienceMs?: number): Promise<Result<string, TokenFailure>>;
  /** The good one in memory, or null: nothing is waited for. */
  held(): string | null;
  /** Says that Unico refused this token; a newer one that is already there stays. */
  invalidate(token: string): void;
}

export type TokenDeps = Partial<TokenClocks> & {
  readonly dispatcher: Dispatcher;
  readonly gate?: Gate;
  /** Shared by all processes; without one, this process keeps its token for itself. */
  readonly store?: TokenStore;
  readonly totalMs?: number;
};

/** Expired and already used: the only refusals that a fresh assertion can mend. */
const SIGN_AGAIN: readonly (string | null)[] = ["1.2.4", "1.2.7"];
/**
 * After each request that was refused: three in ten minutes at most, for each brings the lock nearer, which itself
 * takes as long. Source: devcenter.unico.io, Authentication errors (1.2.18).
 */
const PAUSE_PER_REFUSAL_MS = 5 * 60_000;
const PAUSE_AFTER_OUTAGE_MS = 15_000;
/** Who has a good token does not wait for the next one longer than this. */
const PATIENCE_WITH_TOKEN_MS = 500;
const POLL_MS = 100;
/** Beyond the time that a request takes: past it, whoever asked is taken for dead. */
const LEASE_MARGIN_MS = 1_000;
const WAIT_MARGIN_MS = 2_000;
/** How soon a due renewal that another process sees to is looked at again. */
const LOOK_AGAIN_MS = 1_000;

/** When to renew, in milliseconds of a life: ten minutes ahead, or at 80 % of a life under 50 minutes. */
export const renewalPointMs = (lifeMs: number): number =>
  lifeMs < 50 * 60_000 ? lifeMs * 0.8 : lifeMs - 10 * 60_000;

type Held = { readonly token: string; readonly lookAtMs: number; readonly expiresAtMs: number };
type Got = Result<string, TokenFailure>;
const UNREACHABLE: TokenFailure = { kind: "unreachable" };

/** One token in memory over one in a store; one request in flight over all that share the store. */
export function createTokenSource(settings: TokenSettings, deps: TokenDeps): TokenSource {
  const monotonicMs = deps.monotonicMs ?? (() => performance.now());
  const store = deps.store ?? createMemoryTokenStore({ wallMs: deps.wallMs ?? Date.now, monotonicMs });
  const gate = deps.gate ?? openGate;
  const totalMs = deps.totalMs ?? 10_000;
  const leaseMs = totalMs + LEASE_MARGIN_MS;
  let key: KeyObject | null = null;
  let held: Held | null = null;
  let inFlight: Promise<Got> | null = null;
  let forgetting: Promise<unknown> = Promise.resolve();
  let refused: string | null = null;

  const goodToken = (): string | null => (held && monotonicMs() < held.expiresAtMs ? held.token : null);
  const orElse = (failure: TokenFailure): Got => {
    const token = goodToken();
    return token === null ? fail(failure) : ok(token);
  };

  /** Takes a token over; its life is counted from a moment before it was told. */
  function hold(kept: KeptToken, sinceMs: number, inMs = kept.renewInMs): void {
    held = { token: kept.token, lookAtMs: sinceMs + inMs, expiresAtMs: sinceMs + kept.lifeLeftMs };
  }

  async function renew(): Promise<Got> {
    key ??= privateKeyOf(settings);
    if (!key) return fail({ kind: "key_unreadable" });
    const endMs = performance.now() + totalMs + WAIT_MARGIN_MS;
    let first: TokenView | null = null;
    while (performance.now() < endMs) {
      await forgetting;
      const sinceMs = monotonicMs();
      const view = await store.look();
      first ??= view;
      const { kept, pause } = view;
      if (kept && kept.token === refused) {
        await store.forget(kept.token);
        continue;
      }
      if (kept) hold(kept, sinceMs, lookInMs(kept, pause?.leftMs ?? LOOK_AGAIN_MS));
      if (kept && kept.renewInMs > 0) return ok(kept.token);
      if (pause) return orElse(stillPaused(pause));
      const askId = randomUUID();
      if (!view.isAsking && (await store.claim(askId, leaseMs))) {
        const asked = await ask(key, askId);
        if (asked) return asked;
      } else if (kept) {
        return ok(kept.token);
      } else if (view.lastFailure && view.lastFailure.stamp !== first.lastFailure?.stamp) {
        return fail(view.lastFailure.failure);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return orElse(UNREACHABLE);
  }

  /** As the one that may; null when another took over meanwhile. Nothing is held open while the service is waited for. */
  async function ask(withKey: KeyObject, askId: string): Promise<Got | null> {
    let tries = 0;
    let asked: Asked | null = null;
    while (tries === 0 || (tries === 1 && asked && !asked.ok && isSignedAgain(asked.failure))) {
      const turn = await gate.enter({ host: "auth", lane: "person" });
      if (!turn.ok) {
        asked ??= fail(UNREACHABLE);
        break;
      }
      const iat = await store.date(askId, leaseMs, tries > 0);
      if (iat === null) return null;
      tries += 1;
      asked = await askForToken(settings, withKey, iat, { dispatcher: deps.dispatcher, gate, totalMs });
    }
    if (!asked) return null;
    if (!asked.ok) {
      await store.fail(askId, asked.failure, pauseAfter(asked.failure, tries, goodToken() !== null));
      return orElse(asked.failure);
    }
    const { accessToken: token, lifeSeconds, durationMs } = asked.value;
    const lifeMs = lifeSeconds * 1_000;
    const kept = { token, renewInMs: renewalPointMs(lifeMs) - durationMs, lifeLeftMs: lifeMs - durationMs };
    hold(kept, monotonicMs());
    // A token that could not be shared serves this process all the same.
    await store.keep(askId, kept).catch(() => undefined);
    return ok(token);
  }

  return {
    async get(patienceMs = PATIENCE_WITH_TOKEN_MS) {
      if (held && monotonicMs() < held.lookAtMs) return ok(held.token);
      // The store failed: a good token goes on serving, and without one nothing is sent.
      inFlight ??= renew()
        .catch(() => orElse(UNREACHABLE))
        .finally(() => {
          inFlight = null;
        });
      return unlessLate(inFlight, patienceMs, () => {
        const token = goodToken();
        return token === null ? null : ok(token);
      });
    },
    held: goodToken,
    invalidate(token) {
      if (token === refused) return;
      refused = token;
      if (held?.token === token) held = null;
      forgetting = store.forget(token).catch(() => undefined);
    },
  };
}

/** A token that is due but seen to by another, or paused, serves meanwhile. */
const lookInMs = ({ renewInMs }: KeptToken, otherwiseMs: number): number =>
  renewInMs > 0 ? renewInMs : Math.min(otherwiseMs, PAUSE_AFTER_OUTAGE_MS);

const isSignedAgain = (failure: TokenFailure): boolean =>
  failure.kind === "refused" && SIGN_AGAIN.includes(failure.unicoCode);

function pauseAfter(failure: TokenFailure, tries: number, hasToken: boolean): number {
  if (failure.kind === "refused") return PAUSE_PER_REFUSAL_MS * tries;
  const calmMs = hasToken ? PAUSE_AFTER_OUTAGE_MS : 0;
  if (failure.kind !== "busy") return calmMs;
  return Math.max(calmMs, Math.min(failure.retryAfterMs ?? DEFAULT_BACK_OFF_MS, LONGEST_BACK_OFF_MS));
}

/** What was told at the pause's begin counts from there. */
const stillPaused = ({ failure, leftMs }: NonNullable<TokenView["pause"]>): TokenFailure =>
  failure.kind === "busy" ? { ...failure, retryAfterMs: leftMs } : failure;

async function unlessLate<T>(work: Promise<T>, patienceMs: number, otherwise: () => T | null): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      const value = otherwise();
      if (value !== null) resolve(value);
    }, patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
