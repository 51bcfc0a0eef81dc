import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { holdLine } from "#components/live/hold-line.ts";

const OPEN = 1;
const CLOSED = 2;
const lines: Line[] = [];
class Line extends EventTarget {
  static CLOSED = CLOSED;
  readyState = 0;
  url: string;
  constructor(url: string) {
    super();
    this.url = url;
    lines.push(this);
  }
  close() {
    this.readyState = CLOSED;
  }
  stand() {
    this.readyState = OPEN;
    this.dispatchEvent(new Event("open"));
  }
  tell(data: string) {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
  /** What a browser does of an answer other than 200. */
  fail(readyState = CLOSED) {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
const see = (visibilityState: string) => {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event("visibilitychange"));
};
const heard: string[] = [];
let letGo = () => {};
const last = () => lines.at(-1);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Line);
  vi.stubGlobal("document", page);
  page.visibilityState = "visible";
  lines.length = 0;
  heard.length = 0;
  letGo = holdLine("/line", (data) => heard.push(data));
});
afterEach(() => {
  letGo();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("comes back after an answer that a browser gives up at, each time later, and soon again once it stood", () => {
  const waits = [5_000, 10_000, 20_000, 40_000, 60_000, 60_000];
  for (const [place, waitMs] of waits.entries()) {
    last()?.fail();
    vi.advanceTimersByTime(waitMs - 1);
    expect(lines.length).toBe(place + 1);
    vi.advanceTimersByTime(1);
    expect(lines.length).toBe(place + 2);
  }
  last()?.stand();
  last()?.tell("news");
  expect(heard).toEqual(["news"]);
  last()?.fail();
  vi.advanceTimersByTime(5_000);
  expect(lines.length).toBe(waits.length + 2);
});

it("leaves a line that broke to the browser, which comes back by itself", () => {
  last()?.stand();
  last()?.fail(0);
  vi.advanceTimersByTime(120_000);
  expect(lines.length).toBe(1);
});

it("holds no line while nobody sees the page, asks for none either, and one at once when it is seen", () => {
  see("hidden");
  expect(last()?.readyState).toBe(CLOSED);
  see("visible");
  expect(lines.length).toBe(2);
  last()?.fail();
  see("hidden");
  vi.advanceTimersByTime(120_000);
  expect(lines.length).toBe(2);
  see("visible");
  expect(lines.length).toBe(3);
});

it("asks no more after it was let go", () => {
  last()?.fail();
  letGo();
  vi.advanceTimersByTime(120_000);
  see("visible");
  expect(lines.length).toBe(1);
});
