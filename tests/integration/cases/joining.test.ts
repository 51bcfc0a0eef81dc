import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { openForSignal } from "#lib/features/cases/opening.ts";
import { decideCase, releaseCase, takeCase } from "#lib/features/cases/service.ts";
import { resumeCase, waitCase } from "#lib/features/cases/setting-aside.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aReverification, aSubject } from "#tests/support/factories.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const alertFor = (subjectId: string, fraudsters: "yes" | "other" = "yes") => ({
  origin: "reverification" as const,
  subjectId,
  subsidiaryId: null,
  referenceId: null,
  reverificationId: null,
  processId: null,
  outcome: "match_flagged" as const,
  fraudsters,
  biometry: "match" as const,
  liveness: "not_measured" as const,
  score: null,
});

const signal = (subjectId: string, fraudsters?: "yes" | "other") =>
  world.db.$transaction((tx) => openForSignal(tx, programCtx(world.db), alertFor(subjectId, fraudsters)));

describe("a signal of a person whose case is open", () => {
  it("joins it, and the case shows the graver of the two", async () => {
    const { id } = await aSubject(world.db);
    const number = await signal(id, "other");
    expect(await signal(id, "yes")).toBe(number);
    expect(await signal(id, "other")).toBe(number);
    const found = await world.db.case.findUniqueOrThrow({ where: { number: number ?? 0 } });
    expect(found).toMatchObject({ fraudsters: "yes", version: 3 });
  });

  it("is told to whoever decides over a form drawn before", async () => {
    const ctx = await ctxFor(world.db, "analyst");
    const { id } = await aSubject(world.db);
    const number = (await signal(id, "other")) ?? 0;
    await takeCase(ctx, { number, version: 1 });
    await signal(id, "yes");
    const late = await decideCase(ctx, {
      number,
      version: 2,
      decision: "false_positive",
      reasons: ["relative"],
      note: "Decidida sobre o primeiro sinal.",
    });
    expect(late).toMatchObject({ ok: false, failure: { code: "case_changed", kind: "signal_joined" } });
  });

  it("opens another where the case closed meanwhile; of fifty none is lost", async () => {
    const { id } = await aSubject(world.db);
    const numbers: (number | null)[] = [];
    // As many at once as have a connection: none waits for one, however slow the machine is.
    for (let wave = 0; wave < 5; wave += 1)
      numbers.push(...(await Promise.all(Array.from({ length: 10 }, () => signal(id)))));
    expect(new Set(numbers).size).toBe(1);
    const [number] = numbers;
    const events = await world.db.caseEvent.groupBy({
      by: ["kind"],
      where: { caseNumber: number ?? 0 },
      _count: true,
    });
    expect(Object.fromEntries(events.map(({ kind, _count }) => [kind, _count]))).toEqual({
      opened: 1,
      signal_joined: 49,
    });
    await world.db.case.update({
      where: { number: number ?? 0 },
      data: {
        status: "closed",
        decision: "inconclusive",
        reasons: ["poor_photo"],
        decidedById: (await ctxFor(world.db, "analyst")).actor.id,
        decidedAt: new Date(),
        closedAt: new Date(),
        version: 51,
      },
    });
    expect(await signal(id)).not.toBe(number);
  });
});

describe("an alert that joins a case", () => {
  const at = (text: string) => new Date(`2026-11-${text}:00-03:00`);
  const signalAt = (now: Date, subjectId: string, fraudsters: "yes" | "inconclusive" = "yes") =>
    world.db.$transaction((tx) =>
      openForSignal(tx, programCtx(world.db, { now: () => now }), { ...alertFor(subjectId), fraudsters }),
    );

  it("raises what is low and late, and lowers nothing", async () => {
    const { id: subjectId } = await aSubject(world.db);
    const low = { subjectId, priority: "low", openedAt: at("16T09:00"), dueAt: at("30T09:00") } as const;
    const { number } = await aCase(world.db, low);
    expect(await signalAt(at("18T10:00"), subjectId)).toBe(number);
    const raised = { priority: "high", dueAt: at("18T14:00") };
    expect(await world.db.case.findUniqueOrThrow({ where: { number } })).toMatchObject(raised);
    await world.db.case.update({ where: { number }, data: { priority: "urgent", version: 3 } });
    await signalAt(at("18T13:00"), subjectId);
    expect(await world.db.case.findUniqueOrThrow({ where: { number } })).toMatchObject({
      ...raised,
      priority: "urgent",
    });
  });

  it("sets going what waits, in the hands that it was in, and the timeline says so", async () => {
    const { id: subjectId } = await aSubject(world.db);
    const ctx = await ctxFor(world.db, "analyst");
    const as = (time: string) => ({ ...ctx, now: () => at(time) });
    const { number } = await aCase(world.db, { subjectId, openedAt: at("18T09:00"), dueAt: at("18T13:00") });
    await takeCase(as("18T09:00"), { number, version: 1 });
    await waitCase(as("18T10:00"), { number, version: 2, note: "Espera pelo retorno do cliente." });
    await signalAt(at("18T12:00"), subjectId);
    expect(await world.db.case.findUniqueOrThrow({ where: { number } })).toMatchObject({
      status: "in_review",
      assigneeId: ctx.actor.id,
      waitingSince: null,
      pausedMs: BigInt(2 * 3_600_000),
      // Three hours were left.
      dueAt: at("18T15:00"),
    });
    const told = await world.db.caseEvent.findMany({
      where: { caseNumber: number },
      orderBy: { id: "desc" },
    });
    expect(told.slice(0, 2)).toMatchObject([
      { kind: "resumed", actorId: null, detail: { holder: ctx.actor.id, alert: true } },
      { kind: "signal_joined" },
    ]);
    const audit = { action: "case.resume", entityId: String(number) };
    expect(await world.db.auditEvent.findMany({ where: audit })).toMatchObject([
      { detail: { from: "waiting", to: "in_review", alert: true } },
    ]);
    expect((await releaseCase(as("18T12:01"), { number, version: 4 })).ok).toBe(true);
  });

  it("frees what waits for nobody in particular; what is no alert leaves it waiting", async () => {
    const { id: subjectId } = await aSubject(world.db);
    const waiting = { status: "waiting", waitingSince: at("18T10:00") } as const;
    const given = { subjectId, openedAt: at("18T09:00"), dueAt: at("19T18:00"), ...waiting };
    const { number } = await aCase(world.db, { ...given, rule: "not_live", priority: "low" });
    const calm = { ...alertFor(subjectId), fraudsters: "inconclusive", outcome: "not_live" } as const;
    await world.db.$transaction((tx) =>
      openForSignal(tx, programCtx(world.db, { now: () => at("18T11:00") }), calm),
    );
    expect(await world.db.case.findUniqueOrThrow({ where: { number } })).toMatchObject({
      ...waiting,
      version: 2,
      priority: "normal",
      dueAt: at("19T18:00"),
    });
    const { number: other } = await aCase(world.db, given);
    await signalAt(at("18T11:00"), subjectId);
    expect(await world.db.case.findUniqueOrThrow({ where: { number: other } })).toMatchObject({
      status: "open",
      waitingSince: null,
      dueAt: at("18T15:00"),
    });
    expect(await resumeCase(await ctxFor(world.db, "analyst"), { number: other, version: 2 })).toMatchObject({
      failure: { code: "case_not_waiting" },
    });
  });

  it("hides from the second approver neither that the case was decided nor by whom", async () => {
    const [first, second] = [await ctxFor(world.db, "analyst"), await ctxFor(world.db, "analyst")];
    const { id: subjectId } = await aSubject(world.db);
    const { number } = await aCase(world.db, { subjectId });
    await takeCase(first, { number, version: 1 });
    const decision = {
      decision: "confirmed_fraud" as const,
      reasons: ["earlier_fraud" as const],
      note: "Mesma foto de outro caso.",
    };
    expect((await decideCase(first, { number, version: 2, ...decision })).ok).toBe(true);
    await signal(subjectId);
    const late = await decideCase(second, { number, version: 2, ...decision });
    expect(late).toEqual({ ok: false, failure: { code: "case_awaits", by: first.actor.name } });
  });
});

describe("a sign of life", () => {
  it("moves the lease and no version; anything more without a version is refused by the database", async () => {
    const ctx = await ctxFor(world.db, "analyst");
    const { number } = await aCase(world.db, { status: "in_review", assigneeId: ctx.actor.id });
    await world.db.case.update({ where: { number }, data: { leaseUntil: new Date() } });
    await expect(world.db.case.update({ where: { number }, data: { priority: "low" } })).rejects.toThrow(
      /version/,
    );
  });
});

it("support flags no re-verification, which it may not see", async () => {
  const support = await ctxFor(world.db, "support");
  const { id } = await aReverification(world.db, { startedById: support.actor.id });
  const flagged = flagCase(support, { reverificationId: id, note: "Cliente não lembrava o e-mail." });
  await expect(flagged).rejects.toThrow(Forbidden);
});
