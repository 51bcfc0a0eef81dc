import type { AlertResult, ScoreEnabled } from "./process-values.ts";

export type ProcessOutcome = "approve" | "review" | "reprove" | "retry" | "wait";

/** The row of the scenario table that decided; the interface has words for each. */
export type AdviceReason =
  | "not_completed"
  | "awaiting_document"
  | "failed"
  | "canceled"
  | "result_error"
  | "expired"
  | "warning"
  | "liveness_missing"
  | "identity_missing"
  | "identity_not_measured"
  | "divergence"
  | "contradiction"
  | "not_live"
  | "not_holder"
  | "holder"
  | "alert"
  | "inconclusive"
  | "no_evidence"
  | "score_high"
  | "score_between"
  | "score_low"
  | "score_very_low"
  | "unknown_value";

export type Advice = { readonly outcome: ProcessOutcome; readonly reason: AdviceReason };

export type ScoreFacts = {
  readonly score: number | null;
  readonly scoreEnabled: ScoreEnabled;
  readonly alert: AlertResult;
  /** The alert or another signal that keeps a process from being approved. */
  readonly isFlagged: boolean;
  readonly reproveAt: number;
};

/**
 * The advice for a live person whose identity was inconclusive, by the bands of the risk score.
 * Source: developer.unico.io, Capabilities; the bands between the printed ones are reviewed.
 */
export function judgeScore({ score, scoreEnabled, alert, isFlagged, reproveAt }: ScoreFacts): Advice {
  const applies = scoreEnabled === "yes" && score !== null && Math.abs(score) <= 100;
  if (alert === "yes" && applies && score < 0) return { outcome: "reprove", reason: "alert" };
  if (isFlagged) return { outcome: "review", reason: "alert" };
  if (!applies) return { outcome: "review", reason: "inconclusive" };
  if (score >= 10) return { outcome: "approve", reason: "score_high" };
  if (score <= reproveAt) return { outcome: "reprove", reason: "score_very_low" };
  if (score <= -10) return { outcome: "review", reason: "score_low" };
  return score === 0
    ? { outcome: "retry", reason: "no_evidence" }
    : { outcome: "review", reason: "score_between" };
}
