import { randomBytes } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { openDatabase } from "#lib/db/client.ts";
import { takeLimit, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { LIMIT_WINDOW_S, type Limited, PER_MINUTE } from "#lib/features/limits/rules.ts";
import { ctxFor, openWorld, programCtx } from "#tests/support/ctx.ts";
import { guessFrom } from "#tests/support/guessers.ts";

const world = await openWorld();
const other = openDatabase(world.url);
afterAll(async () => {
  await other.$disconnect();
  await world.end();
});

const SESSIONS = 20;
const KINDS = Object.keys(PER_MINUTE) as Limited[];

/** As if all of it had happened so many seconds earlier. */
const age = (seconds: number) => world.db.$executeRaw`
  UPDATE person_limit SET
    used_at = ARRAY(SELECT each - make_interval(secs => ${seconds}) FROM unnest(used_at) AS each),
    refused_at = refused_at - make_interval(secs => ${seconds})`;

it.each(KINDS)("grants exactly the limit of %s to twenty sessions of two pools at once", async (what) => {
  const ctx = await ctxFor(world.db, "manager");
  const inOther = { ...ctx, db: other, programDb: other };
  const sessions = Array.from({ length: SESSIONS }, async (_, session) => {
    let granted = 0;
    for (let i = 0; i < 15; i += 1)
      if ((await takeOwnLimit(session % 2 ? ctx : inOther, what)).ok) granted += 1;
    return granted;
  });
  const granted = (await Promise.all(sessions)).reduce((sum, each) => sum + each, 0);
  expect(granted).toBe(PER_MINUTE[what]);
  expect(
    await world.db.auditEvent.findMany({
      where: { actorId: ctx.actor.id },
      select: { action: true, outcome: true, entityType: true, entityId: true, sessionId: true },
    }),
  ).toEqual([
    {
      action: "limit.refuse",
      outcome: "refused",
      entityType: "limit",
      entityId: what,
      sessionId: ctx.actor.sessionId,
    },
  ]);
});

it("holds over two processes", async () => {
  const { actor } = await ctxFor(world.db, "analyst");
  const given = { url: world.url, indexKey: randomBytes(32).toString("hex"), who: actor.id };
  const granted = await guessFrom(2, { ...given, what: "reverification", many: 100 });
  expect(granted.reduce((sum, each) => sum + each, 0)).toBe(PER_MINUTE.reverification);
});

it("holds in any minute, not in one of a clock, and says how long to wait", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const use = async (many: number) => {
    let granted = 0;
    for (let i = 0; i < many; i += 1) if ((await takeOwnLimit(ctx, "export")).ok) granted += 1;
    return granted;
  };
  expect(await use(4)).toBe(4);
  await age(LIMIT_WINDOW_S - 10);
  expect(await use(10)).toBe(6);
  const refused = await takeOwnLimit(ctx, "export");
  expect(refused).toMatchObject({ ok: false, failure: { code: "too_many" } });
  if (!refused.ok) expect(refused.failure.retryAfterS).toBeLessThanOrEqual(10);
  await age(10);
  expect(await use(10)).toBe(4);
});

it("is each person's own, and each kind's", async () => {
  const [one, two] = [await ctxFor(world.db, "analyst"), await ctxFor(world.db, "analyst")];
  for (let i = 0; i < PER_MINUTE.reveal; i += 1) await takeOwnLimit(one, "reveal");
  expect((await takeOwnLimit(one, "reveal")).ok).toBe(false);
  expect((await takeOwnLimit(one, "search")).ok).toBe(true);
  expect((await takeOwnLimit(two, "reveal")).ok).toBe(true);
});

it("tells a refusal once a minute, however often it is refused", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const told = () => world.db.auditEvent.count({ where: { actorId: ctx.actor.id } });
  const flood = () => Promise.all(Array.from({ length: 50 }, () => takeOwnLimit(ctx, "export")));
  await flood();
  expect(await told()).toBe(1);
  await age(LIMIT_WINDOW_S);
  await flood();
  expect(await told()).toBe(2);
});

it("refuses nothing where a refusal cannot be audited: it throws", async () => {
  const ctx = await ctxFor(world.db, "manager");
  for (let i = 0; i < PER_MINUTE.export; i += 1) await takeOwnLimit(ctx, "export");
  const unaudited = { ...ctx, request: { id: "no id", address: null } };
  await expect(takeLimit(ctx.db, { userId: ctx.actor.id, what: "export" }, unaudited)).rejects.toThrow();
});

it("is no job's", async () => {
  for (let i = 0; i < PER_MINUTE.export + 5; i += 1)
    expect((await takeOwnLimit(programCtx(world.db), "export")).ok).toBe(true);
});
