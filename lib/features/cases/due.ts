import { addWorkingTime, workingTimeBetween } from "#lib/business-time.ts";
import type { Priority } from "./rules.ts";

const HOUR_MS = 3_600_000;

/** Fraud-desk policy where no rule says otherwise: working hours to a decision; a working day has nine. */
export const DUE_HOURS: Record<Priority, number> = { urgent: 1, high: 4, normal: 9, low: 27 };

/** When something opened at that moment is due after so many working hours. */
export const dueAfter = (hours: number, openedAt: Date): Date => addWorkingTime(openedAt, hours * HOUR_MS);

export const dueBy = (priority: Priority, openedAt: Date): Date => dueAfter(DUE_HOURS[priority], openedAt);

type Clock = { dueAt: Date; pausedMs: bigint };

/**
 * The clock after it stood still from one moment to another: due time moves on by the working time that passed
 * meanwhile, so that what was left is left, and what was missed is missed by as much as before.
 */
export function afterPause({ dueAt, pausedMs }: Clock, from: Date, to: Date): Clock {
  const ms = workingTimeBetween(from, to);
  // Due at the end of a day stays that, and does not become the beginning of the next.
  if (ms === 0) return { dueAt, pausedMs };
  return { dueAt: addWorkingTime(dueAt, ms), pausedMs: pausedMs + BigInt(ms) };
}

/** What waits goes on: its clock runs again with what was left. */
export const afterWait = ({ waitingSince, ...clock }: Clock & { waitingSince: Date | null }, at: Date) =>
  waitingSince && { ...afterPause(clock, waitingSince, at), waitingSince: null };

type Opened = { openedAt: Date; pausedMs: bigint };

/** Due time under another priority: its hours from the opening on, and all the time that the clock stood still. */
export const dueUnder = (priority: Priority, { openedAt, pausedMs }: Opened): Date =>
  addWorkingTime(openedAt, DUE_HOURS[priority] * HOUR_MS + Number(pausedMs));
