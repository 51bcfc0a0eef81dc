import { createHash, type KeyObject, randomBytes, verify } from "node:crypto";
import { parseRecord } from "./checks.ts";
import { keepNewest } from "./kept.ts";
import { type Reply, tokenError } from "./reply.ts";
import type { SandboxState } from "./state.ts";

const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const ALLOWED_CLAIMS = ["iss", "aud", "scope", "iat", "exp"];
const MAX_LIFE_SECONDS = 3_600;
const FAILURES_TO_LOCK = 5;
const FAILURE_WINDOW_MS = 60_000;
const LOCK_MS = 5 * 60_000;
const FORM = "application/x-www-form-urlencoded";
/** Far more than can be in use. */
const REMEMBERED = 100_000;

/** `POST /oauth2/token`, its checks in the order of the protocol's rules. Source: developer.unico.io, authentication. */
export function answerToken(
  state: SandboxState,
  request: {
    readonly method: string;
    readonly contentType: string;
    readonly body: string;
    /** Addresses that it was or may be reached under. */
    readonly ownUrls: readonly string[];
  },
): Reply {
  if (request.method !== "POST") return { status: 405, body: null, headers: { allow: "POST" } };
  const [mediaType = ""] = request.contentType.split(";");
  if (mediaType.trim().toLowerCase() !== FORM) return oauthError("invalid_request");
  const form = new URLSearchParams(request.body);
  if (form.get("grant_type") !== GRANT) return oauthError("unsupported_grant_type");
  const assertion = form.get("assertion") ?? "";
  const code = refusalOfAssertion(state, assertion, request.ownUrls);
  if (code) return tokenError(code);

  const token = `${randomBytes(16).toString("base64url")}.${randomBytes(48).toString("base64url")}`;
  const { tokenLifeSeconds } = state.switches;
  state.tokens.set(token, state.nowMs() + tokenLifeSeconds * 1_000);
  keepNewest(state.tokens, REMEMBERED);
  return {
    status: 200,
    body: { access_token: token, token_type: "Bearer", expires_in: tokenLifeSeconds },
    headers: { "cache-control": "no-store" },
  };
}

const oauthError = (error: string): Reply => ({
  status: 400,
  body: { error, error_description: error.replaceAll("_", " ") },
});

function refusalOfAssertion(
  state: SandboxState,
  assertion: string,
  ownUrls: readonly string[],
): string | null {
  const parts = assertion.split(".");
  const [header, claims] = parts.slice(0, 2).map(decode);
  if (parts.length !== 3 || !parts.every(isBase64Url) || !header || !claims) return "1.2.20";
  if (header.alg !== "RS256" || (header.typ !== undefined && header.typ !== "JWT")) return "1.2.5";
  return (
    refusalOfIssuer(state, claims.iss) ??
    refusalOfSignature(state, assertion) ??
    refusalOfClaims(state, claims, state.switches.audience ? [state.switches.audience] : ownUrls) ??
    refusalOfReplay(state, assertion)
  );
}

const isBase64Url = (part: string): boolean => /^[A-Za-z0-9_-]+$/.test(part);

const decode = (part: string) => parseRecord(Buffer.from(part, "base64url").toString("utf8"));

function refusalOfIssuer(state: SandboxState, iss: unknown): string | null {
  const match = typeof iss === "string" ? /^([^@\s]+)@([^@\s]+)\.iam\.acesso\.io$/.exec(iss) : null;
  if (match?.[2] !== state.credentials.tenant) return "1.0.1";
  if (match[1] !== state.credentials.account) return "1.2.11";
  return state.nowMs() < state.lockedUntilMs ? "1.2.18" : null;
}

function refusalOfSignature(state: SandboxState, assertion: string): string | null {
  const end = assertion.lastIndexOf(".");
  const signed = Buffer.from(assertion.slice(0, end));
  const signature = Buffer.from(assertion.slice(end + 1), "base64url");
  const isBy = (key: KeyObject) => verify("RSA-SHA256", signed, key, signature);
  const isOwn = isBy(state.publicKey);
  if (isOwn && !state.isKeyRetired) return null;
  noteFailure(state);
  return isOwn || state.retiredKeys.some(isBy) ? "1.2.6" : "1.2.21";
}

function noteFailure(state: SandboxState): void {
  const nowMs = state.nowMs();
  const recent = [...state.signatureFailures, nowMs].filter((atMs) => atMs > nowMs - FAILURE_WINDOW_MS);
  const isLocked = recent.length >= FAILURES_TO_LOCK;
  if (isLocked) state.lockedUntilMs = nowMs + LOCK_MS;
  state.signatureFailures = isLocked ? [] : recent;
}

function refusalOfClaims(
  state: SandboxState,
  claims: Record<string, unknown>,
  audiences: readonly unknown[],
): string | null {
  if ("sub" in claims) return "1.2.19";
  if (Object.keys(claims).some((name) => !ALLOWED_CLAIMS.includes(name))) return "1.2.22";
  if (claims.scope === undefined) return "1.1.1";
  if (claims.scope !== "*" || !audiences.includes(claims.aud)) return "1.2.5";
  const { iat, exp } = claims;
  if (!Number.isInteger(iat) || !Number.isInteger(exp)) return "1.2.5";
  const [issued, expires] = [Number(iat), Number(exp)];
  const nowSeconds = state.nowMs() / 1_000;
  if (expires <= issued || expires > issued + MAX_LIFE_SECONDS) return "1.2.5";
  if (expires <= nowSeconds) return "1.2.4";
  return issued > nowSeconds + state.switches.tokenSkewSeconds ? "1.2.5" : null;
}

function refusalOfReplay(state: SandboxState, assertion: string): string | null {
  const hash = createHash("sha256").update(assertion).digest("hex");
  if (state.seenAssertions.has(hash)) return "1.2.7";
  state.seenAssertions.add(hash);
  keepNewest(state.seenAssertions, REMEMBERED);
  return null;
}
