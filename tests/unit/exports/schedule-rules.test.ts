import { expect, it } from "vitest";
import { nextRun } from "#lib/features/exports/schedule-rules.ts";

// Sunday, half past six in the morning in São Paulo.
const SUNDAY = new Date("2026-11-22T09:30:00Z");

it.each([
  ["day", 7, SUNDAY, "2026-11-22T10:00:00.000Z"],
  ["day", 6, SUNDAY, "2026-11-23T09:00:00.000Z"],
  ["day", 23, new Date("2026-11-23T02:30:00Z"), "2026-11-24T02:00:00.000Z"],
  ["week", 6, SUNDAY, "2026-11-23T09:00:00.000Z"],
  ["week", 6, new Date("2026-11-23T09:00:00Z"), "2026-11-30T09:00:00.000Z"],
  ["month", 0, SUNDAY, "2026-12-01T03:00:00.000Z"],
  ["month", 6, new Date("2026-12-01T09:00:00Z"), "2027-01-01T09:00:00.000Z"],
] as const)("every %s at %i h, after %s", (every, hour, after, next) => {
  expect(nextRun(every, hour, after).toISOString()).toBe(next);
});
