/** The signals of an answer and our reading of them: the field's words, the same in database, code and screens. */
export const OUTCOMES = [
  "match",
  "match_flagged",
  "no_match",
  "no_match_flagged",
  "not_live",
  "undecided",
  "error",
  "pending",
  "cancelled",
] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const FRAUDSTERS = ["yes", "inconclusive", "other"] as const;
export type Fraudsters = (typeof FRAUDSTERS)[number];
export const BIOMETRY = ["match", "no_match", "undecided"] as const;
export type Biometry = (typeof BIOMETRY)[number];
export const LIVENESS = ["live", "not_live", "not_measured"] as const;
export type Liveness = (typeof LIVENESS)[number];

/** The three that every screen shows, in this order; null was not sent. */
export type ShownSignals = {
  fraudsters: Fraudsters | null;
  biometry: Biometry | null;
  liveness: Liveness | null;
};
