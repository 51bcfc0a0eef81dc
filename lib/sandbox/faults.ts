import { isRecord } from "./checks.ts";

export const faultKinds = [
  "latency",
  "reset_before",
  "reset_after",
  "reset_in_body",
  "stall",
  "truncate",
  "short",
  "status",
  "html",
  "too_large",
  "no_id",
  "status5",
  "boolean",
  "retry_429",
  "token_expired",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What goes wrong with the next requests whose path begins with `path`. */
export type Fault = {
  readonly kind: FaultKind;
  readonly path: string;
  readonly method: string | null;
  left: number;
  readonly latencyMs: number;
  readonly status: number;
  readonly code: string | null;
  /** null leaves the header out. */
  readonly retryAfterSeconds: number | null;
};

/** Faults that answer before anything was worked on. */
export const faultsBeforeWork: readonly FaultKind[] = [
  "reset_before",
  "status",
  "html",
  "retry_429",
  "token_expired",
];

/** A fault as the control port takes it, or null when it is none. */
export function readFault(value: unknown): Fault | null {
  if (!isRecord(value)) return null;
  const kind = faultKinds.find((known) => known === value.kind);
  if (!kind) return null;
  const numberOr = (member: unknown, fallback: number): number =>
    typeof member === "number" ? member : fallback;
  return {
    kind,
    path: typeof value.path === "string" ? value.path : "/",
    method: typeof value.method === "string" ? value.method : null,
    left: numberOr(value.count, 1),
    latencyMs: numberOr(value.latencyMs, 1_000),
    status: numberOr(value.status, kind === "html" ? 502 : 500),
    code: typeof value.code === "string" ? value.code : null,
    retryAfterSeconds: typeof value.retryAfterSeconds === "number" ? value.retryAfterSeconds : null,
  };
}

/** The first fault that fits, counted down. */
export function takeFault(faults: Fault[], method: string, path: string): Fault | null {
  const index = faults.findIndex(
    (candidate) =>
      path.startsWith(candidate.path) && (candidate.method === null || candidate.method === method),
  );
  const fault = faults[index];
  if (!fault) return null;
  fault.left -= 1;
  if (fault.left <= 0) faults.splice(index, 1);
  return fault;
}
