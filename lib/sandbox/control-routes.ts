import { isRecord, parseRecord } from "./checks.ts";
import { type ControlRequest, type ControlRoute, found, invalid, NO_CONTENT } from "./control-route.ts";
import { type Fault, faultMeanings, readFault } from "./faults.ts";
import { tellFinished } from "./notices.ts";
import type { Reply } from "./reply.ts";
import { requestsLike } from "./requests.ts";
import { outcomes } from "./scenarios.ts";
import { resetTrouble, type SandboxState, switchTo } from "./state.ts";
import { readSwitches } from "./switches.ts";

export const controlRoutes: readonly ControlRoute[] = [
  { on: "GET /health", does: "that it runs", answer: () => found({ ok: true }) },
  {
    on: "GET /ledger",
    does: "what was worked on, and would have been paid for; ?clientReference= ?reference=",
    answer: readLedger,
  },
  {
    on: "GET /requests",
    does: "the newest 100,000 requests (requests.jsonl has all); ?path= ?method= ?key= ?clientReference= ?since=",
    answer: (state, { query }) => {
      const requests = requestsLike(state.requests.list(), query);
      return found({ count: requests.length, total: state.requests.total, requests });
    },
  },
  {
    on: "GET /references",
    does: "references and what a comparison with each answers",
    answer: (state) => found(Object.fromEntries(state.references)),
  },
  { on: "PUT /references/{id}", does: 'sets one: {"outcome","latencyMs"}', answer: putReference },
  { on: "PUT /processes/{id}", does: "sets the document of an IDCheck process", answer: putProcess },
  { on: "GET /switches", does: "readings and figures", answer: (state) => found(state.switches) },
  { on: "PUT /switches", does: "changes those that it names", answer: putSwitches },
  { on: "GET /faults", does: "what still goes wrong", answer: (state) => found(state.faults) },
  { on: "GET /faults/kinds", does: "what can go wrong", answer: () => found(faultMeanings) },
  {
    on: "POST /faults",
    does: 'one or a list: {"kind","count","path","method","reference","clientReference",…}',
    answer: addFaults,
  },
  {
    on: "DELETE /faults",
    does: "nothing goes wrong any more",
    answer: (state) => {
      state.faults.length = 0;
      return NO_CONTENT;
    },
  },
  {
    on: "POST /tokens/expire",
    does: "ends every token now",
    answer: (state) => {
      for (const token of state.tokens.keys()) state.tokens.set(token, 0);
      return NO_CONTENT;
    },
  },
  {
    on: "PUT /key",
    does: 'retires the account\'s key (1.2.6), or takes it back: {"retired"}',
    answer: putKey,
  },
  {
    on: "POST /reset",
    does: "faults, switches, the lock and the key as at the start; the ledger stays",
    answer: (state) => {
      resetTrouble(state);
      return NO_CONTENT;
    },
  },
];

function readLedger(state: SandboxState, { query }: ControlRequest): Reply {
  const entries = state.ledger.list({
    clientReference: query.get("clientReference"),
    reference: query.get("reference"),
  });
  return found({ count: entries.length, entries });
}

function addFaults(state: SandboxState, { body }: ControlRequest): Reply {
  let values: unknown;
  try {
    values = JSON.parse(body);
  } catch {
    return invalid("no JSON");
  }
  const read = (Array.isArray(values) ? values : [values]).map(readFault);
  const wrong = read.find((fault) => typeof fault === "string");
  if (wrong !== undefined) return invalid(wrong);
  state.faults.push(...read.filter((fault): fault is Fault => typeof fault !== "string"));
  return NO_CONTENT;
}

function putSwitches(state: SandboxState, { body }: ControlRequest): Reply {
  const read = readSwitches(parseRecord(body));
  if ("wrong" in read) return invalid(`no such switch, or no such value: ${read.wrong}`);
  switchTo(state, read.switches);
  return found(state.switches);
}

function putKey(state: SandboxState, { body }: ControlRequest): Reply {
  const retired = parseRecord(body)?.retired;
  if (typeof retired !== "boolean") return invalid("retired is true or false");
  state.isKeyRetired = retired;
  return NO_CONTENT;
}

function putReference(state: SandboxState, { id, body }: ControlRequest): Reply {
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

const FINISHED = "PROCESS_STATE_FINISHED";

/** Takes the document alone or inside `process`. */
function putProcess(state: SandboxState, { id, body }: ControlRequest): Reply {
  const value = parseRecord(body);
  const document = isRecord(value?.process) ? value.process : value;
  if (!document || typeof document.state !== "string") return invalid("a process has a state");
  const hasTurned =
    document.state === FINISHED && ![undefined, FINISHED].includes(state.processes.get(id)?.state);
  state.processes.set(id, { ...document, id, state: document.state });
  const flow = typeof document.flow === "string" ? document.flow : "";
  if (hasTurned) void tellFinished(state.notices, { processId: id, flow }, false);
  return NO_CONTENT;
}
