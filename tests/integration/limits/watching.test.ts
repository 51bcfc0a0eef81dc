import { randomUUID } from "node:crypto";
import { afterAll, expect, it, vi } from "vitest";
import type { Role } from "#lib/auth/roles.ts";
import { openDatabase } from "#lib/db/client.ts";
import { orNotFound } from "#lib/entry/page.ts";
import { selfieResponse } from "#lib/entry/selfie-response.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import { readUnicoSide } from "#lib/features/connections/reading.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { PER_MINUTE, WATCHES } from "#lib/features/limits/rules.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { ctxFor, openWorld } from "#tests/support/ctx.ts";
import { liftLimits } from "#tests/support/limits.ts";

vi.mock("next/navigation", () => ({
  notFound: () => {
    throw new Error("not found");
  },
  redirect: () => {
    throw new Error("redirect");
  },
}));

const world = await openWorld();
const other = openDatabase(world.url);
afterAll(async () => {
  await other.$disconnect();
  await world.end();
});

const alertsOf = (ctx: UserCtx) =>
  world.db.auditEvent.findMany({
    where: { actorId: ctx.actor.id, action: { startsWith: "access." } },
    select: { action: true, entityId: true, detail: true },
  });
const person = (role: Role = "analyst") => ctxFor(world.db, role);

/** The full count is 10,000: `GUESSED_IDS=10000 npx vitest run … watching`. */
const GUESSED_IDS = Number(process.env.GUESSED_IDS ?? 1_000);
const AT_ONCE = 100;

it("of so many guessed selfies none is found, and it is told of once", async () => {
  const fast = await openWorld();
  await liftLimits(fast.url);
  const ctx = await ctxFor(fast.db, "analyst");
  for (let round = 0; round < GUESSED_IDS / AT_ONCE; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => selfieResponse(ctx, randomUUID())),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
  }
  const told = await fast.db.auditEvent.findMany({ where: { actorId: ctx.actor.id } });
  expect(told.map(({ action }) => action)).toEqual(["access.guessing"]);
  await fast.end();
}, 120_000);

it("guessed pages are counted with guessed selfies", async () => {
  const ctx = await person();
  const { alertAt } = WATCHES.not_found;
  for (let i = 0; i < alertAt - 2; i += 1)
    await expect(orNotFound(ctx, readCase(ctx, 900_000 + i))).rejects.toThrow("not found");
  await selfieResponse(ctx, randomUUID());
  expect(await alertsOf(ctx)).toEqual([]);
  await selfieResponse(ctx, "../../etc/passwd");
  expect(await alertsOf(ctx)).toEqual([
    { action: "access.guessing", entityId: ctx.actor.id, detail: { count: alertAt, seconds: 600 } },
  ]);
});

it("selfies past the limit of a minute are refused with the time to wait, and no picture is read", async () => {
  const ctx = await person();
  const get = vi.spyOn(ctx.storage, "get");
  const ids = Array.from({ length: PER_MINUTE.selfie + 5 }, () => randomUUID());
  const answers = [];
  for (const id of ids) answers.push(await selfieResponse(ctx, id));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(5);
  for (const { headers } of refused) {
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(headers.get("cache-control")).toBe("private, no-store");
  }
  expect(get).not.toHaveBeenCalled();
});

it("ten times as many people as usual in an hour are told of once, from whatever process", async () => {
  const ctx = await person();
  const inOther = { ...ctx, programDb: other };
  const { alertAt } = WATCHES.subject_view;
  const look = (many: number) =>
    Promise.all(Array.from({ length: many }, (_, i) => watch(i % 2 ? ctx : inOther, "subject_view")));
  await look(alertAt - 1);
  expect(await alertsOf(ctx)).toEqual([]);
  await look(50);
  expect((await alertsOf(ctx)).map(({ action }) => action)).toEqual(["access.hoarding"]);
  await world.db.$executeRaw`UPDATE person_watch SET since = since - interval '1 hour'`;
  await look(alertAt - 1);
  expect(await alertsOf(ctx)).toHaveLength(1);
  await look(1);
  expect(await alertsOf(ctx)).toHaveLength(2);
});

it("an administrator is warned of what was told within a day", async () => {
  const admin = await person("admin");
  const { alerts } = await readUnicoSide(admin, { ratePerSecond: 8 });
  const warned = alerts.flatMap((alert) => (alert.kind === "warning" ? [alert.warning] : []));
  expect(warned.map(({ name, times }) => [name, times])).toEqual([
    ["access.guessing", 2],
    ["access.hoarding", 2],
  ]);
  const tomorrow = { ...admin, now: () => new Date(Date.now() + 25 * 3_600_000) };
  const { alerts: later } = await readUnicoSide(tomorrow, { ratePerSecond: 8 });
  expect(later.filter(({ kind }) => kind === "warning")).toEqual([]);
});
