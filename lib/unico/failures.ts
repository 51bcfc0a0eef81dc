import type { Verdict } from "./verdicts.ts";

/** One request that was tried, for the record. Times of our clock. */
export type Attempt = {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** null when no answer came. */
  readonly httpStatus: number | null;
  readonly verdict: Verdict;
};

/** Certainly not worked on, and not worth repeating unchanged. */
export type Refused = {
  readonly kind: "refused";
  readonly unicoCode: string | null;
  readonly httpStatus: number;
};
/** Certainly not worked on; the same thing may be tried again later. */
export type NotSent = {
  readonly kind: "not_sent";
  /** expired: its capture is too old. fenced: another process ended it while this one waited. */
  readonly why: "unreachable" | "busy" | "credentials" | "malformed" | "breaker_open" | "expired" | "fenced";
  readonly unicoCode?: string | null;
};
/** It may have been worked on and paid for. `raw` is what came, if anything. */
export type Unknown = {
  readonly kind: "unknown";
  readonly why: "timeout" | "reset" | "server_error" | "unreadable";
  readonly httpStatus?: number;
  readonly unicoCode?: string | null;
  readonly raw?: string;
};

export type CallTrouble = Refused | NotSent | Unknown;
/** `gone`: removed by retention, or ended in an error (status 5). */
export type ReadTrouble = CallTrouble | { readonly kind: "not_found" } | { readonly kind: "gone" };

export type CallFailure = CallTrouble & { readonly attempts: readonly Attempt[] };
export type ReadFailure = ReadTrouble & { readonly attempts: readonly Attempt[] };

/** Every cause that the interface has words for. */
export type FailureReason =
  | "request_invalid"
  | "cpf_invalid"
  | "picture_unreadable"
  | "picture_format"
  | "picture_too_large"
  | "picture_too_small"
  | "capture_required"
  | "capture_expired"
  | "capture_used"
  | "credentials"
  | "cpf_queued"
  | "busy"
  | "unreachable"
  | "breaker_open"
  | "fenced"
  | "malformed"
  | "not_found"
  | "gone"
  | "unknown_timeout"
  | "unknown_reset"
  | "unknown_server_error"
  | "unknown_unreadable";

const REASON_OF_CODE: ReadonlyMap<string, FailureReason> = new Map([
  ["20507", "cpf_invalid"],
  ["20900", "picture_unreadable"],
  ["20505", "picture_format"],
  ["20506", "picture_too_large"],
  ["20807", "picture_too_small"],
  ["10506", "capture_required"],
  ["10507", "capture_expired"],
  ["10508", "capture_used"],
  ["50002", "cpf_queued"],
  ["40009", "cpf_queued"],
  ...["20001", "20002", "10201", "10501", "10502", "10700", "30017", "20502", "60001", "7", "9"].map(
    (code) => [code, "credentials"] as const,
  ),
]);

/** Codes that speak of our account, key or token, and not of what was asked. */
export const CREDENTIAL_CODES: readonly string[] = [...REASON_OF_CODE].flatMap(([code, reason]) =>
  reason === "credentials" ? [code] : [],
);

/** The cause to put into words. An undocumented code falls back to the general cause of its kind. */
export function reasonOf(trouble: ReadTrouble): FailureReason {
  switch (trouble.kind) {
    case "refused":
      return REASON_OF_CODE.get(trouble.unicoCode ?? "") ?? reasonOfStatus(trouble);
    case "not_sent":
      if (trouble.why === "expired") return "capture_expired";
      return trouble.why === "busy" ? (REASON_OF_CODE.get(trouble.unicoCode ?? "") ?? "busy") : trouble.why;
    case "unknown":
      return `unknown_${trouble.why}`;
    default:
      return trouble.kind;
  }
}

/** Where no code says it. A gateway that finds a request too large speaks of the picture: nothing else is. */
function reasonOfStatus({ httpStatus, unicoCode }: Refused): FailureReason {
  if (httpStatus === 413) return "picture_too_large";
  const isDenied = unicoCode === null && (httpStatus === 401 || httpStatus === 403);
  return isDenied ? "credentials" : "request_invalid";
}

const CAPTURE_AGAIN: readonly string[] = [
  "picture_unreadable",
  "picture_format",
  "picture_too_large",
  "picture_too_small",
  "capture_expired",
  "capture_used",
];

/** Whether another picture can help. */
export const asksForNewCapture = (reason: string): boolean => CAPTURE_AGAIN.includes(reason);
