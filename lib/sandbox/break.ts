import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Fault } from "./faults.ts";
import { type Reply, textOf, writeReply } from "./reply.ts";
import { halfOf, spoil } from "./spoil.ts";

/** Writes an answer the way a fault breaks it; `reply` is the finished one. */
export function writeBroken(response: ServerResponse, path: string, reply: Reply, fault: Fault): void {
  const text = textOf(reply);
  const byteCount = Buffer.byteLength(text);
  const begin = (contentLength: number): void => {
    response.writeHead(reply.status, { ...JSON_TYPE, "content-length": contentLength });
  };
  switch (fault.kind) {
    case "reset_before":
    case "reset_after":
      reset(response);
      return;
    case "reset_after_headers":
      begin(byteCount);
      response.flushHeaders();
      setTimeout(reset, RESET_AFTER_MS, response);
      return;
    case "reset_in_body":
      begin(byteCount);
      response.write(halfOf(text));
      setTimeout(reset, RESET_AFTER_MS, response);
      return;
    case "half_close":
      response.socket?.end();
      return;
    case "stall":
      return;
    case "stall_in_body":
      begin(byteCount);
      response.write(halfOf(text));
      return;
    case "short":
      begin(byteCount + 1);
      response.write(text, () => response.destroy());
      return;
    case "long":
      begin(byteCount - 1);
      response.end(text);
      return;
    case "endless":
      response.writeHead(reply.status, JSON_TYPE);
      pipeline(Readable.from(endlessText()), response).catch(() => response.destroy());
      return;
    case "raw":
      response.writeHead(fault.status, fault.headers);
      response.end(fault.bytes);
      return;
    case "wire":
      response.socket?.end(fault.bytes);
      return;
    default:
      writeReply(response, spoil(fault, path, reply));
  }
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

/** A reset throws away what the other side has not read yet, so what was written gets a moment to arrive. */
const RESET_AFTER_MS = 30;

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function* endlessText(): Generator<string> {
  yield '{"id":"';
  const part = "x".repeat(65_536);
  for (;;) yield part;
}
