import { type Actor, grantOf } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { LookUpTrouble } from "#lib/features/processes/rules.ts";

/** Our policy, as the screen says it. */
export const MOST_IDS = 5_000;
/** What one person may have under way: a list is one act, however many ids it holds. */
export const MOST_UNDER_WAY = 3;
/** Of the ids of a list, how many are asked for at once: the gate holds them to the rate. */
export const AT_ONCE = 12;
/** How many ids of a list are taken before the next list has its turn. */
export const TURN = 60;
/** Whoever worked on a list and is silent for this long, by the database's clock, works on it no more. */
export const RUNNER_SILENT_AFTER_S = 15;
/** After so long a list gives up what Unico still gave no answer to. */
export const TRIED_FOR_MS = 24 * 3_600_000;
const MOST_TRIES = 3;

/** Managers see the work of everybody; limited to branches they see their own, as a list is of no branch. */
export const seesEveryList = ({ actor }: { readonly actor: Actor }): boolean =>
  grantOf(actor, "report:read") === "full" && scopeOf(actor) === null;

export const LOOK_UP_STATES = [
  "waiting",
  "done",
  "not_found",
  "gone",
  "refused",
  "failed",
  "cancelled",
] as const;
export type LookUpState = (typeof LOOK_UP_STATES)[number];
export const LOOK_UP_ENDS = ["finished", "cancelled", "not_allowed"] as const;
export type LookUpEnd = (typeof LOOK_UP_ENDS)[number];

/** What becomes of an id after a look-up: it ends, is tried again later, or the whole list has to wait. */
export type Next =
  | { kind: "end"; state: Exclude<LookUpState, "waiting"> }
  | { kind: "again"; afterMs: number }
  | { kind: "pause" };

/** Troubles of everything that is asked: the next id would fare no better. */
const OF_ALL = ["credentials", "locked", "busy", "unreachable"] as const satisfies LookUpTrouble[];
const isOfAll = (trouble: LookUpTrouble): boolean => OF_ALL.some((each) => each === trouble);

/** `tries`: how often it was asked for before. `askedMs`: since when the list is there. */
export function nextOf(trouble: LookUpTrouble | null, tries: number, askedMs: number): Next {
  if (trouble === null) return { kind: "end", state: "done" };
  if (trouble === "not_found" || trouble === "gone" || trouble === "refused") {
    return { kind: "end", state: trouble };
  }
  if (isOfAll(trouble)) {
    return askedMs < TRIED_FOR_MS ? { kind: "pause" } : { kind: "end", state: "failed" };
  }
  return tries + 1 < MOST_TRIES
    ? { kind: "again", afterMs: 10_000 * 3 ** tries }
    : { kind: "end", state: "failed" };
}

/** Half a minute, then longer, at most ten minutes. `pauses`: how many there were in a row. */
export const pauseMsOf = (pauses: number): number => Math.min(30_000 * 2 ** Math.min(pauses, 10), 600_000);
