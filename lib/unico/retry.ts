import type { Endpoint, Verdict } from "./verdicts.ts";

/** What one call may still repeat. Counts go down as it does. */
export type RetryBudget = {
  readonly endpoint: Exclude<Endpoint, "token">;
  readonly random: () => number;
  pausesLeftMs: number;
  /** Of all kinds together. */
  inAll: number;
  notSent: number;
  token: number;
  unknown: number;
  busy: number;
};

/** Pauses of one call never add up to more. */
const MAX_PAUSES_MS = 20_000;
const FIRST_PAUSE_MS = 250;
const FIRST_BUSY_PAUSE_MS = 1_000;

/** A read is repeated three times at most, whatever came; a creation as often as each kind allows. */
const MAX_REPEATS = { read: 3, create: 7 } as const;

/**
 * What a creation may follow with a second sending although Unico answered the first: that a refused token (`token`)
 * and the rate limit (`429`) come before any work is our reading, which its documents do not say in so many words.
 */
export const REPEATS = ["token", "429"] as const;
export type Repeat = (typeof REPEATS)[number];

/** Full counts: three attempts where nothing was sent, one more token, and only for reads what is unknown. */
export function startBudget(
  endpoint: Exclude<Endpoint, "token">,
  random: () => number = Math.random,
  repeatAfter: readonly Repeat[] = REPEATS,
): RetryBudget {
  const unknown = endpoint === "read" ? 2 : 0;
  const may = (repeat: Repeat) => endpoint === "read" || repeatAfter.includes(repeat);
  const inAll = MAX_REPEATS[endpoint];
  const [token, busy] = [may("token") ? 1 : 0, may("429") ? 4 : 0];
  return { endpoint, random, pausesLeftMs: MAX_PAUSES_MS, inAll, notSent: 2, token, unknown, busy };
}

/**
 * How long to wait before the same call is sent again, or null when it must not be.
 * A creation is repeated only where Unico certainly did not work on it; reads may repeat what is unknown too.
 * Source: developer.unico.io, rate limits, for `Retry-After`; full jitter after the AWS builders' library.
 */
export function againAfter(
  budget: RetryBudget,
  verdict: Verdict,
  answer: { readonly httpStatus: number; readonly retryAfterMs: number | null } | null,
): number | null {
  const pauseMs = budget.inAll > 0 ? pauseBefore(budget, verdict, answer) : null;
  if (pauseMs !== null) budget.inAll -= 1;
  return pauseMs;
}

function pauseBefore(
  budget: RetryBudget,
  verdict: Verdict,
  answer: { readonly httpStatus: number; readonly retryAfterMs: number | null } | null,
): number | null {
  switch (verdict) {
    case "token":
      return budget.token-- > 0 ? 0 : null;
    case "not_sent":
      if (budget.notSent <= 0) return null;
      budget.notSent -= 1;
      // Where the token service said how long: the call itself was not sent.
      return spend(
        budget,
        answer?.retryAfterMs ?? jitter(budget, FIRST_PAUSE_MS * 2 ** (1 - budget.notSent)),
      );
    case "busy":
      // A queued CPF takes longer than a person waits: only the rate limit is waited for here.
      if (budget.busy <= 0 || answer?.httpStatus !== 429) return null;
      budget.busy -= 1;
      return spend(
        budget,
        answer.retryAfterMs ?? jitter(budget, FIRST_BUSY_PAUSE_MS * 2 ** (3 - budget.busy)),
      );
    case "unknown":
      if (budget.unknown <= 0) return null;
      return spend(budget, jitter(budget, FIRST_PAUSE_MS * 2 ** (2 - budget.unknown--)));
    default:
      return null;
  }
}

const jitter = (budget: RetryBudget, ceilingMs: number): number => budget.random() * ceilingMs;

function spend(budget: RetryBudget, pauseMs: number): number | null {
  if (pauseMs > budget.pausesLeftMs) return null;
  budget.pausesLeftMs -= pauseMs;
  return pauseMs;
}
