/**
 * What happened to one request, as far as it can be seen from here.
 * `isSent` turns true with the first byte handed to the socket; `isUsable` says that a 2xx answer could be read.
 */
export type Observed =
  | { readonly kind: "broken"; readonly isSent: boolean }
  | {
      readonly kind: "answered";
      readonly httpStatus: number;
      readonly unicoCode: string | null;
      readonly isUsable: boolean;
    };

/**
 * done: worked on and readable · refused: certainly not worked on, repeating it unchanged is useless ·
 * busy: certainly not worked on, may be sent later · not_sent: never left · token: renew, then send once more ·
 * unknown: may have been worked on and paid for, so never sent again by itself.
 */
export type Verdict = "done" | "refused" | "busy" | "not_sent" | "unknown" | "token";

export type Endpoint = "create" | "read" | "token";

const TOKEN_CODES_403 = ["10501", "10502"];
const TOKEN_CODE_500 = "10700";
/** The CPF is in Unico's queue already. Source: developers.unico.io, Unico Check response errors. */
const QUEUED_CODES = ["50002", "40009"];
/** Account not set up at Unico: documented as certain, though it comes as 500. */
const REFUSED_CODES_500 = ["20502"];

/** Something on the way gave up waiting; what stands behind it may be at work. Source: RFC 9110; nginx for 499. */
const GAVE_UP_WAITING = [408, 499];

/** The one rule table of what may be repeated. Source: developer.unico.io, error-codes and rate limits. */
export function verdictOf(observed: Observed, endpoint: Endpoint = "create"): Verdict {
  if (observed.kind === "broken") return observed.isSent ? "unknown" : "not_sent";
  const { httpStatus, unicoCode, isUsable } = observed;
  if (httpStatus >= 200 && httpStatus < 300) return isUsable ? "done" : "unknown";
  if (httpStatus === 429) return "busy";
  if (endpoint !== "token" && isTokenTrouble(httpStatus, unicoCode, endpoint)) return "token";
  if (unicoCode !== null && httpStatus === 400 && QUEUED_CODES.includes(unicoCode)) return "busy";
  if (unicoCode !== null && httpStatus === 500 && REFUSED_CODES_500.includes(unicoCode)) return "refused";
  const isRefused = httpStatus >= 400 && httpStatus < 500 && !GAVE_UP_WAITING.includes(httpStatus);
  return isRefused ? "refused" : "unknown";
}

function isTokenTrouble(httpStatus: number, code: string | null, endpoint: Endpoint): boolean {
  if (httpStatus === 401) return true;
  if (httpStatus === 500) return code === TOKEN_CODE_500;
  if (httpStatus !== 403) return false;
  return code === null ? endpoint === "read" : TOKEN_CODES_403.includes(code);
}
