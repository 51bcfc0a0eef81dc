import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import { BULK_BATCH, BULK_PROOF_OVER, runBulk, tryBulk } from "#lib/features/cases/bulk.ts";
import { listSelected } from "#lib/features/cases/bulk-repository.ts";
import { type BulkInput, bulkInput } from "#lib/features/cases/bulk-schema.ts";
import { takeCase } from "#lib/features/cases/service.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";

let world: World;
let manager: UserCtx;
let analyst: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  manager = { ...(await ctxFor(world.db, "manager")), confirmedAt: null };
  analyst = await ctxFor(world.db, "analyst");
});
afterAll(() => world.end());

const input = (given: object): BulkInput => bulkInput.parse({ run: randomUUID(), ...given });
const many = async (count: number, over: Parameters<typeof aCase>[1] = {}) => {
  const made: number[] = [];
  for (let i = 0; i < count; i += 1) made.push((await aCase(world.db, over)).number);
  return made;
};
const facts = (numbers: readonly number[]) =>
  world.db.case.findMany({
    where: { number: { in: [...numbers] } },
    select: { number: true, status: true, assigneeId: true, priority: true },
    orderBy: { number: "asc" },
  });
const auditsOf = (action: string, entityId: string) =>
  world.db.auditEvent.findMany({
    where: { action, entityId },
    select: { detail: true },
    orderBy: { seq: "asc" },
  });

/** Counted, then every batch from the first to the last. */
async function runAll(ctx: UserCtx, asked: BulkInput) {
  const { until } = await tryBulk(ctx, asked);
  const given = { ...asked, until: until ?? undefined };
  const steps = [await runBulk(ctx, given)];
  for (let next = steps[0]?.next ?? null; next !== null; next = steps.at(-1)?.next ?? null)
    steps.push(await runBulk(ctx, { ...given, after: next }));
  return steps;
}

const closed = {
  status: "closed" as const,
  decision: "inconclusive" as const,
  reasons: ["poor_photo"],
  decidedAt: new Date(),
  closedAt: new Date(),
} satisfies Parameters<typeof aCase>[1];

describe("before anything is done", () => {
  it("it is counted what would change, by the rules of the single act, and nothing is changed", async () => {
    const open = await many(4);
    const done = await many(3, { ...closed, decidedById: analyst.actor.id });
    const [held] = await many(1);
    const [mine] = await many(1);
    await takeCase(analyst, { number: held ?? 0, version: 1 });
    await takeCase(manager, { number: mine ?? 0, version: 1 });
    const numbers = [...open, ...done, held ?? 0, mine ?? 0];
    const before = await facts(numbers);
    const trial = await tryBulk(manager, input({ act: "take", numbers }));
    expect(trial).toEqual({
      total: 9,
      capped: false,
      changes: 4,
      same: 1,
      until: Math.max(...numbers),
      refused: expect.arrayContaining([
        { code: "case_closed", count: 3 },
        { code: "case_held", count: 1 },
      ]),
    });
    expect(await facts(numbers)).toEqual(before);
    const [step] = await runAll(manager, input({ act: "take", numbers }));
    expect(step?.results.filter(({ failure }) => failure === null)).toHaveLength(trial.changes);
    expect(step?.same).toBe(trial.same);
    for (const { code, count } of trial.refused)
      expect(step?.results.filter(({ failure }) => failure?.code === code)).toHaveLength(count);
  });
});

describe("what may be given to nobody", () => {
  const twoBranches = async () => {
    const [here, there] = [randomUUID(), randomUUID()];
    const data = [here, there].map((id) => ({ id, name: `Filial ${id}` }));
    await world.db.subsidiary.createMany({ data });
    return { here, there };
  };

  it("is counted as what the run refuses, branch by branch", async () => {
    const { here, there } = await twoBranches();
    const limited = await ctxFor(world.db, "analyst");
    await world.db.userSubsidiary.create({ data: { userId: limited.actor.id, subsidiaryId: here } });
    const numbers = [
      ...(await many(2, { subsidiaryId: here })),
      ...(await many(3, { subsidiaryId: there })),
      ...(await many(1)),
    ];
    const asked = input({ act: "assign", assignee: limited.actor.id, numbers });
    const trial = await tryBulk(manager, asked);
    expect(trial).toMatchObject({ changes: 2, refused: [{ code: "case_no_worker", count: 4 }] });
    const [step] = await runAll(manager, asked);
    expect(step?.results.filter(({ failure }) => failure === null)).toHaveLength(trial.changes);
    expect(await tryBulk(manager, { ...asked, run: randomUUID() })).toMatchObject({ changes: 0, same: 2 });
  });

  it("is everything, where they do not work on cases", async () => {
    const support = await ctxFor(world.db, "support");
    const numbers = await many(2);
    expect(
      await tryBulk(manager, input({ act: "assign", assignee: support.actor.id, numbers })),
    ).toMatchObject({ changes: 0, refused: [{ code: "case_no_worker", count: 2 }] });
    expect(
      await tryBulk(manager, input({ act: "assign", assignee: analyst.actor.id, numbers })),
    ).toMatchObject({ changes: 2, refused: [] });
  });
});

it("of each case is read all that the rules ask for", async () => {
  const approvedById = (await ctxFor(world.db, "manager")).actor.id;
  const [number = 0] = await many(1, {
    ...closed,
    decidedById: analyst.actor.id,
    approvedById,
    approvedAt: new Date(),
  });
  const [row] = await listSelected(world.db, manager.actor, [Prisma.sql`c.number = ${number}`], { take: 1 });
  expect(row).toMatchObject({ approvedById, decidedById: analyst.actor.id });
});

describe("a run", () => {
  it("does each case as the single act does, with its own line in the log, and the whole under one id", async () => {
    const numbers = await many(3, { priority: "low" });
    const given = input({ act: "prioritise", priority: "urgent", numbers });
    expect(await runAll(manager, given)).toEqual([
      { results: numbers.map((number) => ({ number, failure: null })), same: 0, next: null },
    ]);
    for (const row of await facts(numbers)) expect(row.priority).toBe("urgent");
    for (const number of numbers) expect(await auditsOf("case.prioritise", String(number))).toHaveLength(1);
    const whole = { act: "prioritise", of: "numbers", priority: "urgent" };
    expect((await auditsOf("bulk.run", given.run)).map(({ detail }) => detail)).toEqual([
      { ...whole, phase: "begin" },
      { ...whole, phase: "end", changed: 3, refused: 0, same: 0 },
    ]);
    const again = await runAll(manager, { ...given, run: randomUUID() });
    expect(again).toEqual([{ results: [], same: 3, next: null }]);
  });

  it("tells which cases failed and why, and does the others", async () => {
    const [free = 0] = await many(1);
    const [done = 0] = await many(1, { ...closed, decidedById: analyst.actor.id });
    const gone = 2_000_000_000;
    const given = input({ act: "assign", assignee: analyst.actor.id, numbers: [free, done, gone] });
    const [step] = await runAll(manager, given);
    expect(step?.results).toEqual([
      { number: free, failure: null },
      { number: done, failure: { code: "case_closed", by: null } },
    ]);
    expect(await facts([free])).toMatchObject([{ status: "open", assigneeId: analyst.actor.id }]);
  });

  it("gives nobody what they may not work on, case by case", async () => {
    const support = await ctxFor(world.db, "support");
    const [number = 0] = await many(1);
    const [step] = await runAll(
      manager,
      input({ act: "assign", assignee: support.actor.id, numbers: [number] }),
    );
    expect(step?.results).toEqual([{ number, failure: { code: "case_no_worker" } }]);
  });

  it("over all that match goes on where it stood, though what it does changes what matches", async () => {
    const numbers = await many(BULK_BATCH + 7, { priority: "low", biometry: "undecided" });
    const state = "biometry=undecided&priority=low&status=open&sort=-score";
    const given = input({ act: "prioritise", priority: "high", all: "on", state });
    const steps = await runAll(manager, given);
    expect(steps.map(({ results }) => results.length)).toEqual([BULK_BATCH, 7]);
    const changed = steps.flatMap(({ results }) => results.map(({ number }) => number));
    expect(changed).toEqual(numbers);
    for (const row of await facts(numbers)) expect(row.priority).toBe("high");
  });

  it("that was stopped in the middle has done what it did, and another one does the rest", async () => {
    const numbers = await many(BULK_BATCH + 5, { priority: "low", liveness: "not_live" });
    const given = { act: "prioritise", priority: "normal", all: "on", state: "liveness=not_live" };
    const { until } = await tryBulk(manager, input(given));
    const [later = 0] = await many(1, { priority: "low", liveness: "not_live" });
    const first = await runBulk(manager, input({ ...given, until }));
    expect(first.results).toHaveLength(BULK_BATCH);
    const half = await facts(numbers);
    expect(half.filter(({ priority }) => priority === "normal")).toHaveLength(BULK_BATCH);
    expect(await tryBulk(manager, input({ ...given, until }))).toMatchObject({
      changes: 5,
      same: BULK_BATCH,
    });
    expect(await runBulk(manager, input(given))).toEqual({ results: [], same: 0, next: null });
    expect(await facts([later])).toMatchObject([{ priority: "low" }]);
    await runAll(manager, input(given));
    for (const row of await facts(numbers)) expect(row.priority).toBe("normal");
  });

  it(`asks for a fresh proof over ${BULK_PROOF_OVER} cases, before anything is done`, async () => {
    const numbers = await many(BULK_PROOF_OVER + 1, { priority: "low", fraudsters: "other" });
    const until = numbers.at(-1);
    const given = input({
      act: "prioritise",
      priority: "urgent",
      all: "on",
      until,
      state: "fraudsters=other",
    });
    await expect(runBulk(manager, given)).rejects.toThrow(StepUpNeeded);
    for (const row of await facts(numbers)) expect(row.priority).toBe("low");
    expect(await tryBulk(manager, given)).toMatchObject({ total: BULK_PROOF_OVER + 1 });
    const confirmed = { ...manager, confirmedAt: manager.now() };
    const steps = await runAll(confirmed, given);
    expect(steps.flatMap(({ results }) => results)).toHaveLength(BULK_PROOF_OVER + 1);
  }, 60_000);

  it("is for managers alone", async () => {
    const support = await ctxFor(world.db, "support");
    const given = input({ act: "take", numbers: [10_001] });
    for (const ctx of [analyst, support]) {
      await expect(tryBulk(ctx, given)).rejects.toThrow(Forbidden);
      await expect(runBulk(ctx, given)).rejects.toThrow(Forbidden);
    }
  });

  it("two at once change each case once", async () => {
    const numbers = await many(20, { priority: "low" });
    const given = { act: "prioritise", priority: "urgent", numbers };
    const other = await ctxFor(world.db, "manager");
    const both = await Promise.all([runBulk(manager, input(given)), runBulk(other, input(given))]);
    const done = both.flatMap(({ results }) => results.filter(({ failure }) => failure === null));
    expect(done.map(({ number }) => number).toSorted()).toEqual(numbers);
    for (const number of numbers) expect(await auditsOf("case.prioritise", String(number))).toHaveLength(1);
  });
});
