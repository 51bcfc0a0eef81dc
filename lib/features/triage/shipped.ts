import type { Condition, TriageRule } from "./schema.ts";

const ANYTHING: Condition = {
  fraudsters: [],
  outcomes: [],
  biometry: [],
  liveness: [],
  scoreMin: null,
  scoreMax: null,
  subsidiaries: [],
  repeats: null,
};

const shipped = (
  key: string,
  when: Partial<Condition>,
  priority: "normal" | "high",
  dueHours: number,
): TriageRule => ({
  key,
  name: null,
  isOn: true,
  when: { ...ANYTHING, ...when },
  opens: { priority, dueHours },
});

/** A rule that is being written. */
export const BLANK = {
  name: null,
  isOn: true,
  when: ANYTHING,
  opens: { priority: "normal", dueHours: 9 },
} as const;

/** Version 1: what the program came with. The migration holds the same. A day of work has nine hours. */
export const SHIPPED_RULES: readonly TriageRule[] = [
  shipped("fraud_alert", { fraudsters: ["yes", "other"] }, "high", 4),
  shipped("not_live", { outcomes: ["not_live"] }, "normal", 9),
  shipped("different_person", { outcomes: ["no_match", "no_match_flagged"] }, "normal", 9),
  shipped("needs_review", { outcomes: ["undecided"] }, "normal", 9),
];
