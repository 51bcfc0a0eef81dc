import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { decideCase, releaseIdleCases, takeCase, takeNextCase } from "#lib/features/cases/service.ts";
import { escalateCase, resumeCase, waitCase } from "#lib/features/cases/setting-aside.ts";
import { openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";
import { deskOver, INCONCLUSIVE, NOTE } from "./desk.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff, read, auditsOf, taken, lastOf } = deskOver(() => world.db);

/** Wednesday; the Friday after it is a holiday. São Paulo is three hours behind. */
const at = (text: string) => new Date(`2026-11-${text}:00-03:00`);

describe("waiting for the customer", () => {
  it("stops the clock, over several pauses; its holder and those who hand out the work resume", async () => {
    const [holder, stranger, other] = [await staff(), await staff(), await staff("manager")];
    const { number } = await aCase(world.db, { openedAt: at("18T10:00"), dueAt: at("18T14:00") });
    const as = (ctx: typeof holder, time: string) => ({ ...ctx, now: () => at(time) });
    await takeCase(as(holder, "18T10:30"), { number, version: 1 });
    expect((await waitCase(as(holder, "18T11:00"), { number, version: 2, note: NOTE })).ok).toBe(true);
    expect(await read(number)).toMatchObject({
      status: "waiting",
      assigneeId: holder.actor.id,
      leaseUntil: null,
      waitingSince: at("18T11:00"),
      dueAt: at("18T14:00"),
    });
    expect(await resumeCase(as(stranger, "19T09:30"), { number, version: 3 })).toEqual({
      ok: false,
      failure: { code: "case_not_yours", by: holder.actor.name },
    });
    expect((await resumeCase(as(other, "19T09:30"), { number, version: 3 })).ok).toBe(true);
    expect(await read(number)).toMatchObject({
      status: "in_review",
      assigneeId: other.actor.id,
      waitingSince: null,
      dueAt: at("19T12:30"),
      pausedMs: BigInt(7.5 * 3_600_000),
      firstTouchedAt: at("18T10:30"),
    });
    await waitCase(as(other, "19T12:00"), { number, version: 4, note: NOTE });
    await resumeCase(as(other, "23T09:00"), { number, version: 5 });
    expect((await read(number)).dueAt).toEqual(at("23T09:30"));
    expect(await auditsOf(number)).toEqual([
      "case.take",
      "case.wait",
      "case.resume",
      "case.wait",
      "case.resume",
    ]);
    expect((await lastOf(number)).detail).toEqual({ holder: other.actor.id });
  });
  it("is the holder's, is no taking, and comes free for nobody", async () => {
    const { number, holder, version } = await taken();
    const other = await staff();
    expect(await waitCase(other, { number, version, note: NOTE })).toMatchObject({
      failure: { code: "case_not_yours", by: holder.actor.name },
    });
    await waitCase(holder, { number, version, note: NOTE });
    expect(await takeCase(other, { number, version: 3 })).toMatchObject({ failure: { code: "case_waits" } });
    expect(await decideCase(holder, { number, version: 3, ...INCONCLUSIVE })).toMatchObject({
      failure: { code: "case_not_yours" },
    });
    const later = programCtx(world.db, { now: () => new Date(Date.now() + 86_400_000) });
    await releaseIdleCases(later);
    expect((await read(number)).status).toBe("waiting");
    expect(await resumeCase(holder, { number, version: 2 })).toMatchObject({
      failure: { code: "case_changed", kind: "waiting" },
    });
  });
  it("is held by the database: no moment without the status, no status without the moment", async () => {
    const { number, version } = await taken();
    const set = (data: object) =>
      world.db.case.update({ where: { number }, data: { version: version + 1, ...data } });
    await expect(set({ status: "waiting" })).rejects.toThrow(/case_waiting/);
    await expect(set({ waitingSince: new Date() })).rejects.toThrow(/case_waiting/);
  });
});

describe("escalation", () => {
  it("leaves the holder, and only those who hand out work go on", async () => {
    const { number, holder, version } = await taken();
    expect((await escalateCase(holder, { number, version, note: NOTE })).ok).toBe(true);
    expect(await read(number)).toMatchObject({ status: "escalated", assigneeId: null, leaseUntil: null });
    expect(await takeCase(holder, { number, version: 3 })).toMatchObject({
      failure: { code: "case_escalated" },
    });
    const next = await takeNextCase(holder);
    expect(next.ok && next.value.number === number).toBe(false);
    const manager = await staff("manager");
    expect((await takeCase(manager, { number, version: 3 })).ok).toBe(true);
    expect(await read(number)).toMatchObject({ status: "in_review", assigneeId: manager.actor.id });
    expect(await auditsOf(number)).toEqual(["case.take", "case.escalate", "case.take"]);
  });
  it("is nothing for support", async () => {
    const { number, version } = await taken();
    const support = await staff("support");
    for (const act of [waitCase, escalateCase, resumeCase])
      await expect(act(support, { number, version, note: NOTE })).rejects.toThrow(Forbidden);
  });
});
