import type { Outcome } from "./scenarios.ts";

type Body = Readonly<Record<string, unknown>>;

type Form = { readonly id: string; readonly hasLiveness: boolean; readonly booleans: boolean };

/** The body that an outcome is told with. Source: developer.unico.io, Liveness + Validation (1:1) + Behavior Alert. */
export function answerOf(outcome: Outcome, { id, hasLiveness, booleans }: Form): Body {
  const finished = (same: boolean | null, alert: string | null, liveness = 1): Body => ({
    id,
    status: 3,
    ...(alert === null ? {} : { identityFraudsters: { result: alert } }),
    ...(same === null ? {} : { biometryToken: { result: booleans ? same : String(same) } }),
    ...(hasLiveness ? { liveness } : {}),
  });
  switch (outcome) {
    case "match_flagged":
      return finished(true, "yes");
    case "no_match":
      return finished(false, "inconclusive");
    case "no_match_flagged":
      return finished(false, "yes");
    case "not_live":
      return finished(true, "inconclusive", 2);
    case "biometry_missing":
      return finished(null, "inconclusive");
    case "alert_missing":
      return finished(true, null);
    case "alert_unknown":
      return finished(true, "suspicious");
    case "biometry_boolean":
      return { ...finished(true, "inconclusive"), biometryToken: { result: true } };
    case "status5":
      return { id, status: 5 };
    case "pending":
      return { id, status: 1 };
    case "cancelled":
      return { id, status: 4 };
    default:
      return finished(true, "inconclusive");
  }
}

/** What a later read says: a process that was still running has ended meanwhile. */
export const laterAnswerOf = (outcome: Outcome, form: Form): Body =>
  answerOf(outcome === "pending" ? "match" : outcome, form);
