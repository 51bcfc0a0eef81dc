import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import { assignCase, prioritiseCase, takeOverCase } from "#lib/features/cases/handing.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import { decideCase, keepCase, takeCase, takeNextCase } from "#lib/features/cases/service.ts";
import { resumeCase, waitCase } from "#lib/features/cases/setting-aside.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";
import { deskOver, INCONCLUSIVE, NOTE } from "./desk.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff, many, read, auditsOf, decideAs, decided, taken, lastOf } = deskOver(() => world.db);
const proved = (ctx: UserCtx): UserCtx => ({ ...ctx, confirmedAt: ctx.now() });
const at = (text: string) => new Date(`2026-11-${text}:00-03:00`);

describe("taking over", () => {
  it("asks for a fresh proof, says why, and names both people", async () => {
    const { number, holder, version } = await taken();
    const other = await staff();
    await expect(takeOverCase(other, { number, version, note: NOTE })).rejects.toThrow(StepUpNeeded);
    expect((await takeOverCase(proved(other), { number, version, note: NOTE })).ok).toBe(true);
    expect(await read(number)).toMatchObject({ status: "in_review", assigneeId: other.actor.id });
    const event = await lastOf(number);
    expect(event).toMatchObject({ kind: "taken_over", actorId: other.actor.id, note: NOTE });
    expect(event.detail).toEqual({ holder: holder.actor.id });
    const audit = await world.db.auditEvent.findFirstOrThrow({
      where: { action: "case.take_over", entityId: String(number) },
    });
    expect(audit).toMatchObject({ actorId: other.actor.id, detail: { holder: holder.actor.id } });
    const seen = await readCase(other, number);
    expect(seen?.events[0]).toMatchObject({ kind: "taken_over", other: holder.actor.name });
  });
  it("tells whoever lost the case, and leaves them nothing to decide", async () => {
    const { number, holder, version } = await taken();
    expect(await keepCase(holder, number)).toEqual({ ok: true, value: null });
    const other = await staff();
    await takeOverCase(proved(other), { number, version, note: NOTE });
    expect(await keepCase(holder, number)).toEqual({
      ok: false,
      failure: { code: "case_not_yours", by: other.actor.name },
    });
    expect(await decideCase(holder, { number, version, ...INCONCLUSIVE })).toMatchObject({
      failure: { code: "case_changed", kind: "taken_over", by: other.actor.name },
    });
  });
  it("is for what another holds: not what is free, one's own, idle or decided", async () => {
    const other = proved(await staff());
    const free = await aCase(world.db);
    expect(await takeOverCase(other, { ...free, note: NOTE })).toMatchObject({
      failure: { code: "case_not_held" },
    });
    const { number, version, first } = await decided("confirmed_fraud");
    expect(await takeOverCase(other, { number, version, note: NOTE })).toMatchObject({
      failure: { code: "case_awaits", by: first.actor.name },
    });
    const idle = await taken();
    const later = { ...other, now: () => new Date(Date.now() + 31 * 60_000) };
    expect(await takeOverCase(proved(later), { ...idle, note: NOTE })).toMatchObject({
      failure: { code: "case_not_held" },
    });
    await expect(takeOverCase(proved(await staff("support")), { ...idle, note: NOTE })).rejects.toThrow(
      Forbidden,
    );
  });
  it("takes what waits for another too; its clock runs again", async () => {
    const [holder, other] = [await staff(), await staff()];
    const as = (ctx: UserCtx, time: string) => proved({ ...ctx, now: () => at(time) });
    const { number } = await aCase(world.db, { openedAt: at("18T10:00"), dueAt: at("18T14:00") });
    await takeCase(as(holder, "18T10:00"), { number, version: 1 });
    await waitCase(as(holder, "18T11:00"), { number, version: 2, note: NOTE });
    const taking = { number, version: 3, note: NOTE };
    expect((await takeOverCase(as(other, "18T13:00"), taking)).ok).toBe(true);
    expect(await read(number)).toMatchObject({
      status: "in_review",
      assigneeId: other.actor.id,
      waitingSince: null,
      dueAt: at("18T16:00"),
      pausedMs: BigInt(2 * 3_600_000),
    });
    expect((await lastOf(number)).detail).toEqual({ holder: holder.actor.id });
  });
  it("of 64 at once is one's, and 63 are told whose", async () => {
    const { number, version } = await taken();
    const takers = (await many(64)).map(proved);
    const results = await Promise.all(
      takers.map((ctx) => takeOverCase(ctx, { number, version, note: NOTE })),
    );
    const won = results.flatMap(({ ok }, i) => (ok ? [takers[i]?.actor] : []));
    expect(won).toHaveLength(1);
    for (const result of results)
      if (!result.ok) expect(result.failure).toMatchObject({ code: "case_changed", by: won[0]?.name });
    expect(await auditsOf(number)).toEqual(["case.take", "case.take_over"]);
  });
});

describe("assigning", () => {
  it("puts a case aside for somebody; others neither take it nor get it as their next", async () => {
    const own = await openWorld();
    const desk = deskOver(() => own.db);
    const [manager, lia, other] = [await desk.staff("manager"), await desk.staff(), await desk.staff()];
    const { number } = await aCase(own.db);
    const given = await assignCase(manager, { number, version: 1, assignee: lia.actor.id });
    expect(given.ok).toBe(true);
    expect(await desk.read(number)).toMatchObject({ status: "open", assigneeId: lia.actor.id });
    expect(await takeCase(other, { number, version: 2 })).toEqual({
      ok: false,
      failure: { code: "case_held", by: lia.actor.name },
    });
    expect(await takeNextCase(other)).toMatchObject({ failure: { code: "no_case_due" } });
    expect(await takeNextCase(lia)).toEqual({ ok: true, value: { number } });
    expect((await desk.lastOf(number)).detail).toEqual({ next: true });
    expect((await readCase(manager, number))?.events.at(-1)).toMatchObject({
      kind: "assigned",
      other: lia.actor.name,
    });
    await own.end();
  });
  it("takes a case out of another's hands, and what waits goes on waiting", async () => {
    const manager = await staff("manager");
    const lia = await staff();
    const inHand = await taken();
    await assignCase(manager, { ...inHand, assignee: lia.actor.id });
    expect(await keepCase(inHand.holder, inHand.number)).toMatchObject({
      failure: { code: "case_not_yours", by: lia.actor.name },
    });
    const waiting = await taken();
    await waitCase(waiting.holder, { ...waiting, note: NOTE });
    await assignCase(manager, { number: waiting.number, version: 3, assignee: lia.actor.id });
    expect(await read(waiting.number)).toMatchObject({ status: "waiting", assigneeId: lia.actor.id });
  });
  it("is for managers, and to people who work on cases of that branch", async () => {
    const [id, elsewhere] = [randomUUID(), randomUUID()];
    await world.db.subsidiary.createMany({
      data: [
        { id, name: "Aqui" },
        { id: elsewhere, name: "Ali" },
      ],
    });
    const { number } = await aCase(world.db, { subsidiaryId: id });
    const manager = await staff("manager");
    const [here, there, support, gone] = [
      await staff(),
      await staff(),
      await staff("support"),
      await staff(),
    ];
    const limit = (userId: string, subsidiaryId: string) =>
      world.db.userSubsidiary.create({ data: { userId, subsidiaryId } });
    await limit(here.actor.id, id);
    await limit(there.actor.id, elsewhere);
    await world.db.user.update({ where: { id: gone.actor.id }, data: { disabledAt: new Date() } });
    await expect(assignCase(here, { number, version: 1, assignee: here.actor.id })).rejects.toThrow(
      Forbidden,
    );
    for (const { actor } of [there, support, gone])
      expect(await assignCase(manager, { number, version: 1, assignee: actor.id })).toEqual({
        ok: false,
        failure: { code: "case_no_worker" },
      });
    const offered = (await readCase(manager, number))?.workers.map((worker) => worker.id) ?? [];
    expect(offered).toContain(here.actor.id);
    for (const { actor } of [there, support, gone]) expect(offered).not.toContain(actor.id);
    expect((await assignCase(manager, { number, version: 1, assignee: here.actor.id })).ok).toBe(true);
  });
});

describe("priority", () => {
  it("that a case has already is refused, and leaves its due time alone", async () => {
    const manager = await staff("manager");
    const dueAt = at("18T10:45");
    const { number } = await aCase(world.db, { priority: "high", openedAt: at("18T10:00"), dueAt });
    expect(await prioritiseCase(manager, { number, version: 1, priority: "high" })).toEqual({
      ok: false,
      failure: { code: "case_same_priority" },
    });
    expect(await read(number)).toMatchObject({ dueAt, version: 1 });
    expect(await auditsOf(number)).toEqual([]);
  });
  it("counts due time anew from the opening, less the pauses, a running one too", async () => {
    const manager = await staff("manager");
    const holder = await staff();
    const as = (ctx: UserCtx, time: string) => ({ ...ctx, now: () => at(time) });
    const { number } = await aCase(world.db, { openedAt: at("18T10:00"), dueAt: at("18T14:00") });
    await takeCase(as(holder, "18T10:00"), { number, version: 1 });
    await waitCase(as(holder, "18T10:30"), { number, version: 2, note: NOTE });
    await resumeCase(as(holder, "18T12:30"), { number, version: 3 });
    expect((await read(number)).dueAt).toEqual(at("18T16:00"));
    await prioritiseCase(manager, { number, version: 4, priority: "urgent" });
    expect(await read(number)).toMatchObject({ priority: "urgent", dueAt: at("18T13:00") });
    await waitCase(as(holder, "18T12:30"), { number, version: 5, note: NOTE });
    await prioritiseCase(manager, { number, version: 6, priority: "normal" });
    await resumeCase(as(holder, "18T13:30"), { number, version: 7 });
    // Nine hours from 10:00, and three that the clock stood still.
    expect((await read(number)).dueAt).toEqual(at("19T13:00"));
    await expect(prioritiseCase(holder, { number, version: 8, priority: "low" })).rejects.toThrow(Forbidden);
    await decideAs(as(holder, "18T14:00"), number, "inconclusive");
    expect(await prioritiseCase(manager, { number, version: 9, priority: "low" })).toMatchObject({
      failure: { code: "case_closed" },
    });
  });
});
