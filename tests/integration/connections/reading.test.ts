import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { recordStrangerRefused } from "#lib/features/audit/record.ts";
import { readUnicoSide } from "#lib/features/connections/reading.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { ctxFor, openWorld, programCtx } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";

const NOW = new Date();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ago = (ms: number) => new Date(NOW.getTime() - ms);

const world = await openWorld();
const admin = await ctxFor(world.db, "admin", { now: () => NOW });
afterAll(() => world.end());
// The test's own rows only; the application's role may not take calls away.
beforeEach(async () => {
  await asOwner(`TRUNCATE unico_call, unico_token, unico_breaker, unico_slot, unico_waiter, unico_unknown_value,
    unico_notice, sender`);
});

async function asOwner(sql: string): Promise<void> {
  await withClient(world.url, (client) => client.query(sql));
}

const read = (ctx: UserCtx = admin) => readUnicoSide(ctx, { ratePerSecond: 8 });

type Call = Partial<Prisma.UnicoCallUncheckedCreateInput>;
const aCall = (call: Call = {}): Prisma.UnicoCallUncheckedCreateInput => ({
  at: ago(MINUTE_MS),
  host: "id",
  endpoint: "create_process",
  verdict: "done",
  httpStatus: 200,
  durationMs: 100,
  ...call,
});
const called = (...calls: Call[]) => world.db.unicoCall.createMany({ data: calls.map(aCall) });
const endpoint = async (name: string) => (await read()).endpoints.find((each) => each.name === name);

describe("an endpoint", () => {
  it("that nobody called is quiet, and has neither times nor a last call", async () => {
    const { endpoints, alerts } = await read();
    expect(endpoints.map(({ name }) => name)).toEqual([
      "token",
      "create_process",
      "read_validation",
      "read_process",
    ]);
    for (const each of endpoints) {
      expect(each).toMatchObject({ health: "quiet", calls: 0, timed: 0, p50Ms: null, p95Ms: null });
      expect(each).toMatchObject({ lastSuccessAt: null, lastFailure: null });
    }
    expect(alerts).toEqual([]);
  });

  it("has the middle and the 95th of a hundred of the last hour's times, interpolated between two", async () => {
    await called(
      ...[100, 200, 300, 400, 1_000].map((durationMs) => ({ durationMs })),
      // What never left says nothing of Unico, and what is older says nothing of now.
      { verdict: "not_sent", httpStatus: null, durationMs: 1 },
      { at: ago(HOUR_MS + 1_000), durationMs: 30_000 },
      { endpoint: "read_validation", durationMs: 7 },
    );
    expect(await endpoint("create_process")).toMatchObject({
      calls: 6,
      failures: 1,
      timed: 5,
      p50Ms: 300,
      p95Ms: expect.closeTo(880, 6),
    });
    expect(await endpoint("read_validation")).toMatchObject({ calls: 1, timed: 1, p50Ms: 7, p95Ms: 7 });
  });

  it("remembers its last success and its last failure, with what Unico said", async () => {
    await called(
      { at: ago(10 * DAY_MS) },
      { at: ago(9 * DAY_MS) },
      { at: ago(3 * DAY_MS), verdict: "unknown", httpStatus: 503 },
      { at: ago(2 * DAY_MS), verdict: "token", httpStatus: 403, unicoCode: "10501" },
      { at: ago(40 * DAY_MS), endpoint: "read_process", host: "cadastro" },
    );
    expect(await endpoint("create_process")).toMatchObject({
      health: "quiet",
      lastSuccessAt: ago(9 * DAY_MS),
      lastFailure: { at: ago(2 * DAY_MS), verdict: "token", httpStatus: 403, unicoCode: "10501" },
    });
    expect(await endpoint("read_process")).toMatchObject({ lastSuccessAt: null, lastFailure: null });
  });

  it("does well while it refuses what was asked, and fails when it refuses who asks", async () => {
    await called(
      { verdict: "refused", httpStatus: 400, unicoCode: "20507" },
      { verdict: "refused", httpStatus: 404, endpoint: "read_process", host: "cadastro" },
      { verdict: "refused", httpStatus: 500, unicoCode: "20502", endpoint: "read_validation" },
      { verdict: "refused", httpStatus: 400, unicoCode: "1.2.5", endpoint: "token", host: "auth" },
    );
    const { endpoints } = await read();
    expect(endpoints.map(({ name, health, failures }) => [name, health, failures])).toEqual([
      ["token", "failing", 1],
      ["create_process", "good", 0],
      ["read_validation", "failing", 1],
      ["read_process", "good", 0],
    ]);
    expect(endpoints[1]?.lastFailure).toBeNull();
    expect(endpoints[2]?.lastFailure?.unicoCode).toBe("20502");
  });

  it("is judged by its last twenty calls more than by the hour", async () => {
    const good = Array.from({ length: 60 }, (_, i) => ({ at: ago(30 * MINUTE_MS + i) }));
    const bad = Array.from({ length: 10 }, (_, i) => ({
      at: ago(i * 1_000),
      verdict: "unknown",
      httpStatus: 503,
    }));
    await called(...good, ...bad);
    expect(await endpoint("create_process")).toMatchObject({
      calls: 70,
      failures: 10,
      recent: 20,
      recentFailures: 10,
      health: "failing",
    });
  });
});

describe("the token", () => {
  const aToken = (row: Partial<Prisma.UnicoTokenUncheckedCreateInput>) =>
    world.db.unicoToken.create({ data: { account: randomUUID(), ...row } });

  it("is told by its times, never by itself", async () => {
    await aToken({
      token: new Uint8Array([83, 69, 67, 82, 69, 84]),
      renewedAt: ago(10 * MINUTE_MS),
      renewAt: ago(-40 * MINUTE_MS),
      expiresAt: ago(-50 * MINUTE_MS),
    });
    const { token } = await read();
    expect(token).toEqual({
      state: "good",
      renewedAt: ago(10 * MINUTE_MS),
      renewAt: ago(-40 * MINUTE_MS),
      expiresAt: ago(-50 * MINUTE_MS),
      askingUntil: null,
      failedAt: null,
      failure: null,
      unicoCode: null,
      pausedUntil: null,
    });
  });

  it("of the credentials in use is told, and a lock of them is an alert", async () => {
    await aToken({ renewedAt: ago(DAY_MS), expiresAt: ago(23 * HOUR_MS) });
    await aToken({
      failedAt: ago(MINUTE_MS),
      failure: "refused",
      unicoCode: "1.2.18",
      pausedUntil: ago(-4 * MINUTE_MS),
    });
    const { token, alerts } = await read();
    expect(token).toMatchObject({ state: "refused", pausedUntil: ago(-4 * MINUTE_MS), unicoCode: "1.2.18" });
    expect(alerts).toMatchObject([{ kind: "token", trouble: "locked" }]);
  });
});

it("a breaker is told with its host, and what failed on that host fails", async () => {
  const open = { host: "id", openedAt: ago(30_000), reason: "failures", probeAt: ago(-10_000) };
  await world.db.unicoBreaker.create({ data: open });
  await called({ verdict: "unknown", httpStatus: 503 });
  const { hosts, endpoints, alerts } = await read();
  expect(hosts).toEqual([
    { host: "auth", breaker: null },
    { host: "id", breaker: open },
    { host: "cadastro", breaker: null },
  ]);
  expect(endpoints.map(({ health }) => health)).toEqual(["quiet", "failing", "quiet", "quiet"]);
  expect(alerts).toEqual([{ kind: "breaker", breaker: open }]);
});

it("a clock that is off is told by the middle of the last answers, and is an alert beyond 30 s", async () => {
  await called(
    ...[-400, -300, 900_000].map((skewMs) => ({ skewMs })),
    ...Array.from({ length: 9 }, (_, i) => ({
      host: "auth",
      endpoint: "token",
      skewMs: -31_000 - i,
      at: ago(i),
    })),
    ...Array.from({ length: 20 }, () => ({
      host: "auth",
      endpoint: "token",
      skewMs: 0,
      at: ago(HOUR_MS / 2),
    })),
  );
  const { skew, alerts } = await read();
  expect(skew).toEqual({ host: "auth", skewMs: -31_004 });
  expect(alerts).toEqual([{ kind: "skew", skew }]);
});

describe("the rate", () => {
  const slots = (...dueMs: number[]) =>
    asOwner(
      `INSERT INTO unico_slot SELECT n, clock_timestamp() + ms * interval '1 ms'
       FROM unnest('{${dueMs.join()}}'::integer[]) WITH ORDINALITY AS due (ms, n)`,
    );

  it("tells what was used, of what is allowed", async () => {
    // A ninth slot is of an allowance that is no longer; nobody takes it.
    await slots(900, 800, -5, -5, -5, -5, -5, -5, 60_000);
    await called(
      { at: ago(59_000) },
      { at: ago(1_000) },
      { at: ago(61_000) },
      { at: ago(2_000), verdict: "not_sent" },
    );
    expect((await read()).rate).toEqual({ allowed: 8, lastSecond: 2, lastMinute: 2, heldUntil: null });
  });

  it("tells until when Unico wants to be left alone", async () => {
    await slots(20_000, 20_000, 21_000);
    const { rate } = await read();
    expect(rate.lastSecond).toBe(0);
    expect((rate.heldUntil?.getTime() ?? 0) - Date.now()).toBeGreaterThan(15_000);
  });

  it("tells who waits in each lane, without those that fell silent", async () => {
    const seenAt = new Date(Date.now() - MINUTE_MS);
    const askedAt = new Date(Date.now() - 5_000);
    await world.db.unicoWaiter.createMany({
      data: [
        { id: randomUUID(), lane: 0, askedAt },
        { id: randomUUID(), lane: 0 },
        { id: randomUUID(), lane: 2 },
        { id: randomUUID(), lane: 1, seenAt },
      ],
    });
    expect((await read()).lanes).toEqual([
      { lane: "person", waiting: 2, since: askedAt },
      { lane: "refresh", waiting: 0, since: null },
      { lane: "batch", waiting: 1, since: expect.any(Date) },
    ]);
  });
});

it("unknown values are told newest first, and forgotten after a month", async () => {
  const value = (name: string, days: number, seen: number) => ({
    member: "identityFraudsters.result",
    value: name,
    firstSeenAt: ago(50 * DAY_MS),
    lastSeenAt: ago(days * DAY_MS),
    seen,
  });
  await world.db.unicoUnknownValue.createMany({
    data: [value("perhaps", 3, 4), value("maybe", 1, 1), value("old", 31, 9)],
  });
  expect((await read()).unknownValues).toEqual([value("maybe", 1, 1), value("perhaps", 3, 4)]);
});

it("notices are counted, and the refused ones also where a flood was told as one", async () => {
  await world.db.unicoNotice.createMany({
    data: [
      { processId: randomUUID(), state: "X", receivedAt: ago(2 * MINUTE_MS) },
      { processId: randomUUID(), state: "X", receivedAt: ago(MINUTE_MS), handledAt: NOW, handling: "read" },
    ],
  });
  const refuse = (detail: { why: string } | { untold: number }, at: Date) =>
    recordStrangerRefused(
      world.db,
      { ...programCtx(world.db), now: () => at },
      {
        action: "notice.refuse",
        entityType: "notice",
        entityId: null,
        detail,
      },
    );
  await refuse({ why: "credential" }, ago(HOUR_MS));
  await refuse({ untold: 40 }, ago(2 * HOUR_MS));
  await refuse({ why: "credential" }, ago(DAY_MS + MINUTE_MS));
  expect((await read()).notices).toEqual({ lastAt: ago(MINUTE_MS), waiting: 1, refused: 41 });
});

it("senders that still live and re-verifications without an answer are counts", async () => {
  await world.db.sender.createMany({
    data: [{ id: randomUUID() }, { id: randomUUID(), seenAt: new Date(Date.now() - 16_000) }],
  });
  const startedById = admin.actor.id;
  const noAnswer = { outcome: null, unicoProcessId: null, failure: "unknown_reset" };
  await aReverification(world.db, { startedById });
  await aReverification(world.db, { startedById, state: "unknown", ...noAnswer });
  expect(await read()).toMatchObject({ senders: 1, unknown: 1 });
});

it("is read by who manages the settings, and leaves no trace in the log", async () => {
  const before = await world.db.auditEvent.count();
  await read();
  expect(await world.db.auditEvent.count()).toBe(before);
  for (const role of ["support", "analyst", "manager"] as const)
    await expect(read(await ctxFor(world.db, role))).rejects.toBeInstanceOf(Forbidden);
});
