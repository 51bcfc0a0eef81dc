import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, it } from "vitest";
import { openDatabase } from "#lib/db/client.ts";
import { takeAttempt, tellRight } from "#lib/features/throttling/attempts.ts";
import { openWorld, programCtx } from "#tests/support/ctx.ts";
import { guessFrom } from "#tests/support/guessers.ts";
import { grantedIn } from "#tests/support/throttling.ts";

const world = await openWorld();
const other = openDatabase(world.url);
afterAll(async () => {
  await other.$disconnect();
  await world.end();
});
beforeEach(async () => {
  await world.db.attemptBucket.deleteMany();
});

const GUESSES = 1_000;
const addressOf = (place: number) => `10.0.${place >> 8}.${place & 255}`;
const take = (place: number, kind: "password" | "code", account: string, address = addressOf(place)) =>
  takeAttempt(programCtx(place % 2 ? world.db : other, { request: { id: randomUUID(), address } }), {
    kind,
    account,
    device: null,
  });

it("of a thousand guesses at once over two pools no more are let through than the rule grants", async () => {
  const startedMs = performance.now();
  const all = await Promise.all(
    Array.from({ length: GUESSES }, (_, place) => take(place, "password", "ana@contraprova.test")),
  );
  const through = all.filter(({ ok }) => ok).length;
  expect(through).toBeGreaterThanOrEqual(5);
  expect(through).toBeLessThanOrEqual(grantedIn(performance.now() - startedMs));
});

it("of a thousand codes at once five are let through", async () => {
  const all = await Promise.all(Array.from({ length: GUESSES }, (_, place) => take(place, "code", "ana")));
  expect(all.filter(({ ok }) => ok)).toHaveLength(5);
});

it("of two processes with five hundred guesses each no more are let through either, and a third knows", async () => {
  const guesses = {
    url: world.url,
    indexKey: randomBytes(32).toString("hex"),
    what: "password" as const,
    who: "bia@contraprova.test",
  };
  const startedMs = performance.now();
  const through = await guessFrom(2, { ...guesses, many: GUESSES / 2 });
  const total = through.reduce((sum, each) => sum + each, 0);
  expect(total).toBeGreaterThanOrEqual(5);
  expect(total).toBeLessThanOrEqual(grantedIn(performance.now() - startedMs));
  // Both are gone: what was counted is not.
  await world.db.$executeRaw`UPDATE attempt_bucket SET free_at = clock_timestamp() + interval '1 hour'
    WHERE scope = 'account'`;
  expect(await guessFrom(1, { ...guesses, many: 5 })).toEqual([0]);
});

it("right tries among wrong ones at once give back themselves alone", async () => {
  const account = randomUUID();
  await Promise.all(
    Array.from({ length: 200 }, async (_, place) => {
      const taken = await take(place, "password", `${place}${account}`, "192.0.2.9");
      if (taken.ok && place % 4 === 0) await tellRight(programCtx(world.db), taken.value);
    }),
  );
  const shared = await world.db.attemptBucket.findMany({ where: { scope: { in: ["address", "overall"] } } });
  expect(shared.map(({ tries }) => tries.length)).toEqual([150, 150]);
});
