import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countCases } from "#lib/features/cases/reading.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listProcesses } from "#lib/features/processes/table.ts";
import { processFilter } from "#lib/features/processes/table-schema.ts";
import { type FigureId, figuresOf } from "#lib/features/reports/figures.ts";
import { daysOf, periodOf } from "#lib/features/reports/period.ts";
import { type Rows, rowsOf } from "#lib/features/reports/rows.ts";
import { SCORE_STEPS } from "#lib/features/reports/rules.ts";
import { reportFilter } from "#lib/features/reports/schema.ts";
import { type Report, readReport } from "#lib/features/reports/service.ts";
import { countReverifications } from "#lib/features/reverifications/reading.ts";
import { aUser, ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { type Ground, type History, insertHistory, NOW, randomHistory, referenceFor } from "./histories.ts";
import { partsOf, recount, recountSeries } from "./oracle.ts";

const HISTORIES = 2;
/** Named by the tests, to have the same histories again. */
const SEED = Math.floor(Math.random() * 2 ** 31);
const SIZES = { cases: 300, reverifications: 300, processes: 120 };

type Told = { world: World; ctx: UserCtx; ground: Ground; history: History };
let all: Told[];
beforeAll(async () => {
  all = await Promise.all(Array.from({ length: HISTORIES }, (_, place) => told(SEED + place)));
}, 60_000);
afterAll(() => Promise.all(all.map(({ world }) => world.end())));

async function told(seed: number): Promise<Told> {
  const world = await openWorld();
  const ctx = await ctxFor(world.db, "manager", { now: () => NOW });
  const others = [await aUser(world.db, "analyst"), await aUser(world.db, "analyst")];
  const subsidiaries = [randomUUID(), randomUUID()];
  await world.db.subsidiary.createMany({ data: subsidiaries.map((id, i) => ({ id, name: `Filial ${i}` })) });
  const ground = {
    people: [ctx.actor.id, ...others.map(({ id }) => id)],
    subsidiaries,
    referenceId: await referenceFor(world.db),
  };
  const history = randomHistory(ground, SIZES, seed);
  await insertHistory(world.db, ground, history);
  return { world, ctx, ground, history };
}

/** The same addresses for every history: presets, ranges, a branch, a person, both. */
const addressesOf = ({ people, subsidiaries }: Ground) =>
  [
    {},
    { period: "7d" },
    { period: "today" },
    { period: "last_month" },
    { from: "2026-09-01", to: "2026-11-19" },
    { from: "2026-10-12", to: "2026-10-12" },
    { subsidiary: subsidiaries[0] },
    { person: people[1], period: "90d" },
    { person: people[0], subsidiary: subsidiaries[1], period: "month" },
    { from: "2020-01-01", to: "2020-01-31" },
  ].map((given) => reportFilter.parse(given));

async function eachReport(check: (told: Told, report: Report) => void | Promise<void>) {
  for (const one of all)
    for (const filter of addressesOf(one.ground)) await check(one, await readReport(one.ctx, filter));
}

const tallies = (rows: readonly (readonly [string, number])[]) =>
  Object.fromEntries(
    [
      ...rows.reduce(
        (sums, [key, count]) => sums.set(key, (sums.get(key) ?? 0) + count),
        new Map<string, number>(),
      ),
    ].filter(([, count]) => count > 0),
  );

async function countOf(ctx: UserCtx, rows: Rows): Promise<number> {
  switch (rows.list) {
    case "cases":
      return (await countCases(ctx, [rows.filter]))[0]?.count ?? -1;
    case "reverifications":
      return (await countReverifications(ctx, [rows.filter]))[0]?.count ?? -1;
    case "processes":
      return (await listProcesses(ctx, { ...processFilter.parse({}), ...rows.filter })).count;
  }
}

describe(`over ${HISTORIES} random histories from seed ${SEED}`, () => {
  it("every figure is what plain TypeScript recounts from the raw rows", async () => {
    const found: Partial<Record<FigureId, number>> = {};
    await eachReport(({ history }, report) => {
      const { filter, period } = report;
      const now = recount(partsOf(history, filter, period, NOW), "now");
      const before = recount(partsOf(history, filter, period.before, NOW), "then");
      before.backlog = recount(partsOf(history, filter, period, NOW), "then").backlog;
      for (const figure of figuresOf(report)) {
        const expected = now[figure.id];
        const name = `${figure.id} of ${JSON.stringify(filter)}`;
        if (expected.value === null) expect(figure.value, name).toBeNull();
        else expect(figure.value, name).toBeCloseTo(expected.value, 9);
        if ("high" in expected) expect(figure.high, `high ${name}`).toBe(expected.high);
        if ("of" in expected) expect(figure.of, `of ${name}`).toBe(expected.of);
        const earlier = before[figure.id].value;
        if (earlier === null) expect(figure.before, `before ${name}`).toBeNull();
        else expect(figure.before, `before ${name}`).toBeCloseTo(earlier, 9);
        if (figure.value) found[figure.id] = (found[figure.id] ?? 0) + 1;
      }
    });
    // A recount of nothing would prove nothing.
    expect(Object.values(found).filter((times) => times >= HISTORIES)).toHaveLength(27);
  }, 60_000);

  it("every chart is what the raw rows recount to", async () => {
    await eachReport(({ history }, { filter, period, now }) => {
      const parts = partsOf(history, filter, period, NOW);
      const expected = recountSeries(parts);
      const who = new Map(now.work.map((row) => [row.person, row]));
      expect(tallies(now.byDay.map(({ day, opened }) => [day, opened]))).toEqual(expected.openedByDay);
      expect(tallies(now.byDay.map(({ day, closed }) => [day, closed]))).toEqual(expected.closedByDay);
      expect(tallies(now.backlog.map((row) => [`${row.age} ${row.priority}`, row.count]))).toEqual(
        expected.backlog,
      );
      const [plain, reasoned] = [
        now.reasons.filter(({ reason }) => !reason),
        now.reasons.filter(({ reason }) => reason),
      ];
      expect(tallies(plain.map((row) => [row.decision, row.count]))).toEqual(expected.decisions);
      expect(tallies(reasoned.map((row) => [`${row.decision} ${row.reason}`, row.count]))).toEqual(
        expected.reasons,
      );
      expect(
        tallies(now.pairs.map((row) => [`${row.first} ${row.stands} ${row.person}`, row.count])),
      ).toEqual(expected.pairs);
      expect(tallies(now.times.byDay.map(({ day, completed }) => [day, completed]))).toEqual(
        expected.completedByDay,
      );
      expect(tallies(now.times.byDay.map(({ day, failed }) => [day, failed]))).toEqual(expected.failedByDay);
      expect(tallies(now.decisions.byPerson.map(({ person, n }) => [person, n]))).toEqual(expected.decidedBy);
      expect(tallies([...who.values()].map(({ person, started }) => [person, started]))).toEqual(
        expected.started,
      );
      expect(tallies([...who.values()].map(({ person, open }) => [person, open]))).toEqual(expected.openBy);
      if (!filter.person && !filter.subsidiary)
        expect(tallies((now.scores ?? []).map(({ step, count }) => [String(step), count]))).toEqual(
          expected.scores,
        );
      else expect(now.scores).toBeNull();
      for (const cohort of now.cohorts) {
        const own = daysOf(cohort).flatMap((day) =>
          [...["confirmed_fraud", "false_positive", "inconclusive", null]].map(
            (decision) => expected.cohorts[`${day} ${decision}`] ?? 0,
          ),
        );
        expect(cohort.opened).toBe(own.reduce((a, b) => a + b, 0));
      }
      expect(now.cohorts.reduce((sum, { undecided }) => sum + undecided, 0)).toBe(
        parts.opened.filter(({ status }) => status !== "closed").length,
      );
    });
  }, 60_000);

  it("every figure leads to as many rows as it counts", async () => {
    let shown = 0;
    await eachReport(async ({ ctx }, report) => {
      for (const { id, rows } of figuresOf(report)) {
        if (!rows) continue;
        expect(await countOf(ctx, rows), `${id} of ${JSON.stringify(report.filter)}`).toBe(rows.count);
        shown += rows.count;
      }
    });
    expect(shown).toBeGreaterThan(1_000);
  }, 120_000);

  it("every part of a chart leads to as many rows as it counts", async () => {
    for (const { ctx, ground } of all.slice(0, 1)) {
      const given = [{}, { person: ground.people[1], period: "90d" }, { subsidiary: ground.subsidiaries[0] }];
      for (const filter of given.map((each) => reportFilter.parse(each))) {
        const { now, period } = await readReport(ctx, filter);
        const rows = rowsOf(filter, period);
        const expectRows = async (name: string, count: number, to: Rows) =>
          expect(await countOf(ctx, to), name).toBe(count);
        for (const { day, opened, closed } of now.byDay) {
          await expectRows(`opened ${day}`, opened, rows.opened({ from: day, to: day }));
          await expectRows(`closed ${day}`, closed, rows.closed({}, { from: day, to: day }));
        }
        for (const { age, priority, count } of now.backlog)
          await expectRows(`${age} ${priority}`, count, rows.open({ age, priority: [priority] }));
        for (const { decision, reason, count } of now.reasons)
          if (reason)
            await expectRows(
              `${decision} ${reason}`,
              count,
              rows.closed({ decision: [decision], reason: [reason] }),
            );
        for (const { person, approved, started } of now.work) {
          if (approved > 0) await expectRows(`approved ${person}`, approved, rows.approvedBy(person));
          if (started > 0) await expectRows(`started ${person}`, started, rows.startedBy(person));
        }
        for (const { from, to, undecided } of now.cohorts)
          await expectRows(
            `undecided ${from}`,
            undecided,
            rows.opened(
              { from, to },
              { status: ["open", "in_review", "awaiting_approval", "waiting", "escalated"] },
            ),
          );
        for (const step of SCORE_STEPS)
          if (now.scores)
            await expectRows(
              `score ${step}`,
              now.scores.find((row) => row.step === step)?.count ?? 0,
              rows.scored(step),
            );
        for (const first of ["confirmed_fraud", "false_positive"] as const)
          for (const stands of ["confirmed_fraud", "inconclusive"] as const) {
            const count = now.pairs
              .filter((pair) => pair.first === first && pair.stands === stands)
              .reduce((sum, pair) => sum + pair.count, 0);
            await expectRows(
              `${first} then ${stands}`,
              count,
              rows.reviewed({ first: [first], decision: [stands] }),
            );
          }
      }
    }
  }, 120_000);

  it("shows who is limited to a branch what is of that branch", async () => {
    for (const { ctx, ground } of all.slice(0, 1)) {
      const [branch = ""] = ground.subsidiaries;
      const limited: UserCtx = { ...ctx, actor: { ...ctx.actor, scope: [branch] } };
      const seen = figuresOf(await readReport(limited, reportFilter.parse({})));
      const asked = figuresOf(await readReport(ctx, reportFilter.parse({ subsidiary: branch })));
      const values = (figures: typeof seen) => figures.map(({ rows: _, ...figure }) => figure);
      expect(values(seen)).toEqual(values(asked));
      const other = await readReport(limited, reportFilter.parse({ subsidiary: ground.subsidiaries[1] }));
      expect(figuresOf(other).map(({ value }) => value || 0)).toEqual(figuresOf(other).map(() => 0));
    }
  });

  it("shows an analyst their own work alone, whoever the address names", async () => {
    for (const { ctx, ground } of all.slice(0, 1)) {
      const analyst: UserCtx = { ...ctx, actor: { ...ctx.actor, role: "analyst" } };
      const mine = await readReport(analyst, reportFilter.parse({ person: ground.people[1] }));
      const named = await readReport(ctx, reportFilter.parse({ person: ctx.actor.id }));
      expect(mine.isOwn).toBe(true);
      expect({ ...mine, isOwn: false }).toEqual(named);
      expect(periodOf(mine.filter, NOW)).toEqual(mine.period);
    }
  });
});
