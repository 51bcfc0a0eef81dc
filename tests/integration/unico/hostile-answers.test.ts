import type { Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exactAnswerOf, rawMembersOf } from "#lib/features/reverifications/answer.ts";
import { settlementOfAnswer, settlementOfFailure } from "#lib/features/reverifications/rules.ts";
import type { Unico } from "#lib/unico/client.ts";
import { createInput } from "#tests/unit/unico/mock-unico.ts";
import { type Class, type Hostile, hostileBodies } from "./hostile-bodies.ts";
import { type HostileServer, http, startHostileServer, type Wire } from "./hostile-server.ts";

const KEY = { liveness: true, alert: true };
const MEMORY_BYTES = 100_000_000;

let server: HostileServer;
let unico: Unico;
let impatient: Unico;
beforeAll(async () => {
  server = await startHostileServer();
  unico = server.client({ createMs: 5_000 });
  impatient = server.client({ createMs: 250 });
});
afterAll(() => server.stop());

/** Sends the paid call into it: whatever comes back, it ends in a state, and leaves once. */
async function classOf(wire: Wire, client = unico): Promise<Class> {
  server.answer = wire;
  server.takeRequests();
  const result = await client.createProcess(createInput);
  expect(server.takeRequests()).toEqual(["POST /processes/v1 HTTP/1.1"]);
  if (result.ok) {
    const { value, raw } = result.value;
    const { outcome } = settlementOfAnswer(value, KEY);
    rawMembersOf(raw);
    exactAnswerOf(raw);
    if (outcome === "match") expect(JSON.parse(raw.replace(/^\ufeff/, ""))).toMatchObject(MATCH);
    return "done";
  }
  const { failure } = result;
  expect(settlementOfFailure(failure).state).toBe(failure.kind === "refused" ? "refused" : "unknown");
  if (failure.kind === "unknown") return failure.why;
  if (failure.kind !== "refused") throw new Error(`${failure.kind} after sending`);
  return "refused";
}

const MATCH = { status: 3, liveness: 1, biometryToken: { result: "true" } };

const bodies = hostileBodies();

it(`${bodies.length} mutated bodies: no crash, one sending each, each classed by the rule table`, async () => {
  expect(bodies.length).toBeGreaterThanOrEqual(500);
  collectGarbage();
  const base = inUse();
  let peak = 0;
  const wrong: { name: string; expected: Class; got: Class }[] = [];
  for (const [index, { name, wire, expected }] of bodies.entries()) {
    if (index % 50 === 0) collectGarbage();
    const got = await classOf(wire);
    peak = Math.max(peak, inUse() - base);
    if (got !== expected) wrong.push({ name, expected, got });
  }
  process.stdout.write(
    `hostile bodies: ${bodies.length} trials, memory at most ${Math.round(peak / 1e6)} MB above the start\n`,
  );
  expect(wrong).toEqual([]);
  expect(peak).toBeLessThan(MEMORY_BYTES);
}, 30_000);

/** Without it the figure would tell when the collector last ran. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

/** Heap and buffers of this process, the server's among them. */
function inUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const text = (value: string) => Buffer.from(value, "latin1");
const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const good = '{"id":"00000000-0000-4000-8000-000000000001","status":1}';

/** Writes without end, as fast as the other side reads. */
const endlessly = (end: string, start: string) => (socket: Socket) => {
  socket.write(start);
  const more = (): void => {
    while (!socket.destroyed && socket.write(end));
  };
  socket.on("drain", more);
  more();
};
const slowly = (start: string) => (socket: Socket) => {
  socket.write(start);
  const timer = setInterval(() => socket.write("x"), 20);
  socket.on("close", () => clearInterval(timer));
};
const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;

describe("below the body", () => {
  it.each<[string, Wire, Class]>([
    ["chunks without end", endlessly(chunk, `${HEAD}transfer-encoding: chunked\r\n\r\n`), "unreadable"],
    ["a body without end and without a length", endlessly("x".repeat(65_536), `${HEAD}\r\n`), "unreadable"],
    [
      "a terabyte by its length",
      endlessly(" ".repeat(65_536), `${HEAD}content-length: 1000000000000\r\n\r\n`),
      "unreadable",
    ],
    ["headers without end", endlessly(`x-more: ${"y".repeat(1_000)}\r\n`, HEAD), "reset"],
    ["one header without end", endlessly("y".repeat(65_536), `${HEAD}x-long: `), "reset"],
    ["informational answers without end", endlessly("HTTP/1.1 103 Early\r\nlink: x\r\n\r\n", ""), "timeout"],
    ["a byte now and then", slowly(`${HEAD}content-length: 500\r\n\r\n`), "timeout"],
    ["a header letter now and then", slowly(HEAD), "timeout"],
    ["nothing at all", () => {}, "timeout"],
    ["the end at once", (socket) => socket.end(), "reset"],
    ["a reset", (socket) => socket.resetAndDestroy(), "reset"],
    ["no HTTP", text("220 smtp.example ESMTP\r\n"), "reset"],
    ["an old HTTP", text(`HTTP/0.9 200 OK\r\n\r\n${good}`), "done"],
    ["a status that is none", text(`HTTP/1.1 20 OK\r\ncontent-length: 0\r\n\r\n`), "reset"],
    [
      "another protocol",
      text("HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
      "reset",
    ],
    ["no content", text("HTTP/1.1 204 No Content\r\n\r\n"), "unreadable"],
    ["not modified", text("HTTP/1.1 304 Not Modified\r\n\r\n"), "server_error"],
    ["a length below zero", text(`${HEAD}content-length: -1\r\n\r\n${good}`), "reset"],
    ["two lengths", text(`${HEAD}content-length: 56\r\ncontent-length: 5\r\n\r\n${good}`), "reset"],
    ["a length too long", http(200, good, { "content-length": "90" }), "reset"],
    ["a length too short", http(200, good, { "content-length": "20" }), "unreadable"],
    [
      "a chunk that is none",
      text(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n${good}\r\n0\r\n\r\n`),
      "reset",
    ],
    [
      "a chunk larger than memory",
      text(`${HEAD}transfer-encoding: chunked\r\n\r\nfffffffffffffff\r\n${good}`),
      "reset",
    ],
    [
      "a hundred informational answers first",
      Buffer.concat([text("HTTP/1.1 102 Wait\r\n\r\n".repeat(100)), http(200, good)]),
      "done",
    ],
    ["a second answer behind the first", Buffer.concat([http(200, good), http(200, good)]), "done"],
  ])("%s", async (_name, wire, expected) => {
    const startedMs = performance.now();
    const base = inUse();
    expect(await classOf(wire, impatient)).toBe(expected);
    expect(performance.now() - startedMs).toBeLessThan(8_000);
    expect(inUse() - base).toBeLessThan(MEMORY_BYTES);
  });
});

it("reads of the other contract end in a failure too", async () => {
  const failures = new Set<string>();
  const some: Hostile[] = bodies.filter((_, index) => index % 8 === 0);
  for (const { wire } of some) {
    server.answer = wire;
    const read = await unico.readProcess(crypto.randomUUID());
    failures.add(read.ok ? "ok" : read.failure.kind);
  }
  expect([...failures].sort()).toEqual(["gone", "not_found", "refused", "unknown"]);
});
