import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Channel } from "#lib/live/channel.ts";
import { liveStream } from "#lib/live/stream.ts";

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
async function open(look: () => Promise<object | null>, left?: () => Promise<void>) {
  said = "";
  reader = liveStream(channel, look, left, TIMES).body?.getReader();
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
  vi.useFakeTimers();
});
afterEach(async () => {
  await reader?.cancel();
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
  expect(left).toHaveBeenCalledTimes(2);
});
