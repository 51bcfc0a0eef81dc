import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Channel } from "#lib/live/channel.ts";
import { linesOfProcess, liveStream } from "#lib/live/stream.ts";

const TIMES = { restMs: 100, beatMs: 1_000, lifeMs: 10_000, retryMs: 50 };
const listeners = new Set<() => void>();
const channel: Channel = {
  hear(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  end: async () => {},
};
const announce = () => {
  for (const listener of listeners) listener();
};

let said = "";
let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
let gone = new AbortController();
const lineOf = (look: () => Promise<object | null>, left: () => Promise<void> = async () => undefined) =>
  liveStream({ channel, look, left, signal: gone.signal, times: TIMES });
async function open(look: () => Promise<object | null>, left?: () => Promise<void>) {
  said = "";
  reader = lineOf(look, left).body?.getReader();
  const decoder = new TextDecoder();
  const readOn = async (): Promise<void> => {
    const read = await reader?.read();
    if (!read || read.done) return;
    said += decoder.decode(read.value);
    return readOn();
  };
  const ended = readOn();
  await vi.advanceTimersByTimeAsync(0);
  return { ended };
}
const dataSaid = () => [...said.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? ""));

beforeEach(() => {
  gone = new AbortController();
  vi.useFakeTimers();
});
afterEach(async () => {
  await reader?.cancel();
  linesOfProcess().isStopping = false;
  vi.useRealTimers();
  expect(listeners.size).toBe(0);
});

it("looks at once, then after an announcement, and tells only what differs", async () => {
  let n = 0;
  const look = vi.fn(async () => ({ n }));
  await open(look);
  expect(dataSaid()).toEqual([{ n: 0 }]);
  announce();
  await vi.advanceTimersByTimeAsync(TIMES.restMs);
  expect(look).toHaveBeenCalledTimes(2);
  expect(dataSaid()).toEqual([{ n: 0 }]);
  n = 1;
  announce();
  await vi.advanceTimersByTimeAsync(TIMES.restMs);
  expect(dataSaid()).toEqual([{ n: 0 }, { n: 1 }]);
});

it("looks once for a hundred announcements in a row, and once more after the last", async () => {
  const look = vi.fn(async () => ({}));
  await open(look);
  for (let i = 0; i < 100; i += 1) announce();
  await vi.advanceTimersByTimeAsync(TIMES.restMs * 5);
  expect(look).toHaveBeenCalledTimes(2);
});

it("ends when whoever looks may no longer, and says that the page has gone", async () => {
  const left = vi.fn(async () => undefined);
  let may = true;
  const { ended } = await open(async () => (may ? {} : null), left);
  await vi.advanceTimersByTimeAsync(TIMES.restMs);
  may = false;
  await vi.advanceTimersByTimeAsync(TIMES.beatMs);
  await ended;
  expect(left).toHaveBeenCalledTimes(1);
});

it("goes on after a look that failed", async () => {
  let fails = true;
  await open(async () => {
    if (fails) throw new Error("the database is away");
    return { n: 1 };
  });
  expect(dataSaid()).toEqual([]);
  fails = false;
  await vi.advanceTimersByTimeAsync(TIMES.beatMs);
  expect(dataSaid()).toEqual([{ n: 1 }]);
});

it("ends by itself after its life, and for a browser that has gone", async () => {
  const left = vi.fn(async () => undefined);
  const { ended } = await open(async () => ({}), left);
  await vi.advanceTimersByTimeAsync(TIMES.lifeMs);
  await ended;
  await open(async () => ({}), left);
  await reader?.cancel();
  await vi.advanceTimersByTimeAsync(0);
  expect(left).toHaveBeenCalledTimes(2);
});

it("ends where the browser has gone and nobody reads, also when it went before the line stood", async () => {
  const left = vi.fn(async () => undefined);
  lineOf(async () => ({}), left);
  expect(listeners.size).toBe(1);
  gone.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect([listeners.size, left.mock.calls.length]).toEqual([0, 1]);
  lineOf(async () => ({}), left);
  await vi.advanceTimersByTimeAsync(0);
  expect([listeners.size, left.mock.calls.length]).toEqual([0, 2]);
  expect(linesOfProcess().ends.size).toBe(0);
});

it("says that the page has gone after the look that was under way, which says that it is there", async () => {
  const done: string[] = [];
  const look = Promise.withResolvers<object>();
  await open(
    async () => {
      const found = await look.promise;
      done.push("looked");
      return found;
    },
    async () => {
      done.push("left");
    },
  );
  gone.abort();
  await vi.advanceTimersByTimeAsync(TIMES.restMs);
  expect(done).toEqual([]);
  look.resolve({});
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toEqual(["looked", "left"]);
});

it("lets go of every line when the process is told to stop, asks to come later, and opens no more", async () => {
  const left = vi.fn(async () => undefined);
  const { ended } = await open(async () => ({}), left);
  // As the signal comes: what else listens for it here would end the tests.
  const [told] = process.listeners("SIGTERM").slice(-1);
  told?.call(process, "SIGTERM");
  await ended;
  expect([...said.matchAll(/^retry: (\d+)$/gm)].map(([, ms]) => Number(ms))).toEqual([TIMES.retryMs, 10_000]);
  const answer = lineOf(async () => ({}), left);
  expect([answer.status, answer.headers.get("connection"), answer.body]).toEqual([503, "close", null]);
  expect([listeners.size, left.mock.calls.length]).toEqual([0, 2]);
});
