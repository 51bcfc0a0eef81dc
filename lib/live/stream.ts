import "server-only";
import type { Channel } from "./channel.ts";

/** Our policy, in milliseconds. */
const TIMES = {
  /** Between two looks of one page, however much is announced. */
  restMs: 1_000,
  /** Without news a page is told that the line stands, and its right to it is looked at anew. */
  beatMs: 20_000,
  /** Then the browser comes again by itself, over whichever process answers. */
  lifeMs: 5 * 60_000,
  /** How long a browser waits before it comes again. */
  retryMs: 2_000,
};
export type Times = typeof TIMES;

/** What a page is to be told, or null when whoever looks may no longer. */
export type Look = () => Promise<object | null>;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  // Compressed, it would arrive when a buffer is full.
  "cache-control": "private, no-store, no-transform",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

// A process that is told to stop would wait for pages that stay open.
const kept = globalThis as typeof globalThis & { contraprovaStreams?: Set<() => void> };

function openStreams(): Set<() => void> {
  if (!kept.contraprovaStreams) {
    const streams = new Set<() => void>();
    kept.contraprovaStreams = streams;
    for (const signal of ["SIGTERM", "SIGINT"] as const)
      process.on(signal, () => {
        for (const close of streams) close();
      });
  }
  return kept.contraprovaStreams;
}

/**
 * Tells a page what its look finds: at once, after each announcement, and only what differs from what it was told
 * last. `left` runs once, when the page has gone, however it went.
 */
export function liveStream(
  channel: Channel,
  look: Look,
  left: () => Promise<void> = async () => undefined,
  times: Times = TIMES,
): Response {
  let close = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      close = follow(controller, channel, look, left, times);
    },
    cancel: () => close(),
  });
  return new Response(body, { headers: HEADERS });
}

function follow(
  controller: ReadableStreamDefaultController<Uint8Array>,
  channel: Channel,
  look: Look,
  left: () => Promise<void>,
  { restMs, beatMs, lifeMs, retryMs }: Times,
): () => void {
  const encoder = new TextEncoder();
  let isOpen = true;
  let told = "";
  let isLooking = false;
  let isWanted = false;
  const say = (text: string) => {
    if (isOpen) controller.enqueue(encoder.encode(text));
  };

  async function lookOnce(): Promise<void> {
    // A database that does not answer has no news; the next look may.
    const found = await look().catch(() => undefined);
    if (found === null) return close();
    if (found === undefined) return;
    const data = JSON.stringify(found);
    if (data === told) return;
    told = data;
    say(`data: ${data}\n\n`);
  }

  function want(): void {
    isWanted = true;
    if (isLooking || !isOpen) return;
    isLooking = true;
    isWanted = false;
    void lookOnce().finally(() => {
      setTimeout(() => {
        isLooking = false;
        if (isWanted) want();
      }, restMs);
    });
  }

  const forget = channel.hear(want);
  const beat = setInterval(() => {
    say(": \n\n");
    want();
  }, beatMs);
  const end = setTimeout(() => close(), lifeMs);
  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    openStreams().delete(close);
    forget();
    clearInterval(beat);
    clearTimeout(end);
    try {
      controller.close();
    } catch {
      // The browser was first.
    }
    left().catch(() => undefined);
  }
  openStreams().add(close);
  say(`retry: ${retryMs}\n\n`);
  want();
  return close;
}
