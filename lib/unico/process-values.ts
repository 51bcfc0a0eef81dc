/** Parsed enumerations of the Web & SDK contract. A value that is not listed is "unknown" and approves nothing. */

/** Source of all lists: developer.unico.io, "Get process", with the older pages' additions. */
const STATES = {
  PROCESS_STATE_CREATED: "created",
  PROCESS_STATE_FINISHED: "finished",
  PROCESS_STATE_FAILED: "failed",
  PROCESS_STATE_CANCELED: "canceled",
  PROCESS_STATE_AWAITING_FOR_DOCUMENT: "awaiting_document",
} as const;
const RESULTS = {
  PROCESS_RESULT_OK: "ok",
  PROCESS_RESULT_WARNING: "warning",
  PROCESS_RESULT_ERROR: "error",
  PROCESS_RESULT_UNSPECIFIED: "unspecified",
  PROCESS_RESULT_INVALID_IDENTITY: "invalid_identity",
  PROCESS_RESULT_EXPIRED: "expired",
} as const;
const AUTHENTICATIONS = {
  AUTHENTICATION_RESULT_UNSPECIFIED: "unspecified",
  AUTHENTICATION_RESULT_INCONCLUSIVE: "inconclusive",
  AUTHENTICATION_RESULT_POSITIVE: "positive",
  AUTHENTICATION_RESULT_NEGATIVE: "negative",
} as const;
export const LIVENESSES = {
  LIVENESS_RESULT_UNSPECIFIED: "unspecified",
  LIVENESS_RESULT_NOT_LIVE: "not_live",
  LIVENESS_RESULT_LIVE: "live",
} as const;
export const ALERTS = {
  TRUST_RESULT_YES: "yes",
  TRUST_RESULT_INCONCLUSIVE: "inconclusive",
  TRUST_RESULT_UNSPECIFIED: "unspecified",
  /** One page spells it so. */
  TRUST_RESULT_UNSPECIFIE: "unspecified",
} as const;
const SCORES_ENABLED = {
  SCORE_ENABLED_TRUE: "yes",
  SCORE_ENABLED_FALSE: "no",
  SCORE_ENABLED_UNSPECIFIED: "unspecified",
} as const;

/** What a process can be asked to check. */
export const CAPACITIES: Readonly<Record<string, "liveness" | "identity" | "other">> = {
  PROCESS_CAPACITY_IDLIVE: "liveness",
  liveness: "liveness",
  PROCESS_CAPACITY_IDUNICO: "identity",
  PROCESS_CAPACITY_IDCHECK: "identity",
  face_match: "identity",
  PROCESS_CAPACITY_IDDOCS: "other",
  PROCESS_CAPACITY_IDSIGN: "other",
  PROCESS_CAPACITY_IDTOKEN: "other",
  PROCESS_CAPACITY_IDTRUST: "other",
  PROCESS_CAPACITY_IDSERPRO: "other",
  PROCESS_CAPACITY_UNSPECIFIED: "other",
};

export type ProcessState = (typeof STATES)[keyof typeof STATES] | "unknown";
export type ProcessResult = (typeof RESULTS)[keyof typeof RESULTS] | "unknown";
export type AuthenticationResult = (typeof AUTHENTICATIONS)[keyof typeof AUTHENTICATIONS] | "unknown";
export type LivenessResult = (typeof LIVENESSES)[keyof typeof LIVENESSES] | "unknown";
export type AlertResult = (typeof ALERTS)[keyof typeof ALERTS] | "unknown";
export type ScoreEnabled = (typeof SCORES_ENABLED)[keyof typeof SCORES_ENABLED] | "unknown";

/** The parsed value of a raw one; an absent member reads as `whenAbsent`. */
function parseWith<T extends string>(table: Readonly<Record<string, T>>, whenAbsent: T | "unknown") {
  return (raw: string | null): T | "unknown" => {
    if (raw === null) return whenAbsent;
    return Object.hasOwn(table, raw) ? (table[raw] ?? "unknown") : "unknown";
  };
}

export const parseState: (raw: string | null) => ProcessState = parseWith(STATES, "unknown");
export const parseResult: (raw: string | null) => ProcessResult = parseWith(RESULTS, "unknown");
// A capability that is not used says "unspecified", or its member is not there at all.
export const parseAuthentication: (raw: string | null) => AuthenticationResult = parseWith(
  AUTHENTICATIONS,
  "unspecified",
);
export const parseLiveness: (raw: string | null) => LivenessResult = parseWith(LIVENESSES, "unspecified");
export const parseAlert: (raw: string | null) => AlertResult = parseWith(ALERTS, "unspecified");
export const parseScoreEnabled: (raw: string | null) => ScoreEnabled = parseWith(
  SCORES_ENABLED,
  "unspecified",
);
