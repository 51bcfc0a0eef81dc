import fc from "fast-check";
import { expect, it } from "vitest";
import { addWorkingTime, isWorkingDay, WORKING_DAY_MS, workingTimeBetween } from "#lib/business-time.ts";

const HOUR_MS = 3_600_000;
/** A moment by São Paulo's clock. */
const at = (text: string) => new Date(`${text}:00-03:00`);

it.each([
  ["2026-01-01", false, "New Year"],
  ["2026-02-16", true, "the Monday of carnival"],
  ["2026-02-17", false, "carnival"],
  ["2026-04-03", false, "Good Friday"],
  ["2026-06-04", false, "Corpus Christi"],
  ["2026-07-09", true, "a holiday of one state alone"],
  ["2026-11-20", false, "Consciência Negra"],
  ["2023-11-20", true, "the same day before it was national"],
  ["2026-11-21", false, "a Saturday"],
  ["2026-11-22", false, "a Sunday"],
  ["2026-11-23", true, "a Monday"],
])("%s is worked: %s (%s)", (day, isWorked) => {
  expect(isWorkingDay(Temporal.PlainDate.from(day))).toBe(isWorked);
});

it.each([
  ["within a day", "2026-11-23T10:00", 4, "2026-11-23T14:00"],
  ["to the closing hour itself", "2026-11-23T14:00", 4, "2026-11-23T18:00"],
  ["over a night", "2026-11-23T16:30", 4, "2026-11-24T11:30"],
  ["from before the doors open", "2026-11-23T06:00", 1, "2026-11-23T10:00"],
  ["from after they closed", "2026-11-23T18:00", 1, "2026-11-24T10:00"],
  ["over a holiday and a weekend", "2026-11-19T17:00", 2, "2026-11-23T10:00"],
  ["over Christmas and New Year", "2026-12-24T17:00", 38, "2027-01-04T10:00"],
  ["nothing, while closed", "2026-11-21T12:00", 0, "2026-11-23T09:00"],
])("adds working time %s", (_, from, hours, to) => {
  expect(addWorkingTime(at(from), hours * HOUR_MS)).toEqual(at(to));
});

it("counts nothing backwards", () => {
  expect(workingTimeBetween(at("2026-11-24T10:00"), at("2026-11-23T10:00"))).toBe(0);
});

const moment = fc.date({ min: at("2020-01-01T00:00"), max: at("2030-12-31T00:00"), noInvalidDate: true });
const working = fc.integer({ min: 1, max: 40 * WORKING_DAY_MS });

it("finds between two moments what was added to the first", () => {
  fc.assert(
    fc.property(moment, working, (from, ms) => {
      expect(workingTimeBetween(from, addWorkingTime(from, ms))).toBe(ms);
    }),
  );
});
it("adds in two steps what it adds in one", () => {
  fc.assert(
    fc.property(moment, working, working, (from, first, second) => {
      const inTwo = addWorkingTime(addWorkingTime(from, first), second);
      expect(inTwo).toEqual(addWorkingTime(from, first + second));
    }),
  );
});
