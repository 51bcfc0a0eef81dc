import { ok, type Result } from "#lib/result.ts";
import type { Verdict } from "./verdicts.ts";

/** Who waits longer: a person at the screen comes before a refresh, and both before a list. */
export type Lane = "person" | "refresh" | "batch";
/** The three services of Unico. `id`: API contract; `cadastro`: Web & SDK contract. */
export type Host = "auth" | "id" | "cadastro";
export type EndpointName = "token" | "create_process" | "read_validation" | "read_process";

export type Turn = {
  readonly host: Host;
  readonly lane: Lane;
  /** Shown beside its place while it waits. */
  readonly reverificationId?: string | undefined;
};

/** breaker_open: the host fails too often, or refuses our credentials. rate_full: waited too long for a turn. */
export type Barred = { readonly kind: "breaker_open" | "rate_full" };

/** One request as figures: nothing of a person, no id. Times in milliseconds. */
export type Seen = {
  readonly at: Date;
  readonly host: Host;
  readonly endpoint: EndpointName;
  readonly verdict: Verdict;
  readonly httpStatus: number | null;
  readonly unicoCode: string | null;
  readonly durationMs: number;
  /** Their clock less ours, from the answer's `Date`; null when it says none. */
  readonly skewMs: number | null;
};

/** What every request to Unico passes, whichever process sends it: rate, lanes and breaker. */
export interface Gate {
  /** Waits for a turn. Holds no connection of the database meanwhile. */
  enter(turn: Turn): Promise<Result<void, Barred>>;
  /** Unico said 429: nobody sends for that long. */
  backOff(pauseMs: number): Promise<void>;
  saw(seen: Seen): void;
}

/** Where 429 says no time. Source: developer.unico.io, rate limits: 1, 2, 4 s … up to 60 s. */
export const DEFAULT_BACK_OFF_MS = 1_000;
export const LONGEST_BACK_OFF_MS = 60_000;

/** Lets everything pass: for tests, and for what has no database. */
export const openGate: Gate = {
  enter: async () => ok(undefined),
  backOff: async () => {},
  saw: () => {},
};
