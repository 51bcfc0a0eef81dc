import { setTimeout as sleep } from "node:timers/promises";
import { createRing, type Ring } from "./kept.ts";

/** Where notices go, as it is set in Unico's portal. Source: devcenter.unico.io, by Unico, webhook. */
export type Webhook = {
  readonly url: string;
  /** How it authenticates: never shown again. */
  readonly headers: Readonly<Record<string, string>>;
  /** How often each notice is sent once more: at least once is all that Unico promises. */
  readonly duplicates: number;
  /** After how many milliseconds a 1:1 that is still running ends, and says so. */
  readonly pendingMs: number;
};

export type Notice = {
  readonly processId: string;
  readonly state: string;
  readonly flow: string;
  readonly lastEvent?: string;
  readonly lastEventDescription?: string;
};

/** One notice as it was delivered, or not; `status` null is no answer. */
export type Delivery = {
  readonly at: string;
  readonly processId: string | null;
  readonly tries: number;
  readonly status: number | null;
};

export type Notices = {
  webhook: Webhook | null;
  readonly deliveries: Ring<Delivery>;
  /** Aborted when the sandbox stops: nothing is sent any more. */
  readonly ending: AbortController;
};

const DELIVERIES_KEPT = 10_000;
const TRIES_AGAIN = 3;
const FIRST_PAUSE_MS = 250;
const TIMEOUT_MS = 10_000;

export const createNotices = (webhook: Webhook | null): Notices => ({
  webhook,
  deliveries: createRing(DELIVERIES_KEPT),
  ending: new AbortController(),
});

type Target = Pick<Webhook, "url" | "headers">;

/** Posts a body, `count` times at once; each again, with longer pauses, until any 2xx confirms it. */
export const deliver = (
  notices: Notices,
  target: Target,
  sent: { readonly processId: string | null; readonly text: string },
  count: number,
): Promise<Delivery[]> =>
  Promise.all(Array.from({ length: count }, () => deliverOnce(notices, target, sent)));

async function deliverOnce(
  { deliveries, ending }: Notices,
  target: Target,
  { processId, text }: { readonly processId: string | null; readonly text: string },
): Promise<Delivery> {
  let status: number | null = null;
  let tries = 0;
  while (tries <= TRIES_AGAIN && !isConfirmed(status)) {
    if (tries > 0) await pause(FIRST_PAUSE_MS * 2 ** (tries - 1), ending.signal);
    if (ending.signal.aborted) break;
    tries += 1;
    status = await post(target, text, ending.signal);
  }
  const delivery = { at: new Date().toISOString(), processId, tries, status };
  deliveries.push(delivery);
  return delivery;
}

const isConfirmed = (status: number | null): boolean => status !== null && status >= 200 && status < 300;

/** Ends at once, and without a word, when the sandbox stops. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);

async function post({ url, headers }: Target, text: string, ending: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: text,
      redirect: "manual",
      signal: AbortSignal.any([ending, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}

/** Says by itself that a process is finished, where a webhook is set. */
export async function tellFinished(
  notices: Notices,
  { processId, flow }: Pick<Notice, "processId" | "flow">,
  isPending: boolean,
): Promise<void> {
  if (!notices.webhook) return;
  if (isPending) await pause(notices.webhook.pendingMs, notices.ending.signal);
  const { webhook, ending } = notices;
  if (!webhook || ending.signal.aborted) return;
  const notice: Notice = { processId, state: "PROCESS_STATE_FINISHED", flow };
  await deliver(notices, webhook, { processId, text: JSON.stringify(notice) }, 1 + webhook.duplicates);
}
