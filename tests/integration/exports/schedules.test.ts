import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { openExportRows } from "#lib/db/export-rows.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { countReady } from "#lib/features/exports/listing.ts";
import { runExports } from "#lib/features/exports/running.ts";
import {
  createSchedule,
  endSchedule,
  listSchedules,
  runSchedules,
} from "#lib/features/exports/scheduling.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import type { Send } from "#lib/features/exports/telling.ts";
import { ok } from "#lib/result.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

/** Half past six on a Sunday in São Paulo. */
const NOW = new Date("2026-11-22T09:30:00Z");

async function planned(ctx: UserCtx, every: "day" | "week" | "month", hour = "6"): Promise<string> {
  const input = askInput.parse({ list: "cases", state: "status=open", every, hour });
  const made = await createSchedule({ ...ctx, now: () => NOW }, { ...input, every }, "pt-BR");
  if (!made.ok) throw new Error(made.failure.code);
  return made.value.id;
}
const programAt = (at: string) => ({
  ...programCtx(world.db, { now: () => new Date(at) }),
  rows: openExportRows(world.url),
});
const madeBy = (scheduleId: string) =>
  world.db.export.findMany({ where: { scheduleId }, select: { state: true, masked: true, ownerId: true } });

it("asks for the file once its hour has come, and makes up for what was missed by one", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await planned(ctx, "day");
  expect(await runSchedules(programAt("2026-11-23T08:59:00Z"))).toBe(0);
  // Two workers at the same moment, and three days late.
  const late = "2026-11-26T15:00:00Z";
  const runs = await Promise.all([runSchedules(programAt(late)), runSchedules(programAt(late))]);
  expect(runs.toSorted()).toEqual([0, 1]);
  const file = { state: "queued", masked: true, ownerId: ctx.actor.id };
  expect(await madeBy(id)).toEqual([file]);
  expect(await runSchedules(programAt(late))).toBe(0);
  const { nextAt } = await world.db.exportSchedule.findUniqueOrThrow({ where: { id } });
  expect(nextAt.toISOString()).toBe("2026-11-27T09:00:00.000Z");
  const letters: { to: string; text: string }[] = [];
  const send: Send = async ({ to, subject, lines, path }) => {
    letters.push({ to, text: [subject, ...lines, path].join(" ") });
    return ok(null);
  };
  expect(await runExports({ ...programAt(late), send })).toBe(1);
  const { email } = await world.db.user.findUniqueOrThrow({ where: { id: ctx.actor.id } });
  expect(letters).toEqual([{ to: email, text: expect.stringContaining("/exports?by=me") }]);
  expect(await countReady(ctx)).toBe(1);
  expect(await madeBy(id)).toEqual([{ ...file, state: "done" }]);
  const told = await world.db.auditEvent.findMany({ where: { entityId: id }, select: { action: true } });
  expect(told).toEqual([{ action: "schedule.create" }]);
});

it("ends when somebody ends it, and by itself once its owner may not have it", async () => {
  const [manager, analyst] = [await ctxFor(world.db, "manager"), await ctxFor(world.db, "analyst")];
  const [mine, theirs] = [await planned(manager, "week"), await planned(analyst, "month")];
  expect((await listSchedules(analyst)).map(({ id }) => id)).toEqual([theirs]);
  expect(await endSchedule(analyst, { id: mine })).toMatchObject({ ok: false });
  expect(await endSchedule(manager, { id: mine })).toMatchObject({ ok: true });
  await world.db.user.update({ where: { id: analyst.actor.id }, data: { disabledAt: new Date() } });
  await runSchedules(programAt("2027-06-01T12:00:00Z"));
  expect(await madeBy(mine)).toEqual([]);
  expect(await madeBy(theirs)).toEqual([]);
  const told = await world.db.auditEvent.findMany({
    where: { action: "schedule.end" },
    select: { entityId: true },
  });
  expect(told.map(({ entityId }) => entityId).toSorted()).toEqual([mine, theirs].toSorted());
  await expect(planned(await ctxFor(world.db, "support"), "day")).rejects.toThrow(Forbidden);
});
