import type { RawValue, ValidationAnswer } from "./schemas.ts";

export type ValidationOutcome =
  | "match"
  | "match_flagged"
  | "no_match"
  | "no_match_flagged"
  | "not_live"
  | "undecided"
  | "error"
  | "pending"
  | "cancelled";

/** What the API key promises to measure. A missing member means different things with and without it. */
export type KeyPromise = { readonly liveness: boolean; readonly alert: boolean };

type Signals = Pick<
  ValidationAnswer,
  "status" | "biometry" | "fraudsters" | "identity" | "liveness" | "authenticated"
>;

/**
 * The behaviour alert: "yes" is one, "inconclusive" (and the undocumented "no") is none, "other" is a value
 * nobody documented and counts as an alert, null was not sent.
 * Source: developer.unico.io, response scenarios; capabilities page for the third value.
 */
export function fraudstersOf(answer: Pick<Signals, "fraudsters">): "yes" | "inconclusive" | "other" | null {
  const raw = answer.fraudsters;
  if (isAbsent(raw)) return null;
  if (raw === "yes") return "yes";
  return raw === "inconclusive" || raw === "no" ? "inconclusive" : "other";
}

const POSITIVE: readonly RawValue[] = [true, "true", "yes"];
const NEGATIVE: readonly RawValue[] = [false, "false", "no"];

/** The 1:1 comparison alone; null when the answer carries none in either of its spellings. */
export function biometryOf({
  biometry,
  authenticated,
}: Pick<Signals, "biometry" | "authenticated">): "match" | "no_match" | "undecided" | null {
  const told = [
    ...(isAbsent(biometry) ? [] : [comparisonOf(biometry)]),
    // Never a string in the documents, whose older answers alone have it.
    ...(isAbsent(authenticated) ? [] : [typeof authenticated === "boolean" && comparisonOf(authenticated)]),
  ];
  if (told.length === 0) return null;
  if (told.every((each) => each === "match")) return "match";
  return told.every((each) => each === "no_match") ? "no_match" : "undecided";
}

function comparisonOf(raw: RawValue): "match" | "no_match" | "undecided" {
  if (POSITIVE.includes(raw)) return "match";
  return NEGATIVE.includes(raw) ? "no_match" : "undecided";
}

/**
 * Proof of life. A key without liveness may still answer 1 (identity verification does), which proves nothing.
 * Source: developer.unico.io, Liveness + Identity Verification + Behavior Alert.
 */
export function livenessOf(
  answer: Pick<Signals, "liveness">,
  key: Pick<KeyPromise, "liveness"> = { liveness: true },
): "live" | "not_live" | "not_measured" {
  if (answer.liveness === 2) return "not_live";
  return answer.liveness === 1 && key.liveness ? "live" : "not_measured";
}

/**
 * Our reading of a 1:1 answer: unknown, absent or of a wrong type never reads as a match, and an alert is never
 * hidden by one. Each row of the table is in tests/unit/unico.
 */
export function outcomeOfReverification(answer: Signals, key: KeyPromise): ValidationOutcome {
  const unfinished = outcomeOfStatus(answer);
  if (unfinished) return unfinished;

  const liveness = livenessOf(answer, key);
  if (liveness === "not_live") return "not_live";
  if (key.liveness ? liveness !== "live" : !isLivenessSilent(answer.liveness)) return "undecided";

  const biometry = biometryOf(answer);
  const alert = fraudstersOf(answer);
  const isFlagged = alert === "yes" || alert === "other";
  if (biometry === "no_match") return isFlagged ? "no_match_flagged" : "no_match";
  if (biometry !== "match") return "undecided";
  if (key.alert && alert === null) return "undecided";
  if (contradictsMatch(answer.identity)) return "undecided";
  return isFlagged ? "match_flagged" : "match";
}

function outcomeOfStatus(answer: Signals): ValidationOutcome | null {
  switch (answer.status) {
    case 3:
      return null;
    case 1:
    case 2:
      return "pending";
    case 4:
      return "cancelled";
    case 5:
      return "error";
    case undefined:
      // The oldest form of the answer has `authenticated` and no status.
      return typeof answer.authenticated === "boolean" ? null : "undecided";
    default:
      return "undecided";
  }
}

const isAbsent = (raw: RawValue): boolean => raw === undefined || raw === null;
const isLivenessSilent = (raw: RawValue): boolean => isAbsent(raw) || raw === 1;

/** Identity verification, where it is on the key too, can deny the holder whom the 1:1 confirms. */
const contradictsMatch = (identity: RawValue): boolean =>
  !(isAbsent(identity) || identity === "yes" || identity === "inconclusive");
