import type { IncomingHttpHeaders } from "node:http";
import { apiError, type Reply } from "./reply.ts";
import type { SandboxState } from "./state.ts";

/** Token of the header; "Bearer" is usual, the bare token is taken too, as in old examples. */
export const tokenOf = (headers: IncomingHttpHeaders): string | undefined =>
  headers.authorization?.replace(/^Bearer\s+/i, "");

/** Steps 1 to 5 of the API contract: rate, headers, token, key. null when the caller may go on. */
export function refusalOfCaller(state: SandboxState, headers: IncomingHttpHeaders): Reply | null {
  const limited = refusalOfRate(state);
  if (limited) return limited;
  const as = (status: number, code: string): Reply =>
    state.switches.authAs401 ? { status: 401, body: null } : apiError(status, code);
  const token = tokenOf(headers);
  if (!token) return as(400, "20001");
  const key = headers.apikey;
  if (!key) return as(400, "20002");
  const endsAtMs = state.tokens.get(token);
  if (endsAtMs === undefined) return as(403, "10501");
  if (endsAtMs <= state.nowMs()) return as(403, "10502");
  const { apiKey, apiKeyWithLiveness, apiKeyWithoutPermission } = state.credentials;
  if (key === apiKeyWithoutPermission) return apiError(403, "30017");
  return key === apiKey || key === apiKeyWithLiveness ? null : apiError(403, "10201");
}

/** A bucket for the one tenant there is. Source: developer.unico.io, rate limits. */
export function refusalOfRate(state: SandboxState): Reply | null {
  const { ratePerSecond } = state.switches;
  const nowMs = state.nowMs();
  const earned = ((nowMs - state.bucket.atMs) / 1_000) * ratePerSecond;
  const tokens = Math.min(ratePerSecond, state.bucket.tokens + earned);
  state.bucket = { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs };
  return tokens >= 1 ? null : { status: 429, body: null, headers: { "retry-after": "1" } };
}
