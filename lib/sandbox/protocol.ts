import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { writeBroken } from "./break.ts";
import { parseRecord } from "./checks.ts";
import { createProcess, referenceOf } from "./create-process.ts";
import { takeFault } from "./faults.ts";
import { readDocument, readValidation } from "./read-process.ts";
import { type Reply, writeReply } from "./reply.ts";
import { clientReferenceOf, keyClassOf } from "./requests.ts";
import type { SandboxState } from "./state.ts";
import { answerToken } from "./token-service.ts";

/** Above this a request is refused; a capture may be far larger than a picture. */
const MAX_BODY_BYTES = 8_000_000;

/** The whole body as text, or null when it is too long. */
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

type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body of a creation, null when it is no JSON object. */
  readonly creation: Record<string, unknown> | null;
  /** Its own address, and the one that this caller used. */
  readonly ownUrls: readonly string[];
};

type Worked = { readonly reply: Reply; readonly latencyMs: number; readonly isDropped?: boolean };

/** Answers one request of the protocol: faults first, then the service that its path names. */
export async function answerProtocol(
  state: SandboxState,
  request: IncomingMessage,
  response: ServerResponse,
  ownUrl: string,
): Promise<void> {
  const atMs = state.machineMs();
  const method = request.method ?? "GET";
  const path = new URL(request.url ?? "/", ownUrl).pathname;
  const { headers } = request;
  const body = await readBody(request);
  const creation = isCreation(method, path) && body !== null ? parseRecord(body) : null;
  const clientReference = clientReferenceOf(creation?.subject);
  state.requests.push({
    at: new Date(atMs).toISOString(),
    method,
    path,
    host: headers.host ?? null,
    key: keyClassOf(state.credentials, headers),
    clientReference,
  });
  if (state.switches.clockOffsetSeconds !== 0) {
    response.setHeader("date", new Date(state.nowMs()).toUTCString());
  }
  if (body === null) return writeReply(response, { status: 413, body: null });

  const reference = creation && referenceOf(creation);
  const fault = takeFault(state.faults, { method, path, reference, clientReference });
  if (fault?.kind === "latency") await sleep(fault.latencyMs);
  if (fault && !fault.isWorkedOn) return writeBroken(response, path, NOTHING, fault);

  const ownUrls = [ownUrl, `http://${headers.host}`];
  const asked = { method, path, headers, body, creation, ownUrls };
  const { reply, latencyMs, isDropped } = work(state, asked, fault?.kind === "status5");
  if (latencyMs > 0) await sleep(latencyMs);
  if (isDropped) response.destroy();
  else if (fault) writeBroken(response, path, reply, fault);
  else writeReply(response, reply);
}

const NOTHING: Reply = { status: 200, body: null };

const isCreation = (method: string, path: string): boolean => method === "POST" && path === "/processes/v1";

function work(state: SandboxState, asked: Asked, isStatus5: boolean): Worked {
  const { method, path, headers, body, creation, ownUrls } = asked;
  const { latencyMs, readLatencyMs } = state.switches;
  if (isCreation(method, path)) {
    const created = createProcess(state, { headers, body: creation, path }, isStatus5 ? "status5" : null);
    return { ...created, latencyMs: latencyMs + created.latencyMs };
  }
  if (path === "/oauth2/token") {
    const contentType = headers["content-type"] ?? "";
    return { reply: answerToken(state, { method, contentType, body, ownUrls }), latencyMs: 0 };
  }
  return { reply: read(state, asked), latencyMs: readLatencyMs ?? latencyMs };
}

const partOf = (name: string | undefined) => (name === "selfie" || name === "evidenceset" ? name : null);

function read(state: SandboxState, { method, path, headers }: Asked): Reply {
  const validation = /^\/processes\/v1\/([^/]+)$/.exec(path);
  const document = /^\/client\/v1\/process\/([^/]+)(?:\/(selfie|evidenceset))?$/.exec(path);
  if (!validation && !document) return { status: path === "/processes/v1" ? 405 : 404, body: null };
  if (method !== "GET") return { status: 405, body: null };
  if (validation) return readValidation(state, headers, validation[1] ?? "");
  return readDocument(state, headers, document?.[1] ?? "", partOf(document?.[2]));
}
