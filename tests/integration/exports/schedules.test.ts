import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { openExportRows } from "#lib/db/export-rows.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { readNotices } from "#lib/features/exports/noticing.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { runSchedules } from "#lib/features/exports/running-schedules.ts";
import { createSchedule, endSchedule, listSchedules } from "#lib/features/exports/scheduling.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { removeExpired } from "#lib/features/exports/sweeping.ts";
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
  expect(await readNotices(ctx)).toMatchObject([{ kind: "done", count: 1 }]);
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

it("what nobody can read is said to its owner, comes again, and keeps no other from its hour", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const [broken, whole] = [await planned(ctx, "day"), await planned(ctx, "day")];
  const { asked } = await world.db.exportSchedule.findUniqueOrThrow({ where: { id: broken } });
  // As under a key that left the ring.
  const unreadable = new Uint8Array([2, 107, 48, ...new Uint8Array(40)]);
  await world.db.exportSchedule.update({ where: { id: broken }, data: { asked: unreadable } });
  expect(await runSchedules(programAt("2026-11-23T12:00:00Z"))).toBe(1);
  const mine = { masked: true, ownerId: ctx.actor.id };
  expect(await madeBy(whole)).toEqual([{ ...mine, state: "queued" }]);
  expect(await madeBy(broken)).toEqual([{ ...mine, state: "failed" }]);
  const { id, failure } = await world.db.export.findFirstOrThrow({ where: { scheduleId: broken } });
  expect(failure).toBe("unreadable");
  const told = {
    action: "export.create",
    outcome: "failed",
    detail: { schedule: broken, why: "unreadable" },
  };
  expect(await world.db.auditEvent.findMany({ where: { entityId: id } })).toMatchObject([told]);
  const listed = async () => (await listSchedules(ctx)).find((schedule) => schedule.id === broken);
  expect(await listed()).toMatchObject({ brokenAt: expect.any(Date) });
  expect((await listed())?.nextAt.toISOString()).toBe("2026-11-24T09:00:00.000Z");
  // Its key is back.
  await world.db.exportSchedule.update({ where: { id: broken }, data: { asked } });
  expect(await runSchedules(programAt("2026-11-24T12:00:00Z"))).toBe(2);
  expect(await listed()).toMatchObject({ brokenAt: null });
});

it("what a schedule asked for is not kept when it has ended, whoever ended it", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const [mine, older] = [await planned(ctx, "week"), await planned(ctx, "week")];
  await endSchedule(ctx, { id: mine });
  expect(await world.db.exportSchedule.findUniqueOrThrow({ where: { id: mine } })).toMatchObject({
    asked: null,
  });
  await world.db.exportSchedule.update({ where: { id: older }, data: { endedAt: new Date() } });
  await removeExpired(programCtx(world.db));
  expect(await world.db.exportSchedule.findUniqueOrThrow({ where: { id: older } })).toMatchObject({
    asked: null,
  });
  expect((await listSchedules(ctx)).map(({ id }) => id)).not.toContain(mine);
});
