import { validateHeaderName, validateHeaderValue } from "node:http";
import { isRecord } from "./checks.ts";

/** What can go wrong, and what each does. */
export const faultMeanings = {
  latency: "answers as it should, after latencyMs",
  reset_before: "resets the connection before any work",
  status: "answers with status, and with the error of code if one is given",
  html: "a gateway's page, with status (502)",
  retry_429: "429, with Retry-After if retryAfterSeconds is given",
  token_expired: "403 10502; of the Web & SDK contract 401 without a body",
  status5: "the process ends with status 5",
  reset_after: "works, then resets the connection before any header",
  reset_after_headers: "works, then resets behind the headers",
  reset_in_body: "works, then resets in the middle of the body",
  half_close: "works, then closes its side of the connection without a word",
  stall: "works, then never sends a header",
  stall_in_body: "works, sends half of the body, and never the rest",
  truncate: "half of the body, whole in form",
  short: "a body one byte shorter than content-length says, then the end",
  long: "a body one byte longer than content-length says",
  endless: "chunks that never end",
  too_large: "a body of 1.2 MB",
  no_id: "the answer without its id",
  boolean: "the comparison's result as a boolean",
  unknown_values: "values that nobody knows, or those of values by their path",
  raw: "works, then answers with status, headers and body (text) or base64 as they are",
  wire: "works, then writes base64 on the connection instead of an answer, and closes",
} as const;
export type FaultKind = keyof typeof faultMeanings;

/** What goes wrong with the next requests that fit: their path begins with `path`, and so on. */
export type Fault = {
  readonly kind: FaultKind;
  readonly path: string;
  readonly method: string | null;
  /** Only creations against this reference. */
  readonly reference: string | null;
  /** Only creations with this client reference. */
  readonly clientReference: string | null;
  left: number;
  readonly latencyMs: number;
  readonly status: number;
  readonly code: string | null;
  /** null leaves the header out. */
  readonly retryAfterSeconds: number | null;
  /** Whether the request is worked on, and paid for, before it goes wrong. */
  readonly isWorkedOn: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** Given as text in `body` or as base64. */
  readonly bytes: Buffer;
  /** Path of a member, such as `biometryToken.result`, to its value. */
  readonly values: Readonly<Record<string, unknown>> | null;
};

/** Faults that answer before anything was worked on, unless `isWorkedOn` says otherwise. */
const BEFORE_WORK: readonly FaultKind[] = ["reset_before", "status", "html", "retry_429", "token_expired"];

const isKind = (value: unknown): value is FaultKind =>
  typeof value === "string" && Object.hasOwn(faultMeanings, value);

/** A fault as the control port takes it, or what is wrong with it. */
export function readFault(value: unknown): Fault | string {
  if (!isRecord(value) || !isKind(value.kind)) return "unknown kind of fault";
  const { kind } = value;
  const number = <T>(member: unknown, fallback: T) => (typeof member === "number" ? member : fallback);
  const text = (member: unknown) => (typeof member === "string" ? member : null);
  const headers = headersIn(value.headers);
  if (!headers) return "headers that cannot be sent";
  const status = number(value.status, STATUS[kind] ?? 500);
  if (!Number.isInteger(status) || status < 200 || status > 999) return "status is no HTTP status";
  return {
    kind,
    path: text(value.path) ?? "/",
    method: text(value.method),
    reference: text(value.reference)?.toLowerCase() ?? null,
    clientReference: text(value.clientReference),
    left: number(value.count, 1),
    latencyMs: number(value.latencyMs, 1_000),
    status,
    code: text(value.code),
    retryAfterSeconds: number(value.retryAfterSeconds, null),
    isWorkedOn: typeof value.isWorkedOn === "boolean" ? value.isWorkedOn : !BEFORE_WORK.includes(kind),
    headers,
    bytes:
      typeof value.body === "string"
        ? Buffer.from(value.body)
        : Buffer.from(text(value.base64) ?? "", "base64"),
    values: isRecord(value.values) ? value.values : null,
  };
}

const STATUS: Partial<Record<FaultKind, number>> = { html: 502, raw: 200 };

function headersIn(value: unknown): Readonly<Record<string, string>> | null {
  const headers = Object.entries(isRecord(value) ? value : {}).map(([name, each]) => [name, String(each)]);
  try {
    for (const [name = "", each = ""] of headers) {
      validateHeaderName(name);
      validateHeaderValue(name, each);
    }
    return Object.fromEntries(headers);
  } catch {
    return null;
  }
}

export type FaultTarget = {
  readonly method: string;
  readonly path: string;
  readonly reference: string | null;
  readonly clientReference: string | null;
};

/** The first fault that fits, counted down. */
export function takeFault(faults: Fault[], target: FaultTarget): Fault | null {
  const fits = (wanted: string | null, given: string | null) => wanted === null || wanted === given;
  const index = faults.findIndex(
    (candidate) =>
      target.path.startsWith(candidate.path) &&
      fits(candidate.method, target.method) &&
      fits(candidate.reference, target.reference) &&
      fits(candidate.clientReference, target.clientReference),
  );
  const fault = faults[index];
  if (!fault) return null;
  fault.left -= 1;
  if (fault.left <= 0) faults.splice(index, 1);
  return fault;
}
