import { isRecord, isUuid, parseRecord } from "./checks.ts";
import { type ControlRequest, type ControlRoute, found, invalid, NO_CONTENT } from "./control-route.ts";
import { deliver, type Webhook } from "./notices.ts";
import type { Reply } from "./reply.ts";
import type { SandboxState } from "./state.ts";

export const noticeRoutes: readonly ControlRoute[] = [
  {
    on: "PUT /webhook",
    does: 'where notices go: {"url","headers","duplicates","pendingMs"}, or null for nowhere',
    answer: putWebhook,
  },
  {
    on: "GET /notices",
    does: "the newest 10,000 notices, and how each was answered",
    answer: ({ notices }) => found({ total: notices.deliveries.total, notices: notices.deliveries.list() }),
  },
  {
    on: "POST /notices",
    does: 'sends one now: {"processId","state","flow","lastEvent","count","url","headers"}, or a "text" as it is',
    answer: postNotice,
  },
];

const PENDING_MS = 10_000;

function putWebhook(state: SandboxState, { body }: ControlRequest): Reply {
  if (body.trim() === "null") {
    state.notices.webhook = null;
    return NO_CONTENT;
  }
  const given = parseRecord(body);
  const target = given && readTarget(given);
  if (!target) return invalid("a webhook has a url, and headers that can be sent");
  const { duplicates = 0, pendingMs = PENDING_MS } = given;
  if (!isCount(duplicates) || !isCount(pendingMs)) return invalid("duplicates and pendingMs are from 0 on");
  state.notices.webhook = { ...target, duplicates, pendingMs };
  return NO_CONTENT;
}

async function postNotice({ notices }: SandboxState, { body }: ControlRequest): Promise<Reply> {
  const given = parseRecord(body);
  const target = given && (given.url === undefined ? notices.webhook : readTarget(given));
  if (!target) return invalid("no url here, and no webhook is set");
  const { url: _, headers, count = 1, text, ...members } = given;
  if (!isCount(count)) return invalid("count is from 0 on");
  const notice = { state: "PROCESS_STATE_FINISHED", flow: "idcheck", ...members };
  const sent = {
    processId: isUuid(members.processId) ? members.processId : null,
    text: typeof text === "string" ? text : JSON.stringify(notice),
  };
  return found({ notices: await deliver(notices, withHeaders(target, headers), sent, count) });
}

/** To the known address with other headers than Unico's: a forged one. */
const withHeaders = (target: Pick<Webhook, "url" | "headers">, headers: unknown) =>
  isRecord(headers) ? { ...target, headers: readHeaders(headers) ?? {} } : target;

function readTarget({ url, headers = {} }: Record<string, unknown>): Pick<Webhook, "url" | "headers"> | null {
  const read = isRecord(headers) ? readHeaders(headers) : null;
  return typeof url === "string" && /^https?:/.test(url) && URL.canParse(url) && read
    ? { url, headers: read }
    : null;
}

function readHeaders(headers: Record<string, unknown>): Readonly<Record<string, string>> | null {
  const pairs = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  try {
    return Object.fromEntries(new Headers(pairs));
  } catch {
    return null;
  }
}

const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 100_000;
