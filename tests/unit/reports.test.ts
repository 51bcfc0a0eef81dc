import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addWorkingTime, workingCalendar, workingTimeBetween } from "#lib/business-time.ts";
import { cohortsOf, daysOf, MOST_DAYS, momentsOf, periodOf } from "#lib/features/reports/period.ts";
import {
  agreementOf,
  bandOf,
  boundsOf,
  isFew,
  type Pair,
  SCORE_STEPS,
  shareOf,
} from "#lib/features/reports/rules.ts";
import { PRESETS, reportFilter } from "#lib/features/reports/schema.ts";
import { dayOf } from "#lib/time.ts";

const NOW = new Date("2026-11-20T01:30:00.000Z");
const of = (given: object) => periodOf(reportFilter.parse(given), NOW);

describe("the period of a report", () => {
  it.each([
    // Half past ten in the evening of the 19th in São Paulo.
    [{}, "2026-10-21", "2026-11-19", "2026-09-21", "2026-10-20"],
    [{ period: "today" }, "2026-11-19", "2026-11-19", "2026-11-18", "2026-11-18"],
    [{ period: "7d" }, "2026-11-13", "2026-11-19", "2026-11-06", "2026-11-12"],
    [{ period: "month" }, "2026-11-01", "2026-11-19", "2026-10-13", "2026-10-31"],
    [{ period: "last_month" }, "2026-10-01", "2026-10-31", "2026-08-31", "2026-09-30"],
    [{ from: "2026-03-02", to: "2026-03-03" }, "2026-03-02", "2026-03-03", "2026-02-28", "2026-03-01"],
    [{ from: "2026-03-03", to: "2026-03-02" }, "2026-03-02", "2026-03-03", "2026-02-28", "2026-03-01"],
    [{ from: "2026-11-19", period: "7d" }, "2026-11-19", "2026-11-19", "2026-11-18", "2026-11-18"],
    [{ to: "2026-01-30" }, "2026-01-01", "2026-01-30", "2025-12-02", "2025-12-31"],
  ])("%j", (given, from, to, beforeFrom, beforeTo) => {
    expect(of(given)).toMatchObject({ from, to, before: { from: beforeFrom, to: beforeTo } });
  });

  it("is never longer than a year, and its last days are those that stay", () => {
    expect(of({ from: "1900-01-01", to: "2026-11-19" })).toMatchObject({ days: MOST_DAYS, to: "2026-11-19" });
  });

  it("begins and ends at São Paulo's midnight", () => {
    expect(momentsOf({ from: "2026-11-19", to: "2026-11-19" })).toEqual({
      from: new Date("2026-11-19T03:00:00Z"),
      until: new Date("2026-11-20T03:00:00Z"),
    });
  });

  it.each(PRESETS)("%s is parted into cohorts that hold each day once", (period) => {
    const days = of({ period });
    expect(cohortsOf(days).flatMap(daysOf)).toEqual(daysOf(days));
  });

  it("cohorts are weeks from Monday, and months of a long time", () => {
    expect(cohortsOf({ from: "2026-11-12", to: "2026-11-19" })).toEqual([
      { from: "2026-11-12", to: "2026-11-15" },
      { from: "2026-11-16", to: "2026-11-19" },
    ]);
    expect(cohortsOf({ from: "2026-01-10", to: "2026-11-19" })[1]).toEqual({
      from: "2026-02-01",
      to: "2026-02-28",
    });
  });
});

describe("Cohen's kappa", () => {
  const pair = (first: Pair["first"], stands: Pair["stands"], count: number): Pair => ({
    first,
    stands,
    count,
  });
  it("is the textbook's", () => {
    // Two raters, 50 decisions: 20 and 15 agree, 5 and 10 differ. Expected by chance 0.5.
    const pairs = [
      pair("confirmed_fraud", "confirmed_fraud", 20),
      pair("confirmed_fraud", "false_positive", 5),
      pair("false_positive", "confirmed_fraud", 10),
      pair("false_positive", "false_positive", 15),
    ];
    expect(agreementOf(pairs).kappa).toBeCloseTo(0.4, 10);
    expect(agreementOf(pairs)).toMatchObject({ n: 50, agreed: 35 });
  });
  it("is not defined over nothing, nor where both always say the same one thing", () => {
    expect(agreementOf([])).toEqual({ n: 0, agreed: 0, kappa: null });
    expect(agreementOf([pair("confirmed_fraud", "confirmed_fraud", 9)])).toEqual({
      n: 9,
      agreed: 9,
      kappa: null,
    });
  });
  it("is 1 where all agree on more than one thing, and below 0 where they contradict", () => {
    const same = [pair("confirmed_fraud", "confirmed_fraud", 3), pair("inconclusive", "inconclusive", 4)];
    expect(agreementOf(same).kappa).toBeCloseTo(1, 10);
    const never = [pair("confirmed_fraud", "inconclusive", 3), pair("inconclusive", "confirmed_fraud", 3)];
    expect(agreementOf(never).kappa).toBeCloseTo(-1, 10);
  });
});

describe("steps of a score", () => {
  it("hold every score once, and no step lies in two bands", () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000, max: 10_000 }), (hundredths) => {
        const score = hundredths / 100;
        const holding = SCORE_STEPS.filter((step) => {
          const { least, most } = boundsOf(step);
          return score >= least && score <= most;
        });
        expect(holding).toHaveLength(1);
        const band = score <= -40 ? "deny" : score <= -10 ? "weigh" : score < 10 ? "little" : "holder";
        expect(bandOf(holding[0] ?? 0)).toBe(band);
      }),
    );
  });
});

it("a calendar's working time is that of the clock", () => {
  const { days, worked } = workingCalendar("2026-01-01", "2027-01-01");
  const midnight = (day: string) => new Date(`${day}T03:00:00Z`);
  for (const [place, day] of days.entries())
    expect(worked[place], day).toBe(workingTimeBetween(midnight("2026-01-01"), midnight(day)));
  expect(dayOf(addWorkingTime(midnight("2026-01-01"), worked.at(-1) ?? 0))).toBe("2026-12-31");
});

it("a share of nothing is no share, and few are said to be few", () => {
  expect(shareOf(0, 0)).toBeNull();
  expect([isFew(3), isFew(19), isFew(20)]).toEqual([true, true, false]);
});
