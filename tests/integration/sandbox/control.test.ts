import { spawn } from "node:child_process";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LedgerEntry } from "#lib/sandbox/ledger.ts";
import type { RequestFact } from "#lib/sandbox/requests.ts";
import { startSandbox } from "#lib/sandbox/server.ts";
import { defaultSwitches } from "#lib/sandbox/switches.ts";
import { makeCapture, type Rig, startRig } from "#tests/integration/unico/rig.ts";
import { create, getToken, goodClaims, IMAGE, MATCH } from "./caller.ts";

let dataDir: string;
let rig: Rig;
let token: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "contraprova-sandbox-"));
  rig = await startRig({ dataDir });
  token = await getToken(rig);
});
afterEach(async () => {
  await rig.stop();
  await rm(dataDir, { recursive: true });
});

const MATCH_LATE = "0e5f0000-0000-4000-8000-000000000011";
const headers = (apikey = rig.sandbox.credentials.apiKey) => ({ authorization: `Bearer ${token}`, apikey });
const make = (clientReference: string, referenceProcessId = MATCH) =>
  create(rig, headers(), { referenceProcessId, imageBase64: IMAGE, subject: { clientReference } });
const get = async (path: string) => (await rig.control("GET", path)).json();

describe("switches", () => {
  it("are told, changed one by one, and put back with the faults and the lock, but not the ledger", async () => {
    const atStart = { ...defaultSwitches, latencyMs: 0, ratePerSecond: 10_000 };
    expect(await get("/switches")).toEqual(atStart);
    const changed = await rig.control("PUT", "/switches", { latencyMs: 80, booleans: true });
    expect(await changed.json()).toEqual({ ...atStart, latencyMs: 80, booleans: true });
    const startedMs = performance.now();
    await make("one");
    expect(performance.now() - startedMs).toBeGreaterThan(75);
    await rig.control("PUT", "/switches", { latencyMs: 0, readLatencyMs: 80 });
    const askedMs = performance.now();
    await fetch(`${rig.sandbox.idUrl}/processes/v1/${MATCH}`, { headers: headers() });
    expect(performance.now() - askedMs).toBeGreaterThan(75);
    await rig.fault({ kind: "stall" });
    expect((await rig.control("POST", "/reset")).status).toBe(204);
    expect(await get("/switches")).toEqual(atStart);
    expect(await get("/faults")).toEqual([]);
    expect((await get("/ledger")).count).toBe(1);
  });
  it("of the rate hold from now on", async () => {
    await rig.control("PUT", "/switches", { ratePerSecond: 2 });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await make("x")).status);
    expect(statuses).toEqual([200, 200, 429]);
    await rig.control("PUT", "/switches", { ratePerSecond: 3 });
    expect((await make("x")).status).toBe(200);
  });
  it.each([
    [{ latency: 1 }, "latency"],
    [{ latencyMs: -1 }, "latencyMs"],
    [{ readLatencyMs: -1 }, "readLatencyMs"],
    [{ booleans: true, ratePerSecond: "10" }, "ratePerSecond"],
    [{ unknownReference: "418" }, "unknownReference"],
    [[], "the body"],
  ])("that there are not: %j", async (given, named) => {
    const response = await rig.control("PUT", "/switches", given);
    expect([response.status, (await response.json()).error]).toEqual([
      400,
      `no such switch, or no such value: ${named}`,
    ]);
    expect((await get("/switches")).booleans).toBe(false);
  });
});

describe("faults", () => {
  it("are listed, and cleared", async () => {
    await rig.fault({ kind: "stall", count: 7 });
    expect(await get("/faults")).toMatchObject([{ kind: "stall", left: 7 }]);
    expect((await rig.control("DELETE", "/faults")).status).toBe(204);
    expect(await get("/faults")).toEqual([]);
  });
});

describe("the log of requests", () => {
  it("holds time, path, method, host, class of the key and client reference, and nothing else", async () => {
    const { apiKeyWithLiveness, apiKeyWithoutPermission } = rig.sandbox.credentials;
    await make("intent-1");
    await create(rig, headers(apiKeyWithLiveness), "{");
    await create(rig, headers(apiKeyWithoutPermission), {});
    await create(rig, headers("nobody's"), {});
    await create(rig, {}, {});
    const { count, total, requests } = await get("/requests?path=/processes/v1");
    expect([count, total]).toEqual([5, 6]);
    expect(requests.map(({ key }: RequestFact) => key)).toEqual([
      "plain",
      "liveness",
      "without_permission",
      "unknown",
      "none",
    ]);
    expect(requests[0]).toEqual({
      at: expect.stringMatching(/T\d\d:\d\d:\d\d\.\d{3}Z$/),
      method: "POST",
      path: "/processes/v1",
      host: new URL(rig.sandbox.idUrl).host,
      key: "plain",
      clientReference: "intent-1",
    });
  });
  it("is in a file over restarts: what was refused, reads and tokens, and no token, picture or CPF", async () => {
    const cpf = "70101010192";
    await create(rig, {}, { imageBase64: IMAGE, subject: { code: cpf, clientReference: cpf } });
    await fetch(`${rig.sandbox.cadastroUrl}/client/v1/process/${cpf}?token=${token}`, { headers: headers() });
    await appendFile(join(dataDir, "requests.jsonl"), '{"at":"2026-11-2');
    await rig.stop();
    rig = await startRig({ dataDir });
    await create(rig, {}, {});
    const text = await readFile(join(dataDir, "requests.jsonl"), "utf8");
    for (const secret of [cpf, token, IMAGE.slice(0, 40), rig.sandbox.credentials.apiKey])
      expect(text).not.toContain(secret);
    const facts = text
      .split("\n")
      .map((line) => /"method":"(\w+)","path":"([^"]*)"/.exec(line)?.slice(1) ?? null);
    expect(facts).toEqual([
      ["POST", "/oauth2/token"],
      ["POST", "/processes/v1"],
      ["GET", "/client/v1/process/***"],
      null,
      ["POST", "/processes/v1"],
      null,
    ]);
  });
  it("counts one of them, what came since, and those that a fault struck", async () => {
    await rig.fault({ kind: "reset_before" });
    await make("intent-2").catch(() => {});
    await make("intent-3");
    expect((await get("/requests?clientReference=intent-2")).count).toBe(1);
    expect((await get("/requests?key=plain&method=POST")).count).toBe(2);
    expect((await get("/requests?since=2999")).count).toBe(0);
  });
});

describe("the ledger", () => {
  it("is found by client reference and by reference", async () => {
    for (const [who, reference] of [
      ["a", MATCH],
      ["b", MATCH],
      ["a", MATCH_LATE],
    ] as const) {
      if (reference === MATCH_LATE) await rig.control("PUT", `/references/${reference}`, {});
      await make(who, reference);
    }
    expect((await get("/ledger?clientReference=a")).count).toBe(2);
    expect((await get(`/ledger?reference=${MATCH.toUpperCase()}`)).count).toBe(2);
    expect((await get(`/ledger?reference=${MATCH}&clientReference=a`)).count).toBe(1);
    expect((await get("/ledger?clientReference=nobody")).entries).toEqual([]);
    expect((await get("/ledger")).count).toBe(3);
  });

  it("is known again after a restart, with used captures, and goes on after a line that was cut short", async () => {
    const capture = makeCapture();
    const withCapture = () =>
      create(rig, headers(rig.sandbox.credentials.apiKeyWithLiveness), {
        referenceProcessId: MATCH,
        imageBase64: capture,
      });
    await make("before");
    expect((await withCapture()).status).toBe(200);
    await rig.stop();
    await appendFile(join(dataDir, "ledger.jsonl"), '{"at":"2026-11-2');
    rig = await startRig({ dataDir });
    const { iat } = goodClaims(rig);
    token = await getToken(rig, { ...goodClaims(rig), iat: Number(iat) - 1 });
    expect((await (await withCapture()).json()).error.code).toBe("10508");
    const made = await (await make("after")).json();
    await rig.stop();
    rig = await startRig({ dataDir });
    const entries: LedgerEntry[] = (await get("/ledger")).entries;
    expect(entries.map(({ clientReference }) => clientReference)).toEqual(["before", null, "after"]);
    token = await getToken(rig, { ...goodClaims(rig), iat: Number(iat) - 2 });
    const again = await fetch(`${rig.sandbox.idUrl}/processes/v1/${made.id}`, { headers: headers() });
    expect(await again.json()).toEqual(made);
  });
});

describe("the command", () => {
  const main = join(import.meta.dirname, "../../../lib/sandbox/main.ts");

  it.each(["--port", "--control-port"])("says in one line that the port of %s is taken", async (option) => {
    const port = new URL(rig.sandbox.controlUrl).port;
    const ports = { "--port": "0", "--control-port": "0", [option]: port };
    const folder = join(dataDir, `taken${option}`);
    const child = spawn(process.execPath, [main, ...Object.entries(ports).flat(), "--data", folder]);
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect([code, said]).toEqual([1, expect.stringMatching(/^contraprova: port \d+ is in use: [^\n]+\n$/)]);
    expect(said).toContain(` ${port} `);
  });

  it("loses nothing that it answered when it is killed", async () => {
    const folder = join(dataDir, "killed");
    const child = spawn(process.execPath, [
      main,
      ...["--port", "0", "--control-port", "0", "--data", folder, "--latency", "0", "--rate", "10000"],
    ]);
    const exited = new Promise((resolve) => child.once("exit", resolve));
    let said = "";
    for await (const chunk of child.stdout) {
      said += chunk;
      if (said.includes("POST /reset")) break;
    }
    const idUrl = /Sandbox of Unico\s+(\S+)/.exec(said)?.[1] ?? "";
    const credentials = JSON.parse(await readFile(join(folder, "credentials.json"), "utf8"));
    const killed: Rig = { ...rig, sandbox: { ...rig.sandbox, authUrl: idUrl, idUrl, credentials } };
    const authorization = `Bearer ${await getToken(killed)}`;
    const answered: string[] = [];
    const callers = Array.from({ length: 8 }, async () => {
      for (;;) {
        const body = { referenceProcessId: MATCH, imageBase64: IMAGE };
        const made = await create(killed, { authorization, apikey: credentials.apiKey }, body);
        answered.push((await made.json()).id);
        // Amid the others' calls, however long these take here.
        if (answered.length === 40) child.kill("SIGKILL");
      }
    });
    await Promise.allSettled(callers);
    await exited;
    expect(answered.length).toBeGreaterThan(20);
    const after = await startSandbox({ dataDir: folder });
    const { entries } = await (await fetch(`${after.controlUrl}/ledger`)).json();
    await after.stop();
    const kept = new Set(entries.map(({ processId }: LedgerEntry) => processId));
    expect(answered.filter((id) => !kept.has(id))).toEqual([]);
    // At most what was under way when it died.
    expect(entries.length - answered.length).toBeLessThanOrEqual(8);
  });

  it("says how to use it", async () => {
    const child = spawn(process.execPath, [main, "--help"]);
    let said = "";
    for await (const chunk of child.stdout) said += chunk;
    for (const option of ["--control-port", "--audience"]) expect(said).toContain(option);
    for (const route of Object.keys(await get("/"))) if (route !== "GET /") expect(said).toContain(route);
  });
});
