import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, type Response as UndiciResponse, fetch as undiciFetch } from "undici";

/** Our policy. A stream has no deadline as a whole: what is silent for so long has failed. */
const CONNECT_MS = 10_000;
const SILENT_MS = 60_000;
const PAUSES_MS = [200, 1_000];
const WORTH_ANOTHER_TRY = new Set([429, 500, 502, 503, 504]);

/**
 * How S3 is asked: by our own connections, for Next changes the global `fetch`; again where the other side or the way to
 * it failed and asking twice does no harm.
 */
export function s3Fetch(extraHeaders: Readonly<Record<string, string>> = {}): typeof fetch {
  const dispatcher = new Agent({
    connect: { timeout: CONNECT_MS },
    headersTimeout: SILENT_MS,
    bodyTimeout: SILENT_MS,
  });
  return async (input: string | Request | URL, init?: RequestInit) => {
    const method = init?.method ?? "GET";
    const headers = {
      ...Object.fromEntries(new Headers(init?.headers)),
      ...(method === "PUT" && extraHeaders),
    };
    const { body } = init ?? {};
    if (body && typeof body !== "string" && !(body instanceof Uint8Array))
      throw new Error("a body that cannot be sent twice");
    const url = input instanceof Request ? input.url : String(input);
    // A redirect would take what is stored to a host that nobody configured: it is an answer like any other.
    const ask = () =>
      undiciFetch(url, { method, headers, dispatcher, body: body ?? null, redirect: "manual" });
    for (const pauseMs of method === "POST" ? [] : PAUSES_MS) {
      const answer = await ask().catch(() => null);
      if (answer && !WORTH_ANOTHER_TRY.has(answer.status)) return asResponse(answer);
      await answer?.body?.cancel();
      await sleep(pauseMs);
    }
    return asResponse(await ask());
  };
}

/** The same answer as what the rest of the program calls one: the types of undici's own differ. */
function asResponse({ status, headers, body }: UndiciResponse): Response {
  const reader = body?.getReader();
  const stream = reader
    ? new ReadableStream<Uint8Array>({
        async pull(controller) {
          const { value, done } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: () => reader.cancel(),
      })
    : null;
  return new Response(stream, { status, headers: [...headers] });
}
