import { createPrivateKey, type KeyObject } from "node:crypto";
import type { Dispatcher } from "undici";
import { fail, ok, type Result } from "#lib/result.ts";
import { type AssertionIdentity, signAssertion, withoutTrailingSlash } from "./assertion.ts";
import { readError } from "./errors.ts";
import { DEFAULT_BACK_OFF_MS, type Gate } from "./gate.ts";
import { PLAIN_JSON, send } from "./http.ts";
import { readAnswer, type TokenAnswer, tokenAnswerSchema } from "./schemas.ts";
import type { TokenFailure } from "./token-store.ts";
import { verdictOf } from "./verdicts.ts";

export type TokenSettings = AssertionIdentity & { readonly privateKeyPem: string };

export type Asked = Result<TokenAnswer & { readonly durationMs: number }, TokenFailure>;

/** Reads the key once; null when it is none. */
export function privateKeyOf(settings: TokenSettings): KeyObject | null {
  try {
    return createPrivateKey(settings.privateKeyPem);
  } catch {
    return null;
  }
}

/** One request to the token service. Source: developer.unico.io, authentication. */
export async function askForToken(
  settings: TokenSettings,
  key: KeyObject,
  iat: number,
  deps: { readonly dispatcher: Dispatcher; readonly gate: Gate; readonly totalMs: number },
): Promise<Asked> {
  const assertion = await signAssertion(settings, key, iat);
  const startedMs = performance.now();
  const sent = await send({
    dispatcher: deps.dispatcher,
    method: "POST",
    url: `${withoutTrailingSlash(settings.authUrl)}/oauth2/token`,
    headers: { "content-type": "application/x-www-form-urlencoded", ...PLAIN_JSON },
    body: `grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=${assertion}`,
    totalMs: deps.totalMs,
  });
  const durationMs = performance.now() - startedMs;
  const httpStatus = sent.ok ? sent.value.httpStatus : sent.failure.httpStatus;
  const unicoCode = sent.ok ? readError(sent.value.raw).code : null;
  const token = sent.ok && httpStatus === 200 ? readAnswer(tokenAnswerSchema, sent.value.raw) : null;
  const verdict = verdictOf(
    sent.ok
      ? { kind: "answered", httpStatus: sent.value.httpStatus, unicoCode, isUsable: token !== null }
      : { kind: "broken", isSent: sent.failure.isSent },
    "token",
  );
  const skewMs = sent.ok ? sent.value.skewMs : null;
  const about = { host: "auth", endpoint: "token" } as const;
  deps.gate.saw({ at: new Date(), ...about, verdict, httpStatus, unicoCode, durationMs, skewMs });
  if (token) return ok({ ...token, durationMs });
  if (sent.ok && verdict === "busy") {
    const { retryAfterMs } = sent.value;
    // The limit is one for all that we send, whoever it was told to.
    await deps.gate.backOff(retryAfterMs ?? DEFAULT_BACK_OFF_MS).catch(() => undefined);
    return fail({ kind: "busy", retryAfterMs });
  }
  return fail(verdict === "refused" ? { kind: "refused", unicoCode } : { kind: "unreachable" });
}
