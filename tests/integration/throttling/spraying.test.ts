import { afterAll, beforeEach, expect, it } from "vitest";
import { openDatabase } from "#lib/db/client.ts";
import { takeAttempt, tellRight } from "#lib/features/throttling/attempts.ts";
import { SPRAY_WINDOW_S, SPRAYED_ACCOUNTS, UNDECIDED_S } from "#lib/features/throttling/rules.ts";
import { raiseSprayAlert } from "#lib/features/throttling/spraying.ts";
import { openWorld, programCtx } from "#tests/support/ctx.ts";
import { age } from "#tests/support/throttling.ts";

const world = await openWorld();
const other = openDatabase(world.url);
afterAll(async () => {
  await other.$disconnect();
  await world.end();
});
beforeEach(async () => {
  await world.db.attemptBucket.deleteMany();
  await world.db.raisedAlert.deleteMany();
  known = await alertsSoFar();
});

let known = 0;
const alertsSoFar = () => world.db.auditEvent.count({ where: { action: "sign_in.alert" } });
const alerts = async () => (await alertsSoFar()) - known;
const ctx = programCtx(world.db);
const addressOf = (place: number) => `10.1.${place >> 8}.${place & 255}`;

const spray = (many: number, isRight = false, first = 0) =>
  Promise.all(
    Array.from({ length: many }, async (_, index) => {
      const place = first + index;
      const from = programCtx(place % 2 ? world.db : other, {
        request: { id: ctx.request.id, address: addressOf(place) },
      });
      const account = `${place}@contraprova.test`;
      const taken = await takeAttempt(from, { kind: "password", account, device: null });
      if (taken.ok && isRight) await tellRight(from, taken.value);
    }),
  );

it("one password on each of ten thousand accounts is told of, once", async () => {
  for (let round = 0; round < 20; round += 1) await spray(500, false, round * 500);
  await age(world.db, UNDECIDED_S);
  await Promise.all(Array.from({ length: 10 }, () => raiseSprayAlert(ctx)));
  expect(await alerts()).toBe(1);
  const told = await world.db.auditEvent.findFirstOrThrow({
    where: { action: "sign_in.alert" },
    orderBy: { seq: "desc" },
  });
  expect(told).toMatchObject({ actorKind: "program", entityType: "account", entityId: null });
  expect(JSON.stringify(told.detail)).not.toContain("@");
}, 60_000);

it("is told of again in the next window while it goes on", async () => {
  await spray(SPRAYED_ACCOUNTS);
  await age(world.db, UNDECIDED_S);
  expect(await raiseSprayAlert(ctx)).toBe(true);
  await world.db.$executeRaw`
    UPDATE raised_alert SET raised_at = raised_at - make_interval(secs => ${SPRAY_WINDOW_S})`;
  expect(await raiseSprayAlert(ctx)).toBe(true);
  expect(await raiseSprayAlert(ctx)).toBe(false);
});

it("is not what a company does in the morning", async () => {
  await spray(SPRAYED_ACCOUNTS * 4, true);
  await spray(SPRAYED_ACCOUNTS - 1);
  await age(world.db, UNDECIDED_S);
  expect(await raiseSprayAlert(ctx)).toBe(false);
  expect(await alerts()).toBe(0);
});

it("is not what is being checked at this moment", async () => {
  await spray(SPRAYED_ACCOUNTS);
  expect(await raiseSprayAlert(ctx)).toBe(false);
});
