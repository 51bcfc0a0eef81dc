import "server-only";
import type { Dispatcher } from "undici";
import { withoutTrailingSlash } from "#lib/unico/assertion.ts";
import type { UnicoSettings } from "#lib/unico/client.ts";
import { readError } from "#lib/unico/errors.ts";
import type { Host, Seen } from "#lib/unico/gate.ts";
import { PLAIN_JSON, send } from "#lib/unico/http.ts";
import type { TokenSource } from "#lib/unico/token.ts";
import { verdictOf } from "#lib/unico/verdicts.ts";
import type { Probe } from "./breaker.ts";

/** Shorter than the time between two probes. */
const TOTAL_MS = 5_000;
/** No process has it. */
const NIL = "00000000-0000-0000-0000-000000000000";

type ProbeDeps = {
  readonly dispatcher: Dispatcher;
  readonly tokens: TokenSource;
  saw(seen: Seen): void;
};

/**
 * Reads what is not there: an answer below 500 says that the host works, and one that is no 401 or 403 that our
 * credentials do too. The token service is asked with a GET, which costs no sign-in attempt.
 */
export function createProbe(settings: UnicoSettings, { dispatcher, tokens, saw }: ProbeDeps): Probe {
  const urlOf: Readonly<Record<Host, string>> = {
    auth: `${withoutTrailingSlash(settings.authUrl)}/oauth2/token`,
    id: `${withoutTrailingSlash(settings.idUrl)}/processes/v1/${NIL}`,
    cadastro: `${withoutTrailingSlash(settings.cadastroUrl)}/client/v1/process/${NIL}`,
  };
  return async (host, reason) => {
    const token = host === "auth" ? null : await tokens.get();
    if (reason === "credentials" && !token?.ok) return false;
    const sent = await send({
      dispatcher,
      method: "GET",
      url: urlOf[host],
      headers: {
        ...PLAIN_JSON,
        ...(token?.ok ? { authorization: `Bearer ${token.value}` } : {}),
        ...(host === "id" ? { apikey: settings.apiKey } : {}),
      },
      totalMs: TOTAL_MS,
    });
    const httpStatus = sent.ok ? sent.value.httpStatus : sent.failure.httpStatus;
    const unicoCode = sent.ok ? readError(sent.value.raw).code : null;
    if (host !== "auth") {
      saw({
        at: new Date(),
        host,
        endpoint: host === "id" ? "read_validation" : "read_process",
        verdict: sent.ok
          ? verdictOf(
              { kind: "answered", httpStatus: sent.value.httpStatus, unicoCode, isUsable: true },
              "read",
            )
          : verdictOf({ kind: "broken", isSent: sent.failure.isSent }, "read"),
        httpStatus,
        unicoCode,
        durationMs: sent.ok ? sent.value.durationMs : TOTAL_MS,
        skewMs: sent.ok ? sent.value.skewMs : null,
      });
    }
    if (!sent.ok || sent.value.httpStatus >= 500) return false;
    return reason !== "credentials" || ![401, 403].includes(sent.value.httpStatus);
  };
}
