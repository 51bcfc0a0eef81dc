import type { IncomingHttpHeaders } from "node:http";
import { isRecord } from "./checks.ts";
import type { SandboxCredentials } from "./credentials.ts";

/** Which API key came along: what it may do, never the key. */
export type KeyClass = "plain" | "liveness" | "without_permission" | "unknown" | "none";

/** One request as it arrived; holds nothing of its headers, query and body but what tells it from others. */
export type RequestFact = {
  /** Milliseconds of the machine's clock, whatever the sandbox's own is switched to. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly host: string | null;
  readonly key: KeyClass;
  readonly clientReference: string | null;
};

export function keyClassOf(credentials: SandboxCredentials, headers: IncomingHttpHeaders): KeyClass {
  switch (headers.apikey) {
    case undefined:
    case "":
      return "none";
    case credentials.apiKey:
      return "plain";
    case credentials.apiKeyWithLiveness:
      return "liveness";
    case credentials.apiKeyWithoutPermission:
      return "without_permission";
    default:
      return "unknown";
  }
}

export const clientReferenceOf = (subject: unknown): string | null =>
  isRecord(subject) && typeof subject.clientReference === "string" ? subject.clientReference : null;

/** Those of a log that fit what the query asks for. */
export function requestsLike(requests: readonly RequestFact[], query: URLSearchParams): RequestFact[] {
  const wanted = (["path", "method", "key", "clientReference"] as const).flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [{ name, value }];
  });
  const since = query.get("since");
  return requests.filter(
    (fact) => (since === null || fact.at >= since) && wanted.every(({ name, value }) => fact[name] === value),
  );
}
