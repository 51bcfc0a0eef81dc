import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { refusalOfCaller } from "./access.ts";
import { answerOf, laterAnswerOf } from "./answers.ts";
import { readCapture, sha256 } from "./captures.ts";
import { isCpf, isRecord, isUuid } from "./checks.ts";
import { keepNewest } from "./kept.ts";
import { tellFinished } from "./notices.ts";
import { refusalOfPicture } from "./pictures.ts";
import { apiError, html, type Reply } from "./reply.ts";
import { clientReferenceOf } from "./requests.ts";
import type { Outcome } from "./scenarios.ts";
import type { SandboxState } from "./state.ts";

/** What to answer, after how long, and whether the connection breaks instead. */
export type Created = { readonly reply: Reply; readonly latencyMs: number; readonly isDropped: boolean };

/** `POST /processes/v1`, its checks in the order of the protocol's rules; from the outcome on it is in the ledger. */
export function createProcess(
  state: SandboxState,
  request: {
    readonly headers: IncomingHttpHeaders;
    /** null is no JSON object. */
    readonly body: Record<string, unknown> | null;
    readonly path: string;
  },
  forced: Outcome | null,
): Created {
  const refused = (reply: Reply): Created => ({ reply, latencyMs: 0, isDropped: false });
  const refusal = refusalOfCaller(state, request.headers);
  if (refusal) return refused(refusal);
  const { body } = request;
  if (!body) return refused(apiError(400, "20003"));
  const code = refusalOfSubject(state, body.subject);
  if (code) return refused(apiError(400, code));
  const referenceId = referenceOf(body);
  if (referenceId === null) return refused(apiError(400, "20003"));
  const image = body.imageBase64;
  if (typeof image !== "string" || image === "") return refused(apiError(400, "20009"));
  const hasLiveness = request.headers.apikey === state.credentials.apiKeyWithLiveness;
  const imageCode = hasLiveness
    ? refusalOfCapture(state, image)
    : refusalOfPicture(readCapture(image)?.image ?? image);
  if (imageCode) return refused(apiError(400, imageCode));
  const reference = state.references.get(referenceId);
  if (!reference) return refused(unknownReference(state));
  const outcome = forced ?? reference.outcome;
  if (outcome === "cpf_queued") return refused(apiError(400, "50002"));

  const form = { id: randomUUID(), hasLiveness, booleans: state.switches.booleans };
  const imageSha256 = sha256(image);
  if (hasLiveness) markUsed(state, imageSha256);
  state.ledger.append({
    at: new Date(state.machineMs()).toISOString(),
    path: request.path,
    imageSha256,
    referenceProcessId: referenceId,
    processId: form.id,
    clientReference: clientReferenceOf(body.subject),
    outcome,
    answer: laterAnswerOf(outcome, form),
  });
  if (outcome === "pending")
    void tellFinished(state.notices, { processId: form.id, flow: "validation" }, true);
  return {
    reply: replyOf(outcome, answerOf(outcome, form)),
    latencyMs: reference.latencyMs ?? 0,
    isDropped: outcome === "drop",
  };
}

function replyOf(outcome: Outcome, answer: Readonly<Record<string, unknown>>): Reply {
  if (outcome === "error_500") return apiError(500, "510");
  if (outcome === "html_502") return html(502);
  if (outcome === "no_id") return { status: 200, body: { ...answer, id: undefined } };
  return { status: 200, body: answer };
}

function refusalOfSubject(state: SandboxState, subject: unknown): string | null {
  const members = isRecord(subject) ? subject : null;
  if (state.switches.strictSubject) {
    if (!members) return "20004";
    if (!members.code) return "20005";
    if (!members.name) return "20006";
  }
  return members?.code !== undefined && !isCpf(members.code) ? "20507" : null;
}

/** `referenceProcessId`, or the newer `references`. */
export function referenceOf(body: Record<string, unknown>): string | null {
  if (body.referenceProcessId !== undefined) return uuidOrNull(body.referenceProcessId);
  const references: readonly unknown[] = Array.isArray(body.references) ? body.references : [];
  // Pictures may stand beside it, in any order.
  const first = references
    .filter(isRecord)
    .find(({ referenceType }) => referenceType === "REFERENCE_TYPE_PROCESS_ID");
  return first ? uuidOrNull(first.referenceContent) : null;
}

const uuidOrNull = (value: unknown): string | null => (isUuid(value) ? value.toLowerCase() : null);

function refusalOfCapture(state: SandboxState, value: string): string | null {
  const capture = readCapture(value);
  if (!capture) return "10506";
  if (capture.exp * 1_000 <= state.nowMs()) return "10507";
  if (state.usedCaptures.has(capture.hash)) return "10508";
  if (state.switches.captureUsedAtCheck) markUsed(state, capture.hash);
  return null;
}

/** Far more than are checked in the ten minutes that one lives. */
const CAPTURES_KNOWN = 500_000;

function markUsed(state: SandboxState, hash: string): void {
  state.usedCaptures.add(hash);
  keepNewest(state.usedCaptures, CAPTURES_KNOWN);
}

function unknownReference(state: SandboxState): Reply {
  if (state.switches.unknownReference === "404") return apiError(404, "40004");
  return state.switches.unknownReference === "400" ? apiError(400, "20003") : apiError(500, "510");
}
