import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { SENDER_DEAD_AFTER_MS } from "#lib/features/reverifications/rules.ts";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { listReadable } from "#lib/features/reverifications/sweep-repository.ts";
import { sweepReverifications } from "#lib/features/reverifications/sweeping.ts";
import { fail } from "#lib/result.ts";
import type { Unico } from "#lib/unico/client.ts";
import { ctxFor, openWorld, programCtx, unicoWith, type World } from "#tests/support/ctx.ts";
import { aReference, aReverification, aSubject } from "#tests/support/factories.ts";
import { anAnalyst, answered, aStart, finished, letPass } from "#tests/support/reverifications.ts";

let world: World;
let analyst: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  analyst = await ctxFor(world.db, "analyst");
});
afterAll(() => world.end());

const LONG_AGO = new Date(Date.now() - SENDER_DEAD_AFTER_MS - 5_000);
const rowOf = (id: string) => world.db.reverification.findUniqueOrThrow({ where: { id } });
const sweep = (unico: Partial<Unico>) =>
  sweepReverifications(programCtx(world.db, { unico: unicoWith(unico) }));
const aWaiting = (unicoProcessId: string | null) =>
  aReverification(world.db, {
    startedById: analyst.actor.id,
    state: "sent",
    startedAt: LONG_AGO,
    sentAt: LONG_AGO,
    settledAt: null,
    unicoProcessId,
    outcome: null,
    fraudsters: null,
    biometry: null,
    liveness: null,
    httpStatus: null,
  });

describe("an answer that the database refuses as it is", () => {
  it.each([
    ["NUL", "<html>\0</html>"],
    ["half a character", "\ud800 gateway"],
  ])("is kept all the same: %s", async (_what, raw) => {
    const { ctx } = await anAnalyst(world.db, () =>
      fail({ kind: "unknown", why: "unreadable", httpStatus: 200, raw, attempts: [] }),
    );
    const started = await startReverification(ctx, await aStart());
    const row = await rowOf(started.ok ? started.value.id : "");
    expect(row).toMatchObject({ state: "unknown", failure: "unknown_unreadable", httpStatus: 200 });
    expect(row.answer).toContain("\u{fffd}");
  });

  it("keeps no CPF that Unico repeats", async () => {
    const { ctx } = await anAnalyst(world.db, () =>
      fail({
        kind: "unknown",
        why: "server_error",
        httpStatus: 500,
        raw: "CPF 701.010.101-92",
        attempts: [],
      }),
    );
    const started = await startReverification(ctx, await aStart());
    expect((await rowOf(started.ok ? started.value.id : "")).answer).toBe("CPF ***.010.101-**");
  });
});

it("an answer is stored at the second try where the first is cut off", async () => {
  const { ctx } = await anAnalyst(world.db);
  let tries = 0;
  const { $queryRaw } = ctx.db;
  const flaky = new Proxy(ctx.db, {
    get(target, name) {
      if (name !== "$queryRaw") return Reflect.get(target, name);
      return (...args: Parameters<typeof $queryRaw>) => {
        const [said] = args;
        const text = "sql" in said ? said.sql : said.join("?");
        if (!text.includes("settled_at =")) return $queryRaw.apply(target, args);
        tries += 1;
        if (tries === 1) throw new Error("the connection is gone");
        return $queryRaw.apply(target, args);
      };
    },
  });
  const started = await startReverification({ ...ctx, db: flaky, programDb: flaky }, await aStart());
  expect(tries).toBe(2);
  expect(await rowOf(started.ok ? started.value.id : "")).toMatchObject({
    state: "completed",
    outcome: "match",
  });
});

it("a request that cannot be written down does not leave", async () => {
  const { ctx, calls } = await anAnalyst(world.db);
  await ctx.sender.ensure();
  let executed = 0;
  const { $executeRaw } = ctx.db;
  const mute = new Proxy(ctx.db, {
    get(target, name) {
      if (name !== "$executeRaw") return Reflect.get(target, name);
      return async (...args: Parameters<typeof $executeRaw>) => {
        // The intent goes through; its attempt does not.
        executed += 1;
        if (executed > 1) throw new Error("the connection is gone");
        return $executeRaw.apply(target, args);
      };
    },
  });
  const started = await startReverification({ ...ctx, db: mute, programDb: mute }, await aStart());
  expect(calls).toEqual([]);
  expect(await rowOf(started.ok ? started.value.id : "")).toMatchObject({
    state: "failed",
    failure: "not_recorded",
    sentAt: null,
  });
});

describe("what is read again", () => {
  it.each([
    [10, null, true],
    [10, 4, false],
    [10, 6, true],
    [0, 0, true],
    [120, 50, false],
    [120, 61, true],
    [6 * 24 * 60, 59, false],
    [6 * 24 * 60, 61, true],
  ])("%i min old and last read %s min ago: %s", async (oldMin, readMin, isDue) => {
    const { id } = await aWaiting(randomUUID());
    await letPass(world.db, id, oldMin * 60_000);
    await world.db.$executeRaw`
      UPDATE reverification SET read_again_at = clock_timestamp() - make_interval(mins => ${readMin}::integer)
      WHERE id = ${id}::uuid`;
    const due = await listReadable(world.db, 1_000);
    expect(due.some((row) => row.id === id)).toBe(isDue);
  });

  it("takes no other process's answer for its own", async () => {
    const { id } = await aWaiting(randomUUID());
    await sweep({ readValidation: async () => answered(finished(true, "inconclusive")) as never });
    expect(await rowOf(id)).toMatchObject({ state: "sent", outcome: null });
  });

  it("keeps nobody waiting whose sender died, however many are read", async () => {
    for (let i = 0; i < 60; i += 1) await aWaiting(randomUUID());
    const { id } = await aWaiting(null);
    await sweep({ readValidation: async (asked) => answered({ id: asked, status: 1 }) as never });
    expect(await rowOf(id)).toMatchObject({ state: "unknown", failure: "sender_died" });
    const looked = await world.db.reverification.count({ where: { readAgainAt: { not: null } } });
    await sweep({ readValidation: async (asked) => answered({ id: asked, status: 1 }) as never });
    expect(await world.db.reverification.count({ where: { readAgainAt: { not: null } } })).toBeGreaterThan(
      looked,
    );
  });

  it("is one that was given up, when a late answer said that Unico is at work", async () => {
    const unicoProcessId = randomUUID();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { ctx } = await anAnalyst(world.db, async () => {
      await held;
      return answered({ id: unicoProcessId, status: 1 });
    });
    const input = await aStart();
    const starting = startReverification(ctx, input);
    const row = await eventually(() =>
      world.db.reverification.findFirst({ where: { idempotencyKey: input.idempotencyKey, state: "sent" } }),
    );
    await letPass(world.db, row.id, SENDER_DEAD_AFTER_MS + 5_000);
    await sweep({});
    release();
    await starting;
    expect(await rowOf(row.id)).toMatchObject({ state: "unknown", unicoProcessId });
    await sweep({
      readValidation: async (asked) =>
        asked === unicoProcessId
          ? (answered({ id: asked, ...finished(true, "yes") }) as never)
          : fail({ kind: "not_sent", why: "unreachable", attempts: [] }),
    });
    expect(await rowOf(row.id)).toMatchObject({ state: "completed", outcome: "match_flagged" });
  });
});

async function eventually<T>(look: () => Promise<T | null>): Promise<T> {
  for (let i = 0; i < 100; i += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it never came");
}

it("a copy that cannot be kept is told, and the call ends as it would", async () => {
  const { ctx } = await anAnalyst(world.db);
  const full = {
    ...ctx.storage,
    put: async () => {
      throw new Error("no space left");
    },
  };
  const started = await startReverification({ ...ctx, storage: full }, await aStart());
  const id = started.ok ? started.value.id : "";
  expect(await rowOf(id)).toMatchObject({ state: "completed", selfieKey: null });
  const told = await world.db.auditEvent.findMany({ where: { entityId: id, action: "selfie.keep" } });
  expect(told).toMatchObject([{ outcome: "failed", detail: { why: "store" } }]);
});

it("a person whose data cannot be opened is not sent, and leaves nothing under way", async () => {
  const { ctx, calls } = await anAnalyst(world.db);
  const broken = { ...ctx, vault: { ...ctx.vault, open: () => raise("no such key") } };
  const subject = await aSubject(world.db);
  const reference = await aReference(world.db, { subjectId: subject.id });
  const started = await startReverification(broken, await aStart({ referenceId: reference.id }));
  expect(await rowOf(started.ok ? started.value.id : "")).toMatchObject({
    state: "failed",
    failure: "not_recorded",
  });
  expect(calls).toEqual([]);
});

it("a person whose e-mail alone cannot be opened is sent all the same: it is not told", async () => {
  const { ctx, calls } = await anAnalyst(world.db);
  const { id: subjectId, cpf } = await aSubject(world.db);
  const email = new Uint8Array(Buffer.from("sealed under a key that is gone"));
  await world.db.subject.update({ where: { id: subjectId }, data: { email } });
  const reference = await aReference(world.db, { subjectId });
  const started = await startReverification(ctx, await aStart({ referenceId: reference.id }));
  expect(await rowOf(started.ok ? started.value.id : "")).toMatchObject({ state: "completed" });
  expect(calls).toMatchObject([{ subject: { cpf } }]);
});

function raise(message: string): never {
  throw new Error(message);
}
