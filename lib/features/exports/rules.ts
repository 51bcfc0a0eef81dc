/** Up to so many rows are written while they are taken in; more are a job. The product page. */
export const DIRECT_MAX_ROWS = 10_000;
/** Our policy: more at once asks for a fresh proof of who sits there. */
export const PROOF_OVER_ROWS = 100_000;
/** The quality page: files of one person that are written at the same time; the others wait in their order. */
export const RUNNING_PER_PERSON = 2;
/** Our policy: jobs at the same time, whoever asked for them: two processors write no faster than that. */
export const RUNNING_JOBS = 2;
/** Our policy: what one person may have waiting. */
export const WAITING_PER_PERSON = 10;
/** Our policy: long enough to come back after a weekend. */
export const KEPT_MS = 7 * 24 * 3_600_000;
/** Our policy: a file that nobody came for within that time was not wanted. */
export const READY_MS = 3_600_000;
/** A writer says this often that it lives; silent for that long it is given up. By the database's clock. */
export const BEAT_MS = 2_000;
export const SILENT_S = 20;
/** Our policy: who takes in so slowly what is written meanwhile would hold its snapshot open for ever. */
export const DIRECT_MAX_MS = 10 * 60_000;
/** A file whose writers died so often is not tried again by itself. */
export const ATTEMPTS_MAX = 3;

export const EXPORT_STATES = [
  "ready",
  "queued",
  "running",
  "done",
  "failed",
  "cancelled",
  "expired",
] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

export const isCancellable = (state: ExportState): boolean =>
  state === "ready" || state === "queued" || state === "running";

/** What was asked for is still known, and there is no file of it. */
export const isRetryable = ({ state, asked }: { state: ExportState; asked: boolean }): boolean =>
  asked && (state === "failed" || state === "cancelled");
