import type { ServerResponse } from "node:http";
import type { Fault } from "./faults.ts";
import { apiError, html, type Reply, textOf, writeReply } from "./reply.ts";

const TOO_LARGE_BYTES = 1_200_000;

/** The answer of a fault that strikes before any work. */
export function replyBeforeWork(fault: Fault): Reply | null {
  switch (fault.kind) {
    case "status":
      return fault.code === null ? { status: fault.status, body: null } : apiError(fault.status, fault.code);
    case "html":
      return html(fault.status);
    case "retry_429":
      return {
        status: 429,
        body: null,
        ...(fault.retryAfterSeconds === null
          ? {}
          : { headers: { "retry-after": String(fault.retryAfterSeconds) } }),
      };
    case "token_expired":
      return apiError(403, "10502");
    default:
      return null;
  }
}

/** Writes a finished answer the way a fault spoils it. */
export function writeSpoiled(response: ServerResponse, reply: Reply, fault: Fault): void {
  const text = textOf(reply);
  switch (fault.kind) {
    case "reset_after":
      response.destroy();
      return;
    case "stall":
      return;
    case "reset_in_body":
    case "short":
      response.writeHead(reply.status, { "content-length": Buffer.byteLength(text) + 1 });
      response.write(fault.kind === "short" ? text : text.slice(0, text.length / 2), () =>
        response.destroy(),
      );
      return;
    case "truncate":
      writeReply(response, { ...reply, body: text.slice(0, text.length / 2) });
      return;
    case "too_large":
      writeReply(response, { ...reply, body: `"${"x".repeat(TOO_LARGE_BYTES)}"` });
      return;
    case "no_id":
      writeReply(response, { ...reply, body: { ...Object(reply.body), id: undefined } });
      return;
    case "boolean":
      writeReply(response, { ...reply, body: text.replace('"result":"true"', '"result":true') });
      return;
    default:
      writeReply(response, reply);
  }
}
