import { afterAll, beforeAll, expect, it } from "vitest";
import { assignCase, prioritiseCase, takeOverCase } from "#lib/features/cases/handing.ts";
import { escalateCase, resumeCase, waitCase } from "#lib/features/cases/setting-aside.ts";
import { undoDecision } from "#lib/features/cases/undoing.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { deskOver, NOTE } from "./desk.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff, taken, decideAs } = deskOver(() => world.db);
const toldOf = async (number: number) =>
  (
    await world.db.auditEvent.findMany({
      where: { entityType: "case", entityId: String(number) },
      orderBy: { seq: "asc" },
    })
  ).map(({ action, actorId, actorRole, detail }) => ({ action, actorId, actorRole, detail }));

it("every step of the work on a case is told: whose, from where to where, and nothing that was typed", async () => {
  const { number, holder } = await taken({ priority: "low" });
  const [manager, lia] = [await staff("manager"), await staff()];
  const explained = (version: number) => ({ number, version, note: NOTE });
  await takeOverCase({ ...lia, confirmedAt: lia.now() }, explained(2));
  await waitCase(lia, explained(3));
  await resumeCase(lia, { number, version: 4 });
  await escalateCase(lia, explained(5));
  await prioritiseCase(manager, { number, version: 6, priority: "urgent" });
  await assignCase(manager, { number, version: 7, assignee: lia.actor.id });
  const told = await toldOf(number);
  const by = (ctx: typeof lia) => ({ actorId: ctx.actor.id, actorRole: ctx.actor.role });
  const noteLength = NOTE.length;
  expect(told.slice(1)).toEqual([
    {
      action: "case.take_over",
      ...by(lia),
      detail: { from: "in_review", to: "in_review", noteLength, holder: holder.actor.id },
    },
    { action: "case.wait", ...by(lia), detail: { from: "in_review", to: "waiting", noteLength } },
    {
      action: "case.resume",
      ...by(lia),
      detail: { from: "waiting", to: "in_review", noteLength: 0, holder: lia.actor.id },
    },
    { action: "case.escalate", ...by(lia), detail: { from: "in_review", to: "escalated", noteLength } },
    {
      action: "case.prioritise",
      ...by(manager),
      detail: { from: "escalated", to: "escalated", noteLength: 0, priority: "urgent", was: "low" },
    },
    {
      action: "case.assign",
      ...by(manager),
      detail: { from: "escalated", to: "open", noteLength: 0, assignee: lia.actor.id, holder: null },
    },
  ]);
  expect(JSON.stringify(told)).not.toContain(NOTE);
});

it("so is a decision that was undone", async () => {
  const { number, holder } = await taken();
  await decideAs(holder, number, "inconclusive");
  await undoDecision(holder, { number, version: 3 });
  expect((await toldOf(number)).at(-1)).toMatchObject({
    action: "case.undo",
    actorId: holder.actor.id,
    detail: { from: "closed", to: "in_review", decision: "inconclusive" },
  });
});
