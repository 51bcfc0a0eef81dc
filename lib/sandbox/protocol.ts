import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { replyBeforeWork, writeSpoiled } from "./break.ts";
import { createProcess } from "./create-process.ts";
import { faultsBeforeWork, takeFault } from "./faults.ts";
import { readDocument, readValidation } from "./read-process.ts";
import { type Reply, writeReply } from "./reply.ts";
import type { SandboxState } from "./state.ts";
import { answerToken } from "./token-service.ts";

/** Above this a request is cut off; a capture may be far larger than a picture. */
const MAX_BODY_BYTES = 8_000_000;

export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    byteCount += bytes.length;
    if (byteCount > MAX_BODY_BYTES) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Answers one request of the protocol: faults first, then the service that its path names. */
export async function answerProtocol(
  state: SandboxState,
  request: IncomingMessage,
  response: ServerResponse,
  ownUrl: string,
): Promise<void> {
  const method = request.method ?? "GET";
  const path = new URL(request.url ?? "/", ownUrl).pathname;
  state.requests.push({ at: new Date(state.nowMs()).toISOString(), method, path });
  const body = await readBody(request);
  if (body === null) return writeReply(response, { status: 413, body: null });

  const fault = takeFault(state.faults, method, path);
  if (fault?.kind === "latency") await sleep(fault.latencyMs);
  if (fault && faultsBeforeWork.includes(fault.kind)) {
    const reply = replyBeforeWork(fault);
    if (reply) writeReply(response, reply);
    else response.destroy();
    return;
  }

  const { latencyMs } = state.switches;
  if (method === "POST" && path === "/processes/v1") {
    const forced = fault?.kind === "status5" ? "status5" : null;
    const created = createProcess(state, { headers: request.headers, body, path }, forced);
    await sleep(latencyMs + created.latencyMs);
    if (created.isDropped) response.destroy();
    else if (fault) writeSpoiled(response, created.reply, fault);
    else writeReply(response, created.reply);
    return;
  }
  const reply = answerOther(state, { method, path, body, request, ownUrl });
  if (path !== "/oauth2/token") await sleep(latencyMs);
  if (fault) writeSpoiled(response, reply, fault);
  else writeReply(response, reply);
}

type Parts = {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly request: IncomingMessage;
  readonly ownUrl: string;
};

function answerOther(state: SandboxState, { method, path, body, request, ownUrl }: Parts): Reply {
  const { headers } = request;
  if (path === "/oauth2/token") {
    return answerToken(state, { method, contentType: headers["content-type"] ?? "", body, ownUrl });
  }
  const validation = /^\/processes\/v1\/([^/]+)$/.exec(path);
  const document = /^\/client\/v1\/process\/([^/]+)(\/selfie|\/evidenceset)?$/.exec(path);
  if (!validation && !document) return { status: path === "/processes/v1" ? 405 : 404, body: null };
  if (method !== "GET") return { status: 405, body: null };
  if (validation) return readValidation(state, headers, validation[1] ?? "");
  return readDocument(state, headers, document?.[1] ?? "", document?.[2] ?? "");
}
