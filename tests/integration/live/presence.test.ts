import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { beThere, goAway, whoIsAt } from "#lib/features/presence/service.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

it("tells who else has a case open, each person once, until their last page of it has gone", async () => {
  const { number } = await aCase(world.db, {});
  const [first, second] = [await ctxFor(world.db, "analyst"), await ctxFor(world.db, "manager")];
  const [page, samePage, theirs] = [randomUUID(), randomUUID(), randomUUID()];
  expect(await beThere(first, page, number)).toEqual([]);
  await beThere(first, page, number);
  await beThere(first, samePage, number);
  expect(await beThere(second, theirs, number)).toEqual([first.actor.name]);
  expect(await whoIsAt(first, [number, 99_999])).toEqual({ [number]: [second.actor.name] });
  await goAway(first, page);
  expect(await whoIsAt(second, [number])).toEqual({ [number]: [first.actor.name] });
  await goAway(first, samePage);
  expect(await whoIsAt(second, [number])).toEqual({});
});

it("forgets a page that gave no sign of life, and takes it away for the next", async () => {
  const { number } = await aCase(world.db, {});
  const [first, second] = [await ctxFor(world.db, "analyst"), await ctxFor(world.db, "analyst")];
  await beThere(first, randomUUID(), number);
  await world.db
    .$executeRaw`UPDATE case_presence SET seen_at = now() - interval '46 seconds' WHERE case_number = ${number}`;
  expect(await beThere(second, randomUUID(), number)).toEqual([]);
  expect(await world.db.casePresence.count({ where: { caseNumber: number } })).toBe(1);
});

it("tells those who read masked of nobody, and nobody of them", async () => {
  const { number } = await aCase(world.db, {});
  const [support, analyst] = [await ctxFor(world.db, "support"), await ctxFor(world.db, "analyst")];
  await beThere(analyst, randomUUID(), number);
  expect(await beThere(support, randomUUID(), number)).toEqual([]);
  expect(await whoIsAt(support, [number])).toEqual({});
  expect(await whoIsAt(analyst, [number])).toEqual({});
});
