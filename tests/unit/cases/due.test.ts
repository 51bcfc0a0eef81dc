import { describe, expect, it } from "vitest";
import { afterPause, dueAfter, dueBy, dueUnder } from "#lib/features/cases/due.ts";
import { PRIORITIES } from "#lib/features/cases/rules.ts";

/** Without summer time since 2019, São Paulo is three hours behind. */
const at = (text: string) => new Date(`${text}:00-03:00`);
const HOUR_MS = 3_600_000;

describe("due time in working hours", () => {
  it.each([
    ["urgent", "2026-11-18T10:00", "2026-11-18T11:00"],
    ["high", "2026-11-18T16:30", "2026-11-19T11:30"],
    ["normal", "2026-11-18T09:00", "2026-11-18T18:00"],
    ["normal", "2026-11-18T12:00", "2026-11-19T12:00"],
    // The 20th is a holiday, and a weekend follows.
    ["high", "2026-11-19T17:00", "2026-11-23T12:00"],
    ["low", "2026-11-18T12:00", "2026-11-24T12:00"],
    ["urgent", "2026-11-21T03:00", "2026-11-23T10:00"],
    // Christmas, and a weekend after it.
    ["urgent", "2026-12-24T17:30", "2026-12-28T09:30"],
  ] as const)("%s, opened %s, is due %s", (priority, opened, due) => {
    expect(dueBy(priority, at(opened))).toEqual(at(due));
  });
  it("is what a rule says where it says hours", () => {
    expect(dueAfter(2, at("2026-11-18T17:00"))).toEqual(at("2026-11-19T10:00"));
  });
  it("is never before the opening", () => {
    for (const priority of PRIORITIES)
      for (let hour = 0; hour < 24 * 14; hour += 1) {
        const opened = new Date(at("2026-12-20T00:00").getTime() + hour * HOUR_MS);
        expect(dueBy(priority, opened).getTime()).toBeGreaterThan(opened.getTime());
      }
  });
});

describe("a clock that stood still", () => {
  const fresh = { dueAt: at("2026-11-18T14:00"), pausedMs: 0n };
  it("keeps what was left, over a night and a weekend", () => {
    // An hour was left at 13:00; the customer answers on Monday at 9:30.
    const after = afterPause(fresh, at("2026-11-18T13:00"), at("2026-11-23T09:30"));
    expect(after).toEqual({ dueAt: at("2026-11-23T10:30"), pausedMs: BigInt(14.5 * HOUR_MS) });
  });
  it("adds up over several pauses", () => {
    const first = afterPause(fresh, at("2026-11-18T13:00"), at("2026-11-18T13:30"));
    expect(first).toEqual({ dueAt: at("2026-11-18T14:30"), pausedMs: BigInt(HOUR_MS / 2) });
    const second = afterPause(first, at("2026-11-18T14:00"), at("2026-11-19T10:00"));
    expect(second).toEqual({ dueAt: at("2026-11-19T10:30"), pausedMs: BigInt(5.5 * HOUR_MS) });
  });
  it("leaves what was missed missed by as much", () => {
    const after = afterPause(fresh, at("2026-11-18T16:00"), at("2026-11-19T11:00"));
    expect(after.dueAt).toEqual(at("2026-11-18T18:00"));
  });
  it("moves nothing outside of business hours", () => {
    const lateOn = { dueAt: at("2026-11-18T18:00"), pausedMs: 0n };
    for (const clock of [fresh, lateOn])
      expect(afterPause(clock, at("2026-11-18T19:00"), at("2026-11-19T08:00"))).toEqual(clock);
  });
  it("counts from the opening under another priority, less the pauses", () => {
    const found = { openedAt: at("2026-11-18T10:00"), pausedMs: BigInt(2 * HOUR_MS) };
    expect(dueUnder("urgent", found)).toEqual(at("2026-11-18T13:00"));
    expect(dueUnder("normal", found)).toEqual(at("2026-11-19T12:00"));
    const early = { openedAt: at("2026-11-18T09:00"), pausedMs: 0n };
    expect(dueUnder("normal", early)).toEqual(at("2026-11-18T18:00"));
  });
});
