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

/** Longer than a server keeps an idle connection: a browser that came sooner would find the process that stops. */
const RETRY_AFTER_STOP_MS = 10_000;

// One a process, also when the bundler loads this module twice.
const kept = globalThis as typeof globalThis & {
  contraprovaLines?: { isStopping: boolean; ends: Set<() => void> };
};

/**
 * From the first call on, a process that is told to stop lets go of every line and opens none. It would wait for them,
 * and connections that stand bring it requests for as long as it does.
 */
export function linesOfProcess(): { isStopping: boolean; ends: Set<() => void> } {
  if (kept.contraprovaLines) return kept.contraprovaLines;
  const lines = { isStopping: false, ends: new Set<() => void>() };
  kept.contraprovaLines = lines;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => {
      lines.isStopping = true;
      for (const end of lines.ends) end();
    });
  return lines;
}

type Line = {
  channel: Channel;
  look: Look;
  /** Runs once, when the page has gone, however it went, and after whatever look was under way. */
  left: () => Promise<void>;
  /** Ends when the browser has gone, also where nobody reads the answer. */
  signal: AbortSignal;
  times?: Times;
};

/**
 * Tells a page what its look finds: at once, after each announcement, and only what differs from what it was told last.
 */
export function liveStream(line: Line): Response {
  if (linesOfProcess().isStopping) {
    line.left().catch(() => undefined);
    return new Response(null, {
      status: 503,
      headers: { "cache-control": "private, no-store", connection: "close" },
    });
  }
  let close = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      close = follow(controller, line);
    },
    cancel: () => close(),
  });
  return new Response(body, { headers: HEADERS });
}

function follow(
  controller: ReadableStreamDefaultController<Uint8Array>,
  { channel, look, left, signal, times = TIMES }: Line,
): () => void {
  const { restMs, beatMs, lifeMs, retryMs } = times;
  const encoder = new TextEncoder();
  let isOpen = true;
  let told = "";
  let isLooking = false;
  let lastLook = Promise.resolve();
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
    lastLook = lookOnce();
    void lastLook.finally(() => {
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
  const age = setTimeout(close, lifeMs);
  function end(): void {
    say(`retry: ${RETRY_AFTER_STOP_MS}\n\n`);
    close();
  }
  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    linesOfProcess().ends.delete(end);
    signal.removeEventListener("abort", close);
    forget();
    clearInterval(beat);
    clearTimeout(age);
    try {
      controller.close();
    } catch {
      // The browser was first.
    }
    // A look still says that the page is there.
    lastLook.finally(left).catch(() => undefined);
  }
  linesOfProcess().ends.add(end);
  signal.addEventListener("abort", close);
  if (signal.aborted) close();
  say(`retry: ${retryMs}\n\n`);
  want();
  return close;
}
