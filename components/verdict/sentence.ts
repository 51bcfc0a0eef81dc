import type { Outcome, ShownSignals } from "#lib/features/signals.ts";
import type { en } from "#lib/i18n/messages/verdicts.ts";

type SentenceKey = keyof (typeof en)["sentence"];

/** Key of the sentence, worst signal first; every combination has one, and none reads better than its worst part. */
export function sentenceKey(signals: ShownSignals & { outcome: Outcome | null }): SentenceKey {
  const { outcome, biometry } = signals;
  if (outcome === "error" || outcome === "pending" || outcome === "cancelled") return outcome;
  if (biometry === "match") return sameKey(signals);
  if (biometry === "no_match") return differentKey(signals);
  return uncertainKey(signals);
}

function sameKey({ fraudsters, liveness }: ShownSignals): SentenceKey {
  if (liveness === "not_live") return fraudsters === "yes" ? "not_live_same_alert" : "not_live_same";
  if (fraudsters === "yes") return liveness === "live" ? "same_alert" : "same_alert_unchecked";
  if (fraudsters === "other") return "same_fraud_unclear";
  if (fraudsters === null) return "same_fraud_absent";
  return liveness === "live" ? "same" : "same_unchecked";
}

function differentKey({ fraudsters, liveness }: ShownSignals): SentenceKey {
  const isAlert = fraudsters === "yes";
  if (liveness === "not_live") return isAlert ? "different_not_live_alert" : "different_not_live";
  if (isAlert) return liveness === "live" ? "different_alert" : "different_alert_unchecked";
  if (fraudsters === "other") return "different_fraud_unclear";
  return liveness === "live" ? "different" : "different_unchecked";
}

function uncertainKey({ fraudsters, biometry, liveness }: ShownSignals): SentenceKey {
  if (liveness === "not_live") return fraudsters === "yes" ? "not_live_alert" : "not_live";
  if (fraudsters === "yes") return "alert";
  if (fraudsters === "other") return "fraud_unclear";
  return biometry === "undecided" ? "undecided" : "nothing";
}
