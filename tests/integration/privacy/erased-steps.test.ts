import { afterAll, beforeAll, expect, it } from "vitest";
import type { Prisma } from "#lib/db/generated/client.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { takeOverCase } from "#lib/features/cases/handing.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import { approveCase, decideCase, reopenCase, takeCase } from "#lib/features/cases/service.ts";
import { escalateCase, resumeCase, waitCase } from "#lib/features/cases/setting-aside.ts";
import { tagCase } from "#lib/features/cases/tags.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { eraseSubject } from "#lib/features/titular/erasing.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";
import { aPerson } from "#tests/support/privacy.ts";
import { everyRow, findsIn } from "#tests/support/whole-database.ts";
import { beginErasing, expectWaiting, whileHeld } from "./held.ts";

let world: World;
let admin: UserCtx;
let manager: UserCtx;
let analyst: UserCtx;
let second: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  const fresh = async (role: "admin" | "manager" | "analyst") => ({
    ...(await ctxFor(world.db, role)),
    confirmedAt: new Date(),
  });
  [admin, manager, analyst, second] = await Promise.all([
    fresh("admin"),
    fresh("manager"),
    fresh("analyst"),
    fresh("analyst"),
  ]);
});
afterAll(() => world.end());

const note = "Zuleide ligou duas vezes.";
const ERASED = { ok: false, failure: { code: "case_erased" } };
const erase = (ctx: UserCtx, subject: string) => eraseSubject(ctx, { subject, reason: "titular_asked" });
const formOf = (number: number) =>
  world.db.case.findUniqueOrThrow({ where: { number }, select: { number: true, version: true } });

async function aClosedCase(other: Partial<Prisma.CaseUncheckedCreateInput> = {}) {
  const { subjectId } = await aPerson(world.db);
  const at = new Date();
  const { number } = await aCase(world.db, {
    subjectId,
    status: "closed",
    closedAt: at,
    reasons: ["other"],
    decision: "inconclusive",
    decidedById: analyst.actor.id,
    decidedAt: at,
    ...other,
  });
  return { subjectId, number };
}

it("a closed case of somebody who was erased is not opened again, and nothing typed for it is kept", async () => {
  const { subjectId, number } = await aClosedCase();
  expect((await erase(admin, subjectId)).ok).toBe(true);
  expect(await reopenCase(manager, { ...(await formOf(number)), note })).toEqual(ERASED);
  expect(await world.db.case.findUnique({ where: { number } })).toMatchObject({ status: "closed" });
  expect(await tagCase(analyst, { number, tag: "zuleide" })).toEqual(ERASED);
  expect(findsIn(await everyRow(world.url), ["Zuleide", "zuleide"])).toEqual([]);
});

it("a case that is reopened while an erasure is under way waits for it, and stays closed", async () => {
  const { subjectId, number } = await aClosedCase();
  await whileHeld(world.url, async (held) => {
    await beginErasing(held.client, subjectId);
    const reopening = reopenCase({ ...manager, db: held.db }, { ...(await formOf(number)), note });
    await expectWaiting(held, reopening);
    await held.client.query("COMMIT");
    expect(await reopening).toEqual(ERASED);
  });
  expect(findsIn(await everyRow(world.url), ["Zuleide"])).toEqual([]);
});

it("an erasure waits for a case that is being reopened, and finds it open", async () => {
  const { subjectId, number } = await aClosedCase();
  await whileHeld(world.url, async (held) => {
    await held.client.query("SELECT FROM keep_case_person($1)", [number]);
    await held.client.query(`UPDATE "case" SET status = 'open', version = version + 1,
      decision = NULL, reasons = '{}', decided_by_id = NULL, decided_at = NULL, closed_at = NULL WHERE number = ${number}`);
    const erasing = erase({ ...admin, db: held.db, programDb: held.db }, subjectId);
    await expectWaiting(held, erasing);
    await held.client.query("COMMIT");
    expect(await erasing).toMatchObject({ failure: { code: "open_case" } });
  });
});

it("a case that a signal opens of somebody erased comes to its end, and nothing typed on the way is kept", async () => {
  const { subjectId, number: closed } = await aClosedCase();
  await erase(admin, subjectId);
  const { number } = await aCase(world.db, { subjectId });
  const form = () => formOf(number);
  expect(await takeCase(analyst, await form())).toEqual({ ok: true, value: { number } });
  expect(await readCase(analyst, number)).toMatchObject({ isErased: true });
  const unkept = { ok: true, value: { number, isUnkept: true } };
  const typed = `${note} @${second.actor.name}`;
  expect(await waitCase(analyst, { ...(await form()), note: typed })).toEqual(unkept);
  expect((await resumeCase(analyst, await form())).ok).toBe(true);
  expect(await takeOverCase(second, { ...(await form()), note })).toEqual(unkept);
  expect(await escalateCase(second, { ...(await form()), note })).toEqual(unkept);
  expect((await takeCase(manager, await form())).ok).toBe(true);
  const decision = { decision: "confirmed_fraud" as const, reasons: ["relative" as const], note };
  expect(await decideCase(manager, { ...(await form()), ...decision })).toEqual(unkept);
  expect(await approveCase(analyst, { ...(await form()), note })).toEqual(unkept);
  expect(await world.db.case.findUnique({ where: { number } })).toMatchObject({ status: "closed" });
  const events = await world.db.caseEvent.findMany({ where: { caseNumber: number }, orderBy: { id: "asc" } });
  expect(
    events.map(({ kind, note: kept, detail }) => [kind, kept, Object(detail).isUnkept ?? false]),
  ).toEqual([
    ["taken", null, false],
    ["waiting", null, true],
    ["resumed", null, false],
    ["taken_over", null, true],
    ["escalated", null, true],
    ["taken", null, false],
    ["decided", null, true],
    ["approved", null, true],
  ]);
  const told = await world.db.auditEvent.findMany({
    where: { action: { in: ["case.wait", "case.decide"] }, entityId: String(number) },
  });
  expect(told.map(({ detail }) => detail)).toEqual(
    Array(2).fill(expect.objectContaining({ noteLength: 0, isUnkept: true })),
  );
  expect(await world.db.caseMention.count({ where: { caseNumber: { in: [number, closed] } } })).toBe(0);
  expect(findsIn(await everyRow(world.url), ["Zuleide"])).toEqual([]);
});

it("nobody flags what is about somebody erased, also while the erasure is under way", async () => {
  const person = await aPerson(world.db);
  const processId = await person.lookedUpBy(analyst);
  await whileHeld(world.url, async (held) => {
    await beginErasing(held.client, person.subjectId);
    const flagging = flagCase({ ...analyst, db: held.db, programDb: held.db }, { processId, note });
    await expectWaiting(held, flagging);
    await held.client.query("COMMIT");
    expect(await flagging).toEqual(ERASED);
  });
  expect(await flagCase(analyst, { processId, note })).toEqual(ERASED);
  expect(await world.db.case.count({ where: { processId } })).toBe(0);
  expect(findsIn(await everyRow(world.url), ["Zuleide"])).toEqual([]);
});
