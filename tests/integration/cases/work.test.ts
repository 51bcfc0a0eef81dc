import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { addNote } from "#lib/features/cases/notes.ts";
import {
  approveCase,
  decideCase,
  keepCase,
  releaseCase,
  releaseIdleCases,
  reopenCase,
  sendBackCase,
  takeCase,
  takeNextCase,
} from "#lib/features/cases/service.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import { deskOver, NOTE } from "./desk.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff, read, eventsOf, auditsOf, decideAs, decided } = deskOver(() => world.db);

describe("taking", () => {
  it("gives 20 analysts at once 20 different cases, the most due first", async () => {
    const own = await openWorld();
    const opened = new Date(Date.now() - 3_600_000);
    const cases = [];
    for (let i = 0; i < 25; i++)
      cases.push(
        await aCase(own.db, { openedAt: opened, dueAt: new Date(opened.getTime() + (25 - i) * 60_000) }),
      );
    const analysts = await Promise.all(Array.from({ length: 20 }, () => ctxFor(own.db, "analyst")));
    const taken = await Promise.all(analysts.map((ctx) => takeNextCase(ctx)));
    const numbers = taken.flatMap((result) => (result.ok ? [result.value.number] : []));
    expect(new Set(numbers).size).toBe(20);
    expect(numbers.toSorted()).toEqual(cases.map(({ number }) => number).slice(5));
    const rest = await Promise.all(analysts.map((ctx) => takeNextCase(ctx)));
    expect(rest.filter(({ ok }) => ok)).toHaveLength(5);
    expect(rest.find(({ ok }) => !ok)).toEqual({ ok: false, failure: { code: "no_case_due" } });
    await own.end();
  });
  it("refuses what another holds, until that one has been idle for 30 minutes", async () => {
    const { number } = await aCase(world.db);
    const [first, second] = [await staff(), await staff()];
    await takeCase(first, { number, version: 1 });
    expect(await takeCase(second, { number, version: 2 })).toEqual({
      ok: false,
      failure: { code: "case_held", by: first.actor.name },
    });
    const later = { ...second, now: () => new Date(Date.now() + 31 * 60_000) };
    expect((await takeCase(later, { number, version: 2 })).ok).toBe(true);
    expect(
      await decideCase(first, {
        number,
        version: 2,
        decision: "inconclusive",
        reasons: ["relative"],
        note: NOTE,
      }),
    ).toMatchObject({
      failure: { code: "case_changed", kind: "taken", by: second.actor.name },
    });
  });
  it("keeps the first touch over release and another's taking", async () => {
    const { number } = await aCase(world.db);
    const [first, second] = [await staff(), await staff()];
    await takeCase(first, { number, version: 1 });
    const touched = (await read(number)).firstTouchedAt;
    await releaseCase(first, { number, version: 2 });
    expect(await read(number)).toMatchObject({ status: "open", assigneeId: null, leaseUntil: null });
    await takeCase(second, { number, version: 3 });
    expect((await read(number)).firstTouchedAt).toEqual(touched);
  });
  it("ends for those who are idle, and only for them, however often the job runs", async () => {
    const [idle, busy] = [await aCase(world.db), await aCase(world.db)];
    const ctx = await staff();
    await takeCase({ ...ctx, now: () => new Date(Date.now() - 40 * 60_000) }, { ...idle });
    await takeCase(ctx, { ...busy });
    await Promise.all([releaseIdleCases(programCtx(world.db)), releaseIdleCases(programCtx(world.db))]);
    expect(await read(idle.number)).toMatchObject({ status: "open", version: 3 });
    expect(await read(busy.number)).toMatchObject({ status: "in_review", version: 2 });
  });
  it("stays whose it is where a sign of life came while the idle were looked for", async () => {
    const { number } = await aCase(world.db);
    const ctx = await staff();
    await takeCase({ ...ctx, now: () => new Date(Date.now() - 40 * 60_000) }, { number, version: 1 });
    const program = programCtx(world.db);
    const db = new Proxy(world.db, {
      get(target, name, receiver) {
        const member = Reflect.get(target, name, receiver);
        if (name !== "$transaction") return member;
        return async (run: (tx: Tx) => Promise<unknown>) => {
          await keepCase(ctx, number);
          return target.$transaction(run);
        };
      },
    });
    await releaseIdleCases({ ...program, db });
    expect(await read(number)).toMatchObject({ status: "in_review", assigneeId: ctx.actor.id, version: 2 });
    expect(await eventsOf(number, "released")).toBe(0);
  });
  it("is nothing for support", async () => {
    const { number } = await aCase(world.db);
    const support = await staff("support");
    await expect(takeCase(support, { number, version: 1 })).rejects.toThrow(Forbidden);
    await expect(takeNextCase(support)).rejects.toThrow(Forbidden);
    await expect(addNote(support, { number, note: NOTE })).rejects.toThrow(Forbidden);
    expect(await auditsOf(number)).toEqual([]);
  });
});

describe("the second pair of eyes", () => {
  it("is needed for confirmed fraud and closes it", async () => {
    const { number, version } = await decided("confirmed_fraud");
    expect(await read(number)).toMatchObject({ status: "awaiting_approval", closedAt: null });
    const second = await staff();
    expect((await approveCase(second, { number, version, note: "" })).ok).toBe(true);
    expect(await read(number)).toMatchObject({ status: "closed", approvedById: second.actor.id });
    expect(await auditsOf(number)).toEqual(["case.take", "case.decide", "case.approve"]);
  });
  it("is never the first, by the rule and by the database", async () => {
    const { number, first, version } = await decided("confirmed_fraud");
    for (const act of [approveCase, sendBackCase])
      expect(await act(first, { number, version, note: NOTE })).toMatchObject({
        failure: { code: "case_own_decision" },
      });
    const byHand = world.db.case.update({
      where: { number },
      data: {
        status: "closed",
        closedAt: new Date(),
        approvedById: first.actor.id,
        approvedAt: new Date(),
        version: version + 1,
      },
    });
    await expect(byHand).rejects.toThrow(/case_four_eyes/);
    const alone = world.db.case.update({
      where: { number },
      data: { status: "closed", closedAt: new Date(), version: version + 1 },
    });
    await expect(alone).rejects.toThrow(/case_fraud_approved/);
    expect((await read(number)).status).toBe("awaiting_approval");
  });
  it("sends back to the first with a note; the first decides again", async () => {
    const { number, first, version } = await decided("confirmed_fraud");
    const second = await staff();
    expect((await sendBackCase(second, { number, version, note: "Falta o documento." })).ok).toBe(true);
    expect(await read(number)).toMatchObject({
      status: "in_review",
      assigneeId: first.actor.id,
      decision: null,
      reasons: [],
      decidedById: null,
    });
    expect((await decideAs(first, number, "false_positive")).ok).toBe(true);
    expect((await read(number)).status).toBe("closed");
    expect(await eventsOf(number, "decided")).toBe(2);
  });
});

describe("reopening", () => {
  it("is a manager's, keeps the history and starts anew", async () => {
    const { number, first, version } = await decided("inconclusive");
    await expect(reopenCase(first, { number, version, note: NOTE })).rejects.toThrow(Forbidden);
    const manager = await staff("manager");
    expect((await reopenCase(manager, { number, version, note: "Chegou foto melhor." })).ok).toBe(true);
    expect(await read(number)).toMatchObject({
      status: "open",
      assigneeId: null,
      decision: null,
      closedAt: null,
    });
    expect(await eventsOf(number, "decided")).toBe(1);
    expect((await takeCase(first, { number, version: version + 1 })).ok).toBe(true);
  });
  it("is refused where another case of the same person and rule is open by now, and names it", async () => {
    const { id: subjectId } = await aSubject(world.db);
    const { number, version } = await aCase(world.db, {
      subjectId,
      status: "closed",
      decision: "inconclusive",
      reasons: ["poor_photo"],
      decidedById: (await staff()).actor.id,
      decidedAt: new Date(),
      closedAt: new Date(),
    });
    const twin = await aCase(world.db, { subjectId });
    expect(await reopenCase(await staff("manager"), { number, version, note: NOTE })).toEqual({
      ok: false,
      failure: { code: "case_other_open", other: twin.number },
    });
    expect((await read(number)).status).toBe("closed");
  });
});

describe("notes", () => {
  it("are text, whatever they hold, and change no version", async () => {
    const { number } = await aCase(world.db);
    const ctx = await staff();
    const note = "<script>alert(1)</script> 👩🏽‍⚖️ שלום \u202Eabc\n' OR 1=1; --";
    await Promise.all([addNote(ctx, { number, note }), addNote(ctx, { number, note })]);
    const kept = await world.db.caseEvent.findMany({ where: { caseNumber: number, kind: "noted" } });
    expect(kept.map((event) => event.note)).toEqual([note, note]);
    expect((await read(number)).version).toBe(1);
    const [audit] = await world.db.auditEvent.findMany({
      where: { action: "case.note", entityId: String(number) },
    });
    expect(audit?.detail).toEqual({ noteLength: note.length });
  });
  it("on a case that is not there are refused", async () => {
    expect(await addNote(await staff(), { number: 999_999, note: NOTE })).toEqual({
      ok: false,
      failure: { code: "case_unknown" },
    });
  });
});

it("nothing happens that cannot be audited", async () => {
  const { number } = await aCase(world.db);
  const ctx = await staff();
  const broken = { ...ctx, request: { id: "not a uuid", address: null } };
  await expect(takeCase(broken, { number, version: 1 })).rejects.toThrow();
  expect(await read(number)).toMatchObject({ status: "open", version: 1 });
  expect(await eventsOf(number, "taken")).toBe(0);
});
