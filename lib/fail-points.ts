import { subscribe } from "node:diagnostics_channel";

/** Moments around a paid call at which a rehearsal may stop this process, in the order in which they come. */
export const CALL_FAIL_POINTS = [
  "after_claim_key",
  "after_intent",
  "before_turn",
  "after_turn",
  "after_attempt",
  "before_connect",
  "after_request_started",
  "after_body_out",
  "after_answer_headers",
  "after_answer_body",
  "before_settle_commit",
  "after_settle_commit",
  "in_reconcile",
  "in_sweep",
] as const;
export type CallFailPoint = (typeof CALL_FAIL_POINTS)[number];
/** Moments while a file is written by a job. */
export const EXPORT_FAIL_POINTS = ["export_claimed", "export_rows", "export_put", "export_finished"] as const;
/** And those between what is done, its record and their common end. */
export const FAIL_POINTS = [
  ...CALL_FAIL_POINTS,
  ...EXPORT_FAIL_POINTS,
  "before_audit",
  "after_audit",
] as const;
export type FailPoint = (typeof FAIL_POINTS)[number];

/** kill: SIGKILL to itself. pause: SIGSTOP, until somebody sends SIGCONT. throw: an error where the point stands. */
export const FAIL_DEEDS = ["kill", "pause", "throw"] as const;
type Armed = {
  readonly name: FailPoint;
  /** Passes that are let through before it strikes. */
  readonly skip: number;
  readonly deed: (typeof FAIL_DEEDS)[number];
};

/** Reads `name` or `name:skip`; null when it names no point. */
export function readFailPoint(value: string, deed: string = "kill"): Armed | null {
  const [, word, skip = "0"] = /^([a-z_]+)(?::(\d{1,6}))?$/.exec(value) ?? [];
  const name = FAIL_POINTS.find((known) => known === word);
  const done = FAIL_DEEDS.find((known) => known === deed);
  return name && done ? { name, skip: Number(skip), deed: done } : null;
}

function armedBy({ UNICO_ENV, CONTRAPROVA_FAIL_POINT, CONTRAPROVA_FAIL_DEED }: NodeJS.ProcessEnv) {
  const isRehearsal = UNICO_ENV === undefined || UNICO_ENV === "sandbox";
  return isRehearsal && CONTRAPROVA_FAIL_POINT
    ? readFailPoint(CONTRAPROVA_FAIL_POINT, CONTRAPROVA_FAIL_DEED || undefined)
    : null;
}

let armed = armedBy(process.env);
let passes = 0;

/** For a rig that strikes more than once in one process; does nothing where the environment would not. */
export function armFailPoint(name: FailPoint, skip = 0): void {
  armed = armedBy({ ...process.env, CONTRAPROVA_FAIL_POINT: `${name}:${skip}` });
  passes = 0;
}

/** Does nothing, unless this process was started to be stopped here. */
export function failPoint(name: FailPoint): void {
  if (armed?.name !== name) return;
  passes += 1;
  if (passes <= armed.skip) return;
  const { deed } = armed;
  armed = null;
  if (deed === "throw") throw new Error(`fail point ${name}`);
  process.kill(process.pid, deed === "kill" ? "SIGKILL" : "SIGSTOP");
}

/** Where undici says how far a request is; nobody listens in a process that is not to be stopped there. */
const WIRE: Partial<Record<FailPoint, string>> = {
  before_connect: "undici:request:create",
  after_request_started: "undici:client:sendHeaders",
  after_body_out: "undici:request:bodySent",
  after_answer_headers: "undici:request:headers",
  after_answer_body: "undici:request:trailers",
};

const channel = armed && WIRE[armed.name];
if (armed && channel) {
  const { name } = armed;
  subscribe(channel, (message) => {
    if (isPaidCall(message)) failPoint(name);
  });
}

function isPaidCall(message: unknown): boolean {
  const request = isObject(message) ? message.request : null;
  return isObject(request) && request.method === "POST" && String(request.path).startsWith("/processes");
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
