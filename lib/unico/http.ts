import { Agent, type Dispatcher, request } from "undici";
import { fail, ok, type Result } from "#lib/result.ts";
import { takePlace } from "./http-places.ts";

export type HttpRequest = {
  readonly dispatcher: Dispatcher;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
  /** From the call to the last byte of the answer. */
  readonly totalMs: number;
};

export type HttpAnswer = {
  readonly httpStatus: number;
  readonly raw: string;
  readonly retryAfterMs: number | null;
  readonly durationMs: number;
  /** Their clock less ours, by the `Date` of the answer; null when it has none. */
  readonly skewMs: number | null;
};

export type HttpTrouble = {
  /** False only while no byte of the request was handed to a connection. */
  readonly isSent: boolean;
  readonly why: "unreachable" | "timeout" | "reset" | "too_large";
  /** Set when the answer began and broke off. */
  readonly httpStatus: number | null;
};

/** Nothing here unpacks an answer, and silence about the encoding would allow any. Source: RFC 9110, 12.5.3. */
export const PLAIN_JSON = { accept: "application/json", "accept-encoding": "identity" } as const;

const MAX_ANSWER_BYTES = 1_000_000;
const CONNECT_MS = 3_000;
/** To one host at the same time: a slow Unico at the full rate keeps this many under way. */
const MOST_AT_ONCE = 128;
/** Of its time that a request may wait for a place: what leaves has nearly all of it left for the answer. */
const PLACE_SHARE = 0.1;
/** Between two pieces of an answer that has begun: what Unico works on, it has done by then. */
const BODY_PAUSE_MS = 5_000;

/** A bounded pool of kept-alive connections, with no cache, redirect or retry interceptor. */
export function createDispatcher(connectMs = CONNECT_MS): Agent {
  return new Agent({
    connect: { timeout: connectMs },
    connections: MOST_AT_ONCE,
    pipelining: 1,
    // One request a connection: when its first byte is written, and what became of it, is known for each.
    allowH2: false,
    keepAliveTimeout: 10_000,
    maxResponseSize: MAX_ANSWER_BYTES,
  });
}

/** Tells the moment in which undici starts to write: before it, a failure is certain not to have been sent. */
function watchSending(
  handler: Dispatcher.DispatchHandler,
  onSending: () => void,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller, context) {
      onSending();
      handler.onRequestStart?.(controller, context);
    },
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}

/** One request, once: no redirect, no repetition. What it sends is never logged or put into an error. */
export async function send(call: HttpRequest): Promise<Result<HttpAnswer, HttpTrouble>> {
  const startedMs = performance.now();
  let isSent = false;
  let httpStatus: number | null = null;
  const { origin } = new URL(call.url);
  const giveBack = await takePlace(call.dispatcher, origin, MOST_AT_ONCE, call.totalMs * PLACE_SHARE);
  if (!giveBack) return fail({ isSent, why: "unreachable", httpStatus });
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), call.totalMs - (performance.now() - startedMs));
  const watched = call.dispatcher.compose(
    (dispatch) => (options, handler) =>
      dispatch(
        options,
        watchSending(handler, () => {
          isSent = true;
        }),
      ),
  );
  try {
    const answering = request(call.url, {
      dispatcher: watched,
      method: call.method,
      headers: call.headers,
      ...(call.body === undefined ? {} : { body: call.body }),
      headersTimeout: call.totalMs,
      bodyTimeout: Math.min(BODY_PAUSE_MS, call.totalMs),
      signal: abort.signal,
    });
    const answer = await Promise.race([answering, neverLeft(answering, abort.signal, () => isSent)]);
    httpStatus = answer.statusCode;
    const raw = await readText(answer.body);
    if (raw === null) return fail({ isSent: true, why: "too_large", httpStatus });
    return ok({
      httpStatus,
      raw,
      retryAfterMs: retryAfterMs(answer.headers["retry-after"], Date.now()),
      durationMs: performance.now() - startedMs,
      skewMs: skewMs(answer.headers.date, Date.now()),
    });
  } catch (error) {
    return fail({ isSent, why: causeOf(error, isSent, abort.signal.aborted), httpStatus });
  } finally {
    clearTimeout(timer);
    giveBack();
  }
}

/** While it connects, undici takes no notice of a deadline. */
function neverLeft(answering: Promise<unknown>, signal: AbortSignal, isSent: () => boolean): Promise<never> {
  // Nobody hears any more how it ends.
  answering.catch(() => undefined);
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => !isSent() && reject(signal.reason), { once: true });
  });
}

async function readText(body: Dispatcher.ResponseData["body"]): Promise<string | null> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    byteCount += bytes.length;
    if (byteCount > MAX_ANSWER_BYTES) {
      body.destroy();
      return null;
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function causeOf(error: unknown, isSent: boolean, isAborted: boolean): HttpTrouble["why"] {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") return "too_large";
  if (!isSent) return "unreachable";
  return isAborted || code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT"
    ? "timeout"
    : "reset";
}

/** Of the forms that a date may have, the only one that is still written. Source: RFC 9110, 5.6.7. */
const HTTP_DATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;
/** A date is whole seconds of a clock that may run behind ours. */
const LEAST_UNTIL_DATE_MS = 1_000;

/** `Date.parse` alone reads a date into nearly any text with a number. */
function httpDateMs(text: string): number | null {
  const dateMs = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? null : dateMs;
}

/** `Retry-After` in seconds or as a date; null when absent or unreadable. */
export function retryAfterMs(header: string | string[] | undefined, nowMs: number): number | null {
  const value = (Array.isArray(header) ? header[0] : header)?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const dateMs = httpDateMs(value);
  return dateMs === null ? null : Math.max(LEAST_UNTIL_DATE_MS, dateMs - nowMs);
}

function skewMs(header: string | string[] | undefined, nowMs: number): number | null {
  const dateMs = typeof header === "string" ? httpDateMs(header) : null;
  return dateMs === null ? null : dateMs - nowMs;
}
