import type { IncomingMessage, ServerResponse } from "node:http";
import { isRecord, isUuid, parseRecord } from "./checks.ts";
import { readFault } from "./faults.ts";
import { readBody } from "./protocol.ts";
import { type Reply, writeReply } from "./reply.ts";
import { outcomes } from "./scenarios.ts";
import type { SandboxState } from "./state.ts";

/** The control port, apart from the protocol: what was received, and what the next requests shall meet. */
export async function answerControl(
  state: SandboxState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? "/", "http://control").pathname;
  const body = await readBody(request);
  writeReply(response, replyTo(state, `${request.method} ${path}`, body ?? ""));
}

const NOT_FOUND: Reply = { status: 404, body: { error: "no such route" } };
const NO_CONTENT: Reply = { status: 204, body: null };
const invalid = (error: string): Reply => ({ status: 400, body: { error } });

function replyTo(state: SandboxState, route: string, body: string): Reply {
  switch (route) {
    case "GET /health":
      return { status: 200, body: { ok: true } };
    case "GET /ledger":
      return { status: 200, body: { count: state.ledger.entries.length, entries: state.ledger.entries } };
    case "GET /requests":
      return { status: 200, body: { count: state.requests.length, requests: state.requests } };
    case "GET /references":
      return { status: 200, body: Object.fromEntries(state.references) };
    case "GET /faults":
      return { status: 200, body: state.faults };
    case "POST /faults":
      return addFaults(state, body);
    case "POST /tokens/expire":
      for (const token of state.tokens.keys()) state.tokens.set(token, 0);
      return NO_CONTENT;
  }
  const put = /^PUT \/(references|processes)\/([^/]+)$/.exec(route);
  const id = put?.[2]?.toLowerCase();
  if (!id) return NOT_FOUND;
  if (!isUuid(id)) return invalid("the id is no UUID");
  return put?.[1] === "references" ? putReference(state, id, body) : putProcess(state, id, body);
}

function addFaults(state: SandboxState, body: string): Reply {
  let values: unknown;
  try {
    values = JSON.parse(body);
  } catch {
    return invalid("no JSON");
  }
  const faults = (Array.isArray(values) ? values : [values]).map(readFault);
  if (faults.includes(null)) return invalid("unknown kind of fault");
  state.faults.push(...faults.filter((fault) => fault !== null));
  return NO_CONTENT;
}

function putReference(state: SandboxState, id: string, body: string): Reply {
  const rule = parseRecord(body);
  const outcome = outcomes.find((known) => known === (rule?.outcome ?? "match"));
  if (!rule || !outcome) return invalid("unknown outcome");
  state.references.set(id, {
    outcome,
    ...(typeof rule.latencyMs === "number" ? { latencyMs: rule.latencyMs } : {}),
    ...(typeof rule.cpf === "string" ? { cpf: rule.cpf } : {}),
  });
  return NO_CONTENT;
}

/** Takes the document alone or inside `process`. */
function putProcess(state: SandboxState, id: string, body: string): Reply {
  const value = parseRecord(body);
  const document = isRecord(value?.process) ? value.process : value;
  if (!document || typeof document.state !== "string") return invalid("a process has a state");
  state.processes.set(id, { ...document, id, state: document.state });
  return NO_CONTENT;
}
