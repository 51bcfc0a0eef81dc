import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { GET, HEAD } from "#app/api/live/cases/[number]/route.ts";
import { GET as getList, HEAD as headList } from "#app/api/live/cases/route.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Channel } from "#lib/live/channel.ts";
import { linesOfProcess } from "#lib/live/stream.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";

const asking = vi.hoisted(() => ({ watching: vi.fn() }));
vi.mock("#lib/entry/current.ts", () => ({ watchingContext: asking.watching }));

let world: World;
let ctx: UserCtx;
let number = 0;
beforeAll(async () => {
  world = await openWorld();
  const silent: Channel = { hear: () => () => undefined, end: async () => undefined };
  Object.assign(globalThis, { contraprovaCases: silent });
});
afterAll(() => world.end());
beforeEach(async () => {
  ctx = await ctxFor(world.db, "analyst");
  asking.watching.mockImplementation(async () => ({ ctx, locale: "en" }));
  ({ number } = await aCase(world.db, {}));
});

const PER_PERSON = 20;
const NOT_SPOILED = "since=1:1:";
const ask = (query = NOT_SPOILED, signal = new AbortController().signal) =>
  GET(new Request(`https://contraprova.test/api/live/cases/${number}?${query}`, { signal }), {
    params: Promise.resolve({ number: String(number) }),
  });
const presences = () => world.db.casePresence.count({ where: { caseNumber: number } });
const nobodyIsThere = () => vi.waitFor(async () => expect(await presences()).toBe(0), 5_000);

it("tells of no page that was given no line, nor of one whose browser went during the first look", async () => {
  const lines = await Promise.all(Array.from({ length: PER_PERSON }, () => ask()));
  expect(new Set(lines.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await presences()).toBe(PER_PERSON);
  expect((await ask()).status).toBe(429);
  expect(await presences()).toBe(PER_PERSON);
  await Promise.all(lines.map(({ body }) => body?.cancel()));
  await nobodyIsThere();

  const gone = new AbortController();
  const answered = ask(NOT_SPOILED, gone.signal);
  await vi.waitFor(async () => expect(await presences()).toBe(1), { timeout: 5_000, interval: 1 });
  gone.abort();
  await answered;
  await nobodyIsThere();
  expect(linesOfProcess().ends.size).toBe(0);
});

it("takes no seat for whoever has gone, and gives back that of a look that failed", async () => {
  for (let time = 0; time <= PER_PERSON; time += 1)
    expect((await ask(NOT_SPOILED, AbortSignal.abort())).status).toBe(404);
  expect(await presences()).toBe(0);
  const whole = ctx;
  const broken = new Proxy(world.db, {
    get: (db, name) => {
      if (name === "$executeRaw") return () => Promise.reject(new Error("away"));
      return Reflect.get(db, name);
    },
  });
  ctx = { ...whole, db: broken };
  for (let time = 0; time <= PER_PERSON; time += 1) await expect(ask()).rejects.toThrow("away");
  ctx = whole;
  const line = await ask();
  expect(line.status).toBe(200);
  await line.body?.cancel();
  await nobodyIsThere();
});

it("leaves nobody behind when the page goes while it is looked for", async () => {
  const held = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  let isNextHeld = false;
  const slow = new Proxy(world.db, {
    get: (db, name) => {
      if (name !== "$executeRaw" || !isNextHeld) return Reflect.get(db, name);
      return async (...given: Parameters<typeof db.$executeRaw>) => {
        isNextHeld = false;
        reached.resolve();
        await held.promise;
        return db.$executeRaw(...given);
      };
    },
  });
  ctx = { ...ctx, db: slow };
  const line = await ask();
  isNextHeld = true;
  await reached.promise;
  await line.body?.cancel();
  await sleep(50);
  held.resolve();
  await sleep(200);
  expect(await presences()).toBe(0);
});

it.each(["0:0:", "5:1:", "5:9:7,6", "9999999999999999999:9999999999999999999:", "x"])(
  "answers 404 where the place to count from is %s",
  async (since) => {
    expect((await ask(`since=${since}`)).status).toBe(404);
    const list = await getList(new Request(`https://contraprova.test/api/live/cases?since=${since}`));
    expect(list.status).toBe(404);
  },
);

it("refuses HEAD, whose line nobody would ever read", () => {
  for (const head of [HEAD, headList]) {
    const { status, headers } = head();
    expect([status, headers.get("allow")]).toEqual([405, "GET"]);
  }
});
