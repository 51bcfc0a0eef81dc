import { z } from "zod";
import { say } from "#lib/i18n/say.ts";

export const RETENTION_CLASSES = [
  "selfies",
  "snapshots",
  "answers",
  "cases",
  "lists",
  "imports",
  "audit",
] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];

/** The fewest days of each class; the table holds the same. 0 is never kept, which only a copy can be. */
export const LEAST_DAYS = {
  selfies: 0,
  snapshots: 30,
  answers: 30,
  cases: 365,
  lists: 30,
  imports: 30,
  audit: 365,
} as const satisfies Record<RetentionClass, number>;
export const MOST_DAYS = 36_500;

/** Ours: for how long after their end sessions and one-time links may still be of use to whoever looks into a sign-in. */
export const SIGN_IN_TRACES_DAYS = 90;

export const HOLD_REASONS = ["court_order", "investigation", "regulator", "claim", "other"] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

const days = (of: RetentionClass) =>
  z
    .string({ error: say("field.days") })
    .trim()
    .regex(/^\d{1,5}$/, say("field.days"))
    .transform(Number)
    .pipe(z.int().min(LEAST_DAYS[of], say("field.daysFew")).max(MOST_DAYS, say("field.days")));

export const retentionInput = z.object({
  version: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  selfies: days("selfies"),
  snapshots: days("snapshots"),
  answers: days("answers"),
  cases: days("cases"),
  lists: days("lists"),
  imports: days("imports"),
  audit: days("audit"),
});
export type RetentionInput = z.output<typeof retentionInput>;

export const holdInput = z.object({
  subject: z.uuid(),
  reason: z.enum(HOLD_REASONS, { error: say("field.reason") }),
});
export const liftInput = z.object({ hold: z.uuid() });
