import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approveCase, decideCase, reopenCase } from "#lib/features/cases/service.ts";
import { readOwnDecision, undoDecision } from "#lib/features/cases/undoing.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import { deskOver, INCONCLUSIVE, NOTE } from "./desk.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff, read, eventsOf, auditsOf, decideAs, decided, taken, lastOf } = deskOver(() => world.db);
const since = (ctx: UserCtx, ms: number): UserCtx => ({ ...ctx, now: () => new Date(Date.now() + ms) });

describe("undoing a decision", () => {
  it.each(["false_positive", "inconclusive", "confirmed_fraud"] as const)(
    "of %s gives the case back as it was, and the history stays",
    async (decision) => {
      const { number, first, version } = await decided(decision);
      expect(await readOwnDecision(first, number)).toMatchObject({ number, version, decision });
      expect((await undoDecision(first, { number, version })).ok).toBe(true);
      expect(await read(number)).toMatchObject({
        status: "in_review",
        assigneeId: first.actor.id,
        decision: null,
        reasons: [],
        decidedById: null,
        closedAt: null,
      });
      expect(await eventsOf(number, "decided")).toBe(1);
      expect(await lastOf(number)).toMatchObject({ kind: "undone", detail: { decision } });
      expect(await auditsOf(number)).toEqual(["case.take", "case.decide", "case.undo"]);
      expect(await readOwnDecision(first, number)).toBeNull();
      expect((await decideAs(first, number, "inconclusive")).ok).toBe(true);
    },
  );
  it("is over after ten seconds, and never another's", async () => {
    const { number, first, version } = await decided("false_positive");
    const other = await staff();
    expect(await undoDecision(other, { number, version })).toMatchObject({
      failure: { code: "case_undo_over" },
    });
    expect(await readOwnDecision(other, number)).toBeNull();
    expect(await readOwnDecision(since(first, 10_500), number)).toBeNull();
    expect(await undoDecision(since(first, 10_500), { number, version })).toMatchObject({
      failure: { code: "case_undo_over" },
    });
    expect((await undoDecision(since(first, 8_000), { number, version })).ok).toBe(true);
  });
  it("undoes nothing that somebody built on", async () => {
    const { number, first, version } = await decided("confirmed_fraud");
    const second = await staff();
    await approveCase(second, { number, version, note: "" });
    expect(await undoDecision(first, { number, version })).toMatchObject({
      failure: { code: "case_changed", kind: "approved", by: second.actor.name },
    });
    expect(await undoDecision(first, { number, version: version + 1 })).toMatchObject({
      failure: { code: "case_undo_over" },
    });
    const byHand = world.db.case.update({
      where: { number },
      data: { status: "in_review", closedAt: null, assigneeId: first.actor.id, version: version + 2 },
    });
    await expect(byHand).rejects.toThrow(/only reopens/);
  });
  it("is refused where a later signal opened the next case of the person", async () => {
    const { id: subjectId } = await aSubject(world.db);
    const { number, holder } = await taken({ subjectId });
    await decideAs(holder, number, "inconclusive");
    const twin = await aCase(world.db, { subjectId });
    expect(await undoDecision(holder, { number, version: 3 })).toEqual({
      ok: false,
      failure: { code: "case_other_open", other: twin.number },
    });
  });
  it("of 64 presses at once one counts", async () => {
    const { number, first, version } = await decided("inconclusive");
    const results = await Promise.all(
      Array.from({ length: 64 }, () => undoDecision(first, { number, version })),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await eventsOf(number, "undone")).toBe(1);
  });
});

describe("the clock of a case that was closed", () => {
  it("stood still until it was reopened", async () => {
    const at = (text: string) => new Date(`2026-11-${text}:00-03:00`);
    const { number, holder, version } = await taken({ openedAt: at("18T10:00"), dueAt: at("18T14:00") });
    await decideCase({ ...holder, now: () => at("18T13:00") }, { number, version, ...INCONCLUSIVE });
    const manager = { ...(await staff("manager")), now: () => at("23T15:00") };
    await reopenCase(manager, { number, version: version + 1, note: NOTE });
    expect((await read(number)).dueAt).toEqual(at("23T16:00"));
  });
});
