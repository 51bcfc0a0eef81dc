import type { Outcome } from "#lib/features/signals.ts";
import { asksForNewCapture } from "#lib/unico/failures.ts";
import type { ReverificationState } from "./rules.ts";

/** Key of `verdicts.say`: what the customer hears. None of it speaks of fraud, alerts, scores or reasons. */
export type Told = "confirmed" | "second_look" | "refused" | "new_selfie" | "our_side";

const OF_OUTCOME: Record<Outcome, Told> = {
  match: "confirmed",
  match_flagged: "second_look",
  no_match: "refused",
  no_match_flagged: "refused",
  not_live: "refused",
  undecided: "second_look",
  pending: "second_look",
  error: "new_selfie",
  cancelled: "new_selfie",
};

/** What to tell the customer whose re-verification it is. What nobody knows yet is still being looked at. */
export function tellOf(facts: {
  readonly state: ReverificationState;
  readonly outcome: Outcome | null;
  readonly failure: string | null;
}): Told {
  const { state, outcome, failure } = facts;
  if (outcome !== null) return OF_OUTCOME[outcome];
  if (state === "pending" || state === "sent" || state === "unknown") return "second_look";
  return failure !== null && needsSelfie(failure) ? "new_selfie" : "our_side";
}

const needsSelfie = (failure: string): boolean =>
  failure === "capture_required" || asksForNewCapture(failure);
