import { isRecord } from "./checks.ts";
import type { Fault } from "./faults.ts";
import { apiError, errorOf, html, type Reply, textOf } from "./reply.ts";

const TOO_LARGE_BYTES = 1_200_000;

/** The answer that a fault gives instead of the finished one, which `reply` is; unchanged where it spoils no answer. */
export function spoil(fault: Fault, path: string, reply: Reply): Reply {
  switch (fault.kind) {
    case "status":
      return errorOf(path, fault.status, fault.code);
    case "html":
      return html(fault.status);
    case "retry_429":
      return { status: 429, body: null, headers: retryAfter(fault.retryAfterSeconds) };
    case "token_expired":
      return isSdkContract(path) ? { status: 401, body: null } : apiError(403, "10502");
    case "truncate":
      return { ...reply, body: halfOf(textOf(reply)) };
    case "too_large":
      return { ...reply, body: `"${"x".repeat(TOO_LARGE_BYTES)}"` };
    case "no_id":
      return { ...reply, body: withValues(reply.body, { [idPathOf(path)]: undefined }) };
    case "boolean":
      return { ...reply, body: textOf(reply).replace(/"result":"(true|false)"/, '"result":$1') };
    case "unknown_values":
      return { ...reply, body: withValues(reply.body, fault.values ?? unknownValuesOf(path)) };
    default:
      return reply;
  }
}

export const halfOf = (text: string): string => text.slice(0, text.length / 2);

const isSdkContract = (path: string): boolean => path.startsWith("/client/");
const idPathOf = (path: string): string => (isSdkContract(path) ? "process.id" : "id");

const retryAfter = (seconds: number | null): Readonly<Record<string, string>> =>
  seconds === null ? {} : { "retry-after": String(seconds) };

const OF_VALIDATION = {
  "biometryToken.result": "SOMETHING_NEW",
  "identityFraudsters.result": "SOMETHING_NEW",
  liveness: 9,
};
const OF_DOCUMENT = {
  "process.result": "PROCESS_RESULT_SOMETHING_NEW",
  "process.authenticationInfo.authenticationResult": "AUTHENTICATION_RESULT_SOMETHING_NEW",
  "process.authenticationInfo.livenessResult": "LIVENESS_RESULT_SOMETHING_NEW",
  "process.authenticationInfo.identityFraudstersResult": "TRUST_RESULT_SOMETHING_NEW",
};
const unknownValuesOf = (path: string) => (isSdkContract(path) ? OF_DOCUMENT : OF_VALIDATION);

/** A copy of an answer with other values; members on the way that are missing are made. */
function withValues(body: unknown, values: Readonly<Record<string, unknown>>): unknown {
  const copy: unknown = structuredClone(body);
  for (const [path, value] of Object.entries(values)) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    let place = copy;
    for (const name of names) {
      if (!isRecord(place)) break;
      place[name] ??= {};
      place = place[name];
    }
    if (isRecord(place)) place[last] = value;
  }
  return copy;
}
