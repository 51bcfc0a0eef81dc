import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { troubleOf } from "#lib/features/processes/rules.ts";
import type { Unico } from "#lib/unico/client.ts";
import { createInput } from "#tests/unit/unico/mock-unico.ts";
import { type HostileServer, http, startHostileServer, type Wire } from "./hostile-server.ts";

const ID = "00000000-0000-4000-8000-000000000101";
const OTHER_ID = "00000000-0000-4000-8000-000000000202";
/** A sending waits for its share of it: long enough that a busy machine gets a request out. */
const READ_MS = 400;
/** Far under the deadline of 10 s that would hold if ours did not. */
const SLOW_MACHINE_MS = 4_000;

let server: HostileServer;
let unico: Unico;
beforeAll(async () => {
  server = await startHostileServer();
  unico = server.client({ readMs: READ_MS });
});
afterAll(() => server.stop());

/** Ways out of a path, and other text where an id belongs. */
const PARTS = [
  ...[
    "",
    " ",
    ".",
    "..",
    "../",
    "/",
    "//",
    "\\",
    "..\\..",
    "%2e%2e%2f",
    "..%2f..",
    "%00",
    "\0",
    "%0d%0a",
    "\r\n",
    "\n",
  ],
  ...[
    "?",
    "?x=1",
    "#",
    "#x",
    ";",
    "&",
    "@",
    "@evil.example",
    ":80",
    "//evil.example/",
    "http://evil.example/",
    "*",
    "'",
  ],
  ...[
    '"',
    "<script>",
    "#{7*7}",
    "{{7*7}}",
    "' OR 1=1 --",
    "undefined",
    "null",
    "NaN",
    "true",
    "[]",
    "{}",
    "0",
    "-1",
  ],
  ...["\u202e", "\u200b", "\ufeff", "\u2011", "ｆ", "é", "💥", "\ud800", "a".repeat(5_000)],
];
const hostileIds = [
  ...PARTS,
  ...PARTS.flatMap((part) => (part === "" ? [] : [`${ID}${part}`, `${part}${ID}`, ID.replace("-", part)])),
  ...[
    ID.replaceAll("-", ""),
    `{${ID}}`,
    `urn:uuid:${ID}`,
    ID.slice(1),
    `${ID}0`,
    ID.replace("0", "g"),
    `${ID},${ID}`,
  ],
  ...[`${ID}/selfie`, `${ID}/evidenceset?raw=true`, `../../oauth2/token`, "529.982.247-25"],
];

it(`${hostileIds.length} hostile ids: no request leaves`, async () => {
  expect(new Set(hostileIds).size).toBeGreaterThanOrEqual(200);
  server.answer = http(200, "{}");
  server.takeRequests();
  const malformed = { ok: false, failure: { kind: "not_sent", why: "malformed", attempts: [] } };
  for (const id of hostileIds) {
    expect(await unico.readValidation(id)).toEqual(malformed);
    expect(await unico.readProcess(id)).toEqual(malformed);
    expect(await unico.createProcess({ ...createInput, referenceProcessId: id })).toEqual(malformed);
  }
  expect(server.takeRequests()).toEqual([]);
});

it("an id in capitals stays on its path", async () => {
  server.answer = http(404, "");
  await unico.readValidation("ABCDEF00-0000-4000-8000-000000000101");
  await unico.readProcess(ID);
  expect(server.takeRequests()).toEqual([
    "GET /processes/v1/ABCDEF00-0000-4000-8000-000000000101 HTTP/1.1",
    `GET /client/v1/process/${ID} HTTP/1.1`,
  ]);
});

describe.each(["readValidation", "readProcess"] as const)("%s", (read) => {
  it.each([
    [404, "not_found", "not_found"],
    [409, "refused", "refused"],
    [410, "gone", "gone"],
  ])("%i is shown as what it is, after one request", async (status, kind, trouble) => {
    server.answer = http(status, JSON.stringify({ code: 5, message: "x" }));
    server.takeRequests();
    const result = await unico[read](ID);
    expect(result).toMatchObject({ ok: false, failure: { kind } });
    expect(result.ok ? null : troubleOf(result.failure)).toBe(trouble);
    expect(server.takeRequests()).toHaveLength(1);
  });

  it.each<[string, Wire, number]>([
    ["500", http(500, ""), 3],
    ["a page", http(502, "<html>"), 3],
    ["a redirect", http(302, "", { location: "/elsewhere" }), 3],
    ["an answer cut short", http(200, '{"id":'), 3],
    ["a reset", (socket) => socket.resetAndDestroy(), 3],
    // Whoever looks something up waits for one deadline, not for three.
    ["silence", () => {}, 1],
    ["the rate limit", http(429, ""), 4],
    ["a refused token", http(401, ""), 2],
  ])("%s is asked for again, three times at most and in time", async (_name, wire, sendings) => {
    server.answer = wire;
    server.takeRequests();
    const startedMs = performance.now();
    expect(await unico[read](ID)).toMatchObject({ ok: false });
    expect(performance.now() - startedMs).toBeLessThan(2 * READ_MS + SLOW_MACHINE_MS);
    expect(new Set(server.takeRequests()).size).toBe(1);
    expect(await unico[read](OTHER_ID)).toMatchObject({ ok: false });
    // By its id: a request that the client gave up may arrive while the next is on its way.
    expect(server.takeRequests().filter((request) => request.includes(OTHER_ID))).toHaveLength(sendings);
  });

  it("200 mixtures of all that can go wrong: three repeats at most", async () => {
    const TRIALS = 200;
    const idOf = (trial: number) => ID.replace(/.{6}$/, String(trial).padStart(6, "0"));
    const wires: Wire[] = [
      http(500, ""),
      http(429, ""),
      http(401, ""),
      http(200, "{"),
      (socket) => socket.destroy(),
    ];
    for (let trial = 0; trial < TRIALS; trial += 1) {
      let asked = trial;
      server.answer = (socket) => {
        const wire = wires[(asked * asked + trial) % wires.length] ?? http(500, "");
        asked += 1;
        if (typeof wire === "function") wire(socket);
        else socket.end(wire);
      };
      await unico[read](idOf(trial));
    }
    // By its id: a request that the client gave up may arrive while the next trial runs.
    const requests = server.takeRequests();
    for (const id of Array.from({ length: TRIALS }, (_, trial) => idOf(trial)))
      expect(requests.filter((request) => request.includes(id)).length).toBeLessThanOrEqual(4);
    expect(requests.length).toBeGreaterThanOrEqual(TRIALS);
  });
});
