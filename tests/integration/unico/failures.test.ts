import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ok } from "#lib/result.ts";
import { referenceScenarios } from "#lib/sandbox/scenarios.ts";
import { createUnico } from "#lib/unico/client.ts";
import { createDispatcher } from "#lib/unico/http.ts";
import { picture, type Rig, startRig } from "./rig.ts";

const input = { referenceProcessId: referenceScenarios[0]?.id ?? "", image: picture };
const PATH = "/processes/v1";

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

describe("after sending, nothing is sent again", () => {
  it.each([
    ["reset_before", {}, "reset", 0],
    ["reset_after", {}, "reset", 1],
    ["reset_in_body", {}, "reset", 1],
    ["short", {}, "reset", 1],
    ["stall", {}, "timeout", 1],
    ["truncate", {}, "unreadable", 1],
    ["too_large", {}, "unreadable", 1],
    ["no_id", {}, "unreadable", 1],
    ["html", {}, "server_error", 0],
    ["html", { status: 200 }, "unreadable", 0],
    ["status", { status: 500, code: "510" }, "server_error", 0],
    ["status", { status: 503 }, "server_error", 0],
    ["status", { status: 504 }, "server_error", 0],
  ])("%s %j", async (kind, more, why, paid) => {
    await rig.fault({ kind, path: PATH, ...more });
    const result = await rig.client({ createMs: 400 }).createProcess(input);
    expect(result).toMatchObject({ ok: false, failure: { kind: "unknown", why } });
    expect(await rig.requestCount(PATH)).toBe(1);
    expect(await rig.ledger()).toHaveLength(paid);
  });

  it("a slow answer is waited for, a slower one is unknown", async () => {
    const unico = rig.client({ createMs: 1_000 });
    await rig.fault({ kind: "latency", path: PATH, latencyMs: 200 });
    expect(await unico.createProcess(input)).toMatchObject({ ok: true });
    await rig.fault({ kind: "latency", path: PATH, latencyMs: 4_000 });
    const startedMs = performance.now();
    expect(await unico.createProcess(input)).toMatchObject({ failure: { kind: "unknown", why: "timeout" } });
    expect(performance.now() - startedMs).toBeLessThan(3_500);
  });
});

describe("what was certainly not worked on", () => {
  it("the rate limit is waited for, as the header says", async () => {
    const pausesMs: number[] = [];
    const sleep = async (ms: number): Promise<void> => void pausesMs.push(ms);
    await rig.fault({ kind: "retry_429", path: PATH, count: 2, retryAfterSeconds: 3 });
    const result = await rig.client({ sleep }).createProcess(input);
    expect(result).toMatchObject({ ok: true });
    expect(pausesMs).toEqual([3_000, 3_000]);
    expect(await rig.ledger()).toHaveLength(1);
  });

  it("too many limits end unsent", async () => {
    await rig.fault({ kind: "retry_429", path: PATH, count: 9 });
    const result = await rig.client({ sleep: async () => {}, random: () => 0 }).createProcess(input);
    expect(result).toMatchObject({ failure: { kind: "not_sent", why: "busy" } });
    expect(await rig.ledger()).toHaveLength(0);
  });

  it("an expired token is renewed and the call sent once more", async () => {
    const unico = rig.client();
    await unico.createProcess(input);
    await rig.control("POST", "/tokens/expire");
    expect(await unico.createProcess(input)).toMatchObject({ ok: true });
    expect(await rig.requestCount("/oauth2/token")).toBe(2);
    expect(await rig.ledger()).toHaveLength(2);
  });

  it.each([
    ["403 with 10502", { kind: "token_expired" }],
    ["401", { kind: "status", status: 401 }],
    ["500 with 10700", { kind: "status", status: 500, code: "10700" }],
  ])("a token refused twice (%s) is a matter of credentials", async (_name, fault) => {
    await rig.fault({ ...fault, path: PATH, count: 5 });
    const result = await rig.client().createProcess(input);
    expect(result).toMatchObject({ failure: { kind: "not_sent", why: "credentials" } });
    expect(await rig.requestCount(PATH)).toBe(2);
  });

  it("nobody listens: three attempts, nothing sent", async () => {
    const dispatcher = createDispatcher();
    const unico = rig.client({ dispatcher, sleep: async () => {} });
    await unico.readProcess(crypto.randomUUID());
    await rig.sandbox.stop();
    const result = await unico.createProcess(input);
    expect(result).toMatchObject({ failure: { kind: "not_sent", why: "unreachable" } });
    if (!result.ok) expect(result.failure.attempts).toHaveLength(3);
    await dispatcher.close();
  });

  it("a host that cuts every connection before TLS is ready: nothing sent", async () => {
    const cutter = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => cutter.listen(0, "127.0.0.1", resolve));
    const address = cutter.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const tokens = { get: async () => ok("a-token"), held: () => "a-token", invalidate: () => {} };
    const idUrl = `https://127.0.0.1:${port}`;
    const unico = createUnico(
      { ...rig.sandbox, ...rig.sandbox.credentials, idUrl },
      { tokens, sleep: async () => {} },
    );
    expect(await unico.createProcess(input)).toMatchObject({
      failure: { kind: "not_sent", why: "unreachable" },
    });
    await unico.close();
    await new Promise((resolve) => cutter.close(resolve));
  });
});

describe("over a restart", () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "sandbox-"));
  });
  afterAll(() => rm(dataDir, { recursive: true }));

  it("credentials, ledger and processes stay", async () => {
    const first = await startRig({ dataDir });
    const created = await first.client().createProcess(input);
    await first.stop();
    const second = await startRig({ dataDir });
    expect(second.sandbox.credentials).toEqual(first.sandbox.credentials);
    expect(await second.ledger()).toHaveLength(1);
    const id = created.ok ? created.value.value.id : "";
    expect(await second.client().readValidation(id)).toMatchObject({ ok: true, value: { value: { id } } });
    await second.stop();
  });
});

it("twenty calls at the same time are twenty requests and one token", async () => {
  const unico = rig.client();
  const all = await Promise.all(Array.from({ length: 20 }, () => unico.createProcess(input)));
  expect(all.every((result) => result.ok)).toBe(true);
  expect(await rig.requestCount("/oauth2/token")).toBe(1);
  expect(new Set((await rig.ledger()).map(({ processId }) => processId)).size).toBe(20);
});
