import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { WATCHES } from "#lib/features/limits/rules.ts";
import { readUnusual } from "#lib/features/limits/unusual.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { revealField } from "#lib/features/revealing/service.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import { liftLimits } from "#tests/support/limits.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await liftLimits(world.url);
});
afterAll(() => world.end());

it("far more reveals than usual stand on the manager's board, by whom and how many, and are told once", async () => {
  const [analyst, manager] = [await ctxFor(world.db, "analyst"), await ctxFor(world.db, "manager")];
  const { number } = await aCase(world.db, { subjectId: (await aSubject(world.db)).id });
  const { alertAt } = WATCHES.reveal;
  const reveal = () =>
    revealField(analyst, { field: "cpf", place: "case", record: String(number), reason: "confirm_identity" });
  for (let i = 1; i < alertAt; i += 1) expect((await reveal()).ok).toBe(true);
  expect(await readUnusual(manager)).toEqual([]);
  await reveal();
  await reveal();
  expect(await readUnusual(manager)).toMatchObject([
    {
      kind: "reveals",
      count: alertAt,
      minutes: 60,
      person: { id: analyst.actor.id, name: analyst.actor.name },
    },
  ]);
  const told = await world.db.auditEvent.count({
    where: { actorId: analyst.actor.id, action: "access.hoarding" },
  });
  expect(told).toBe(1);
});

it("views and guesses stand there as what they are, the newest of each for a day", async () => {
  const [analyst, manager] = [await ctxFor(world.db, "analyst"), await ctxFor(world.db, "manager")];
  for (let i = 0; i < WATCHES.subject_view.alertAt; i += 1) await watch(analyst, "subject_view");
  for (let i = 0; i < WATCHES.not_found.alertAt; i += 1) await watch(analyst, "not_found");
  const own = (await readUnusual(manager)).filter(({ person }) => person.id === analyst.actor.id);
  expect(own.map(({ kind }) => kind).sort()).toEqual(["guesses", "views"]);
  const later = { ...manager, now: () => new Date(Date.now() + 25 * 3_600_000) };
  expect(await readUnusual(later)).toEqual([]);
});

it("is for those who read the log", async () => {
  await expect(readUnusual(await ctxFor(world.db, "analyst"))).rejects.toThrow(Forbidden);
});
