import { parseArgs } from "node:util";
import { openDatabase } from "#lib/db/client.ts";
import type { Asked } from "#lib/features/reports/asked.ts";
import { countAvoided } from "#lib/features/reports/avoided.ts";
import * as cases from "#lib/features/reports/case-figures.ts";
import { listWork } from "#lib/features/reports/people-figures.ts";
import { cohortsOf, type Days, momentsOf, periodOf } from "#lib/features/reports/period.ts";
import { countAnswers, readAnswerTimes } from "#lib/features/reports/reverification-figures.ts";
import { reportFilter } from "#lib/features/reports/schema.ts";
import { readReport } from "#lib/features/reports/service.ts";
import { readDecisionTimes, readFirstTouch } from "#lib/features/reports/time-figures.ts";
import { countScores, listOddValues } from "#lib/features/reports/unico-figures.ts";
import { calendarOf, firstDay } from "#lib/features/reports/working-time.ts";
import { dayOf } from "#lib/time.ts";
import { openProofGround } from "#tests/rigs/audit/ground.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import { fillForReports } from "#tests/rigs/reports/fill.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { ctxFor } from "#tests/support/ctx.ts";
import { say, secondsSince } from "./support/say.ts";

/** How long each figure of a period takes in a database of three years. */
exitOnSignal();
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "1000000" },
    trials: { type: "string", default: "20" },
  },
});
const [count, trials] = [Number(values.cases), Number(values.trials)];
if (![count, trials].every((value) => Number.isInteger(value) && value > 0))
  throw new Error("--cases and --trials take whole numbers");

/** The bar for each figure of 30 days. */
const MOST_MS = 300;

say(machineLine());
const ground = await openProofGround();
const url = await ground.databaseOf("reports");
const db = openDatabase(url);
const startedAt = performance.now();
await fillForReports(db, url, count);
say(`${count} cases and as many re-verifications in ${secondsSince(startedAt)}`);
const ctx = await ctxFor(db, "manager");
const now = ctx.now();
const filter = reportFilter.parse({});
const period = periodOf(filter, now);
const calendar = calendarOf(await firstDay(db, now), dayOf(now));
let isHeld = true;

const askedOf = (days: Days): Asked => ({ ...momentsOf(days), subsidiary: undefined, person: undefined });
const FIGURES: Record<string, (asked: Asked, days: Days) => Promise<unknown>> = {
  "re-verifications by outcome": (asked) => countAnswers(ctx, asked),
  "Unico's times by day": (asked) => readAnswerTimes(ctx, asked),
  "opened and closed by day": (asked) => cases.countCaseDays(ctx, asked),
  "backlog by age": (asked) => cases.countBacklog(ctx, asked, now),
  "backlog before": (asked) => cases.countOpenAt(ctx, asked, asked.from),
  "due met": (asked) => cases.countDueMet(ctx, asked, now),
  cohorts: (asked, days) => cases.countCohorts(ctx, asked, cohortsOf(days)),
  "decisions by reason": (asked) => cases.countReasons(ctx, asked),
  "first and second reviewer": (asked) => cases.countPairs(ctx, asked),
  reopened: (asked) => cases.countReopened(ctx, asked),
  "time to first touch": (asked) => readFirstTouch(ctx, asked, calendar),
  "time to decision": (asked) => readDecisionTimes(ctx, asked, calendar),
  "work of each person": (asked) => listWork(ctx, asked),
  "calls avoided": (asked) => countAvoided(ctx, asked),
  "scores of IDCheck": (asked) => countScores(ctx, asked),
  "unknown values": (asked) => listOddValues(ctx, asked),
};

async function measure(name: string, run: () => Promise<unknown>, mostMs: number | null): Promise<void> {
  const tookMs: number[] = [];
  for (let trial = 0; trial < trials; trial += 1) {
    const begunAt = performance.now();
    await run();
    tookMs.push(performance.now() - begunAt);
  }
  if (mostMs !== null && quantile(tookMs, 0.5) > mostMs) isHeld = false;
  const ms = (value: number) => `${value.toFixed(0)} ms`.padStart(8);
  const bar = mostMs === null ? "" : ` (bar ${mostMs} ms)`;
  say(
    `${name.padEnd(31)}first ${ms(tookMs[0] ?? 0)}, median ${ms(quantile(tookMs, 0.5))}, worst ${ms(Math.max(...tookMs))} of ${trials}${bar}`,
  );
}

for (const [name, days] of [
  ["the last 30 days", period],
  ["the 30 days before", period.before],
] as const) {
  say(`${name}: ${days.from} to ${days.to}`);
  for (const [figure, run] of Object.entries(FIGURES))
    await measure(figure, () => run(askedOf(days), days), MOST_MS);
}
const someone = await db.user.findFirstOrThrow({ where: { role: "analyst" }, select: { id: true } });
const branch = await db.subsidiary.findFirstOrThrow({ select: { id: true } });
const OF: Record<string, object> = {
  "the whole report, both periods": {},
  "the same of one branch": { subsidiary: branch.id },
  "the same of one person": { person: someone.id },
  "the same of 90 days": { period: "90d" },
};
for (const [name, given] of Object.entries(OF))
  await measure(name, () => readReport(ctx, reportFilter.parse(given)), null);
await db.$disconnect();
await ground.end();
say(machineLine());
process.exitCode = isHeld ? 0 : 1;
