import type { Biometry, Fraudsters, Liveness } from "#lib/features/signals.ts";

/** Pairs of signals of which one speaks for the customer and the other against. */
export const CONTRADICTIONS = [
  "same_with_alert",
  "same_not_live",
  "same_not_holder",
  "different_holder",
  "holder_with_alert",
  "holder_not_live",
  "answers_differ",
] as const;
export type Contradiction = (typeof CONTRADICTIONS)[number];

type Found = {
  fraudsters: Fraudsters | null;
  biometry: Biometry | null;
  liveness: Liveness | null;
  score: number | null;
};

/** The bounds of Unico's bands: at -40 or less it advises refusal, from 10 on it is probably the holder. */
const NOT_HOLDER_MAX = -40;
const HOLDER_MIN = 10;

/** Which signals of a case do not agree; `others`: what other 1:1s of the same person said. */
export function contradictionsOf(
  { fraudsters, biometry, liveness, score }: Found,
  others: readonly { biometry: Biometry | null }[],
): Contradiction[] {
  const isSame = biometry === "match";
  const isDifferent = biometry === "no_match";
  const isHolder = score !== null && score >= HOLDER_MIN;
  const isAlert = fraudsters === "yes";
  const isNotLive = liveness === "not_live";
  const against = isSame ? "no_match" : isDifferent ? "match" : null;
  const holds: Record<Contradiction, boolean> = {
    same_with_alert: isSame && isAlert,
    same_not_live: isSame && isNotLive,
    same_not_holder: isSame && score !== null && score <= NOT_HOLDER_MAX,
    different_holder: isDifferent && isHolder,
    holder_with_alert: isHolder && isAlert && !isSame,
    holder_not_live: isHolder && isNotLive && !isSame,
    answers_differ: against !== null && others.some((other) => other.biometry === against),
  };
  return CONTRADICTIONS.filter((each) => holds[each]);
}
