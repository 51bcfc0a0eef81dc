import { asksForNewCapture, type ReadFailure, reasonOf } from "#lib/unico/failures.ts";
import type { Vector } from "./vectors.ts";

/** Our failure in the vectors' words. */
export function wordOf(failure: ReadFailure): string {
  switch (failure.kind) {
    case "not_found":
      return "request_rejected";
    case "gone":
      return "technical_error";
    case "unknown":
      return failure.why === "unreadable" ? "malformed_body" : "server_error";
    case "not_sent":
      return failure.why === "busy" ? "rate_limited" : "token_refresh";
    case "refused": {
      const reason = reasonOf(failure);
      if (reason === "credentials") return "credential_problem";
      return asksForNewCapture(reason) ? "capture_again" : "request_rejected";
    }
  }
}

export const wordOfOutcome = (outcome: string): string => (outcome === "error" ? "technical_error" : outcome);

/** What the key of a vector promises. */
export const keyOf = (vector: Vector) => ({
  liveness: vector.request.headers.APIKEY !== "{{APIKEY_1TO1_BA}}",
  alert: true,
});

/** Oddities by the vectors' names and by ours. */
export const WARNINGS: Readonly<Record<string, string>> = {
  "finishedAt before createdAt": "finished_before_created",
  "liveness unspecified although finished and ok": "liveness_unspecified",
  "authenticationId empty": "authentication_id_empty",
};
