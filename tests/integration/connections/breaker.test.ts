import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createGate } from "#lib/features/connections/gate.ts";
import { referenceScenarios } from "#lib/sandbox/scenarios.ts";
import type { Seen } from "#lib/unico/gate.ts";
import { picture } from "#tests/integration/unico/rig.ts";
import { type Instance, type Instances, startInstances, until } from "./instances.ts";

const NOWHERE = "019aa0b1-0000-7000-8000-00000000dead";
const NIL = "00000000-0000-0000-0000-000000000000";
const CREATE = "/processes/v1";

let all: Instances;
/** Before it, the audit log is another test's. */
let testStartedAt: Date;
beforeAll(async () => {
  all = await startInstances();
});
beforeEach(() => {
  testStartedAt = new Date();
});
afterEach(() => all.reset());
afterAll(() => all.stop());

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const create = (instance: Instance) =>
  instance.unico.createProcess({ referenceProcessId: referenceScenarios[0]?.id ?? "", image: picture });
const breakers = () => all.db.unicoBreaker.findMany();
const audited = async () => {
  const events = await all.db.auditEvent.findMany({
    where: { action: "unico.breaker", at: { gte: testStartedAt } },
    orderBy: { seq: "asc" },
  });
  return events.map(({ actorKind, entityId, detail }) => ({ actorKind, entityId, detail }));
};
const makeDue = () => all.asOwner("UPDATE unico_breaker SET probe_at = clock_timestamp()");
const seen = (more: Partial<Seen> = {}): Seen => ({
  at: new Date(),
  host: "id",
  endpoint: "create_process",
  verdict: "done",
  httpStatus: 200,
  unicoCode: null,
  durationMs: 20,
  skewMs: 0,
  ...more,
});

describe("a host that fails", () => {
  it("is not called any more by either process, is tried by a read, and is called again when it answers", async () => {
    const both = [all.start(), all.start()] as const;
    await Promise.all(both.map((one) => one.unico.readValidation(NOWHERE)));
    await all.fault({ kind: "status", status: 503, path: CREATE, count: 10_000 });
    const failed = await Promise.all(times(30, (i) => create(both[i % 2 ? 1 : 0])));
    expect(failed.every((one) => !one.ok && one.failure.kind === "unknown")).toBe(true);
    await Promise.all(both.map(({ gate }) => gate.flush()));
    expect(await breakers()).toMatchObject([{ host: "id", reason: "failures" }]);

    const paidBefore = (await all.requests()).filter(({ method }) => method === "POST").length;
    const barred = await Promise.all(times(20, (i) => create(both[i % 2 ? 1 : 0])));
    expect(
      barred.every((one) => !one.ok && one.failure.kind === "not_sent" && one.failure.why === "breaker_open"),
    ).toBe(true);
    // Another host goes on.
    expect(await both[0].unico.readProcess(NOWHERE)).toMatchObject({ failure: { kind: "not_found" } });

    await makeDue();
    await Promise.all(both.map(({ gate }) => gate.probe()));
    expect(await all.count(`${CREATE}/${NIL}`)).toBe(1);
    expect(await breakers()).toHaveLength(1);

    await all.control("DELETE", "/faults");
    await makeDue();
    // The next call finds out behind its own back.
    expect(await create(both[1])).toMatchObject({ failure: { why: "breaker_open" } });
    await until(async () => (await breakers()).length === 0);
    expect((await all.requests()).filter(({ method }) => method === "POST").length).toBe(paidBefore);
    expect((await create(both[0])).ok).toBe(true);
    // The failures of before the closing are over.
    await both[0].gate.flush();
    for (const instance of both) {
      await all.fault({ kind: "status", status: 503, path: CREATE });
      await create(instance);
      await instance.gate.flush();
    }
    expect(await breakers()).toEqual([]);
    expect(await audited()).toEqual([
      { actorKind: "program", entityId: "id", detail: { state: "open", reason: "failures" } },
      { actorKind: "program", entityId: "id", detail: { state: "closed", reason: "failures" } },
    ]);
  });

  it.each([
    ["half of 20 unknown", 10, { verdict: "unknown", httpStatus: 503 } as const, 10, true],
    ["half of 20 not sent", 10, { verdict: "not_sent", httpStatus: null } as const, 10, true],
    ["nine of 20", 9, { verdict: "unknown", httpStatus: 503 } as const, 11, false],
    ["all of 19", 19, { verdict: "unknown", httpStatus: 503 } as const, 0, false],
    ["refusals", 40, { verdict: "refused", httpStatus: 400 } as const, 0, false],
    ["rate limits", 40, { verdict: "busy", httpStatus: 429 } as const, 0, false],
    ["expired tokens", 40, { verdict: "token", httpStatus: 403 } as const, 0, false],
  ])("%s", async (_name, bad, trouble, good, opens) => {
    const both = [createGate({ db: all.db, rate: 100 }), createGate({ db: all.db, rate: 100 })] as const;
    times(good, (i) => both[i % 2 ? 1 : 0].saw(seen()));
    times(bad, (i) => both[i % 2 ? 1 : 0].saw(seen(trouble)));
    for (const gate of both) await gate.flush();
    expect(await breakers()).toHaveLength(opens ? 1 : 0);
  });

  it("is forgiven what is older than half a minute", async () => {
    const gate = createGate({ db: all.db, rate: 100 });
    times(30, () => gate.saw(seen({ verdict: "unknown" })));
    await gate.flush();
    await all.asOwner("TRUNCATE unico_breaker; UPDATE unico_call SET at = at - interval '31 seconds'");
    gate.saw(seen({ verdict: "unknown" }));
    await gate.flush();
    expect(await breakers()).toEqual([]);
  });
});

describe("credentials that are refused", () => {
  it.each(["10201", "30017", "20502"])("%s to a creation opens at once", async (code) => {
    const instance = all.start();
    const status = code === "20502" ? 500 : 403;
    await all.fault({ kind: "status", status, code, path: CREATE });
    expect((await create(instance)).ok).toBe(false);
    await instance.gate.flush();
    expect(await breakers()).toMatchObject([{ host: "id", reason: "credentials" }]);
    expect(await create(instance)).toMatchObject({ failure: { why: "breaker_open" } });
  });

  it("stay shut while a read is refused too, and open when it is not", async () => {
    const { apiKeyWithoutPermission } = all.sandbox.credentials;
    const refused = all.start({ settings: { ...all.settings, apiKey: apiKeyWithoutPermission } });
    await create(refused);
    await refused.gate.flush();
    await makeDue();
    await refused.gate.probe();
    expect(await breakers()).toMatchObject([{ reason: "credentials" }]);
    await makeDue();
    await all.start().gate.probe();
    expect(await breakers()).toEqual([]);
    expect(
      (await all.requests()).filter(({ method, path }) => method === "POST" && path === CREATE),
    ).toHaveLength(1);
  });
});

it("the token service's own breaker closes when it answers, and costs no attempt to sign in", async () => {
  const instance = all.start();
  await all.asOwner(
    "INSERT INTO unico_breaker VALUES ('auth', clock_timestamp(), 'failures', clock_timestamp())",
  );
  const entered = await instance.gate.enter({ host: "auth", lane: "person" });
  expect(entered).toEqual({ ok: false, failure: { kind: "breaker_open" } });
  await until(async () => (await breakers()).length === 0);
  expect((await all.requests()).map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /oauth2/token",
  ]);
  expect(await instance.unico.readValidation(NOWHERE)).toMatchObject({ failure: { kind: "not_found" } });
});

it("one that opens lets go of those who wait for a turn", async () => {
  const instance = all.start({ rate: 1 });
  await instance.gate.enter({ host: "id", lane: "person" });
  await instance.gate.backOff(20_000);
  const waiting = instance.gate.enter({ host: "id", lane: "batch" });
  await until(async () => (await all.db.unicoWaiter.count()) === 1);
  await all.asOwner("INSERT INTO unico_breaker VALUES ('id', clock_timestamp(), 'failures', 'infinity')");
  expect(await waiting).toEqual({ ok: false, failure: { kind: "breaker_open" } });
});

describe("while Unico stalls", () => {
  let stalled: Server;
  afterEach(() => stalled.close());

  it("no connection and no transaction of the database is held, and statements are as quick as before", async () => {
    let arrived = 0;
    stalled = createServer(() => {
      arrived += 1;
    });
    await new Promise<void>((resolve) => stalled.listen(0, "127.0.0.1", resolve));
    const address = stalled.address();
    const idUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    const instance = all.start({ settings: { ...all.settings, idUrl }, unico: { createMs: 3_000 } });
    const calls = times(30, () => create(instance));
    await until(async () => arrived === 30);
    await instance.gate.flush();
    const held = await all.db.$queryRaw<{ held: number }[]>`
      SELECT count(*)::integer AS held FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        AND (state <> 'idle' OR xact_start IS NOT NULL)`;
    expect(held).toEqual([{ held: 0 }]);
    const startedMs = performance.now();
    await Promise.all(times(50, () => instance.db.$queryRaw`SELECT 1`));
    expect(performance.now() - startedMs).toBeLessThan(2_500);
    expect((await Promise.all(calls)).every((one) => !one.ok && one.failure.kind === "unknown")).toBe(true);
    stalled.closeAllConnections();
  });
});

describe("the log of calls", () => {
  it("has every request as figures", async () => {
    const instance = all.start();
    await instance.unico.readValidation(NOWHERE);
    await create(instance);
    await instance.gate.flush();
    const calls = await all.db.unicoCall.findMany({ orderBy: { at: "asc" } });
    expect(calls.map(({ endpoint, verdict, httpStatus }) => ({ endpoint, verdict, httpStatus }))).toEqual([
      { endpoint: "token", verdict: "done", httpStatus: 200 },
      { endpoint: "read_validation", verdict: "refused", httpStatus: 404 },
      { endpoint: "create_process", verdict: "done", httpStatus: 200 },
    ]);
    expect(calls.every(({ skewMs }) => skewMs !== null && Math.abs(skewMs) < 2_000)).toBe(true);
  });

  it("that cannot be written hurts no call, and is written later", async () => {
    const instance = all.start();
    await all.asOwner("REVOKE INSERT ON unico_call FROM contraprova_app");
    expect((await create(instance)).ok).toBe(true);
    await instance.gate.flush();
    await all.asOwner("GRANT INSERT ON unico_call TO contraprova_app");
    instance.gate.saw(seen());
    await instance.gate.flush();
    expect(await all.db.unicoCall.count()).toBe(3);
  });

  it("writes a full batch without being asked", async () => {
    const gate = createGate({ db: all.db, rate: 100 });
    times(200, () => gate.saw(seen()));
    await until(async () => (await all.db.unicoCall.count()) === 200);
  });
});
