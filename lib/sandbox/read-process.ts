import type { IncomingHttpHeaders } from "node:http";
import { refusalOfCaller, refusalOfRate, tokenOf } from "./access.ts";
import { isUuid } from "./checks.ts";
import { fileOf, isOffered, type ProcessFile } from "./process-files.ts";
import { apiError, type Reply, sdkError } from "./reply.ts";
import type { SandboxState } from "./state.ts";

/** `GET /processes/v1/{id}`: what was created here, gone when it ended with status 5. */
export function readValidation(state: SandboxState, headers: IncomingHttpHeaders, id: string): Reply {
  const refusal = refusalOfCaller(state, headers);
  if (refusal) return refusal;
  if (!isUuid(id)) return apiError(400, "20003");
  const entry = state.ledger.find(id.toLowerCase());
  if (!entry) return apiError(404, "40004");
  return entry.answer.status === 5 ? { status: 410, body: null } : { status: 200, body: entry.answer };
}

/** `GET /client/v1/process/{id}`, or one of its two files. */
export function readDocument(
  state: SandboxState,
  headers: IncomingHttpHeaders,
  id: string,
  file: ProcessFile | null,
): Reply {
  const limited = refusalOfRate(state);
  if (limited) return limited;
  const endsAtMs = state.tokens.get(tokenOf(headers) ?? "");
  if (endsAtMs === undefined || endsAtMs <= state.nowMs()) return { status: 401, body: null };
  if (!isUuid(id)) return sdkError(400, 3);
  const document = state.processes.get(id.toLowerCase());
  if (!document) return sdkError(404, 5);
  if (file === null) return { status: 200, body: { process: document } };
  return isOffered(document, file, state.nowMs()) ? { status: 200, body: fileOf(file) } : sdkError(404, 5);
}
