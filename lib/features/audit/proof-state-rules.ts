import type { BadPlace, ProofState } from "./proof-types.ts";

/** Our policy: an event waits so long for its seal, and a block for its copy, before anybody is told. */
export const LATE_MS = 120_000;
/** The worker checks what is new every ten minutes; two rounds may fail. */
const CHECK_LATE_MS = 30 * 60_000;
/** It checks the whole log every night; half a day is left for one that takes long. */
const FULL_CHECK_LATE_MS = 36 * 3_600_000;

/** Why the log is not simply taken for whole, worst first. */
export const ALARMS = ["touched", "seal_late", "copy_late", "check_late", "full_check_late"] as const;
export type AlarmKind = (typeof ALARMS)[number];
/** What may pass by itself within minutes: shown where the proof is, and nobody is called for it. */
export type Doubt = AlarmKind | "copy_failing" | "never_checked";

export type ProofFacts = Pick<
  ProofState,
  "beganAt" | "isLate" | "waitingSince" | "checkpoint" | "lastCheck" | "lastFullCheckAt"
>;

const isOlder = (at: Date | null, than: number, now: Date): boolean =>
  at !== null && now.getTime() - at.getTime() > than;

export function doubtsOf(facts: ProofFacts, now: Date): Doubt[] {
  const { beganAt, checkpoint, lastCheck, lastFullCheckAt } = facts;
  const isCopyLate = checkpoint.isOverdue || isOlder(checkpoint.failingSince, LATE_MS, now);
  // What was never checked is late once the log itself is that old.
  const isCheckLate = isOlder(lastCheck?.at ?? beganAt, CHECK_LATE_MS, now);
  const isFullCheckLate = isOlder(lastFullCheckAt ?? beganAt, FULL_CHECK_LATE_MS, now);
  const all: [Doubt, boolean][] = [
    ["touched", lastCheck !== null && lastCheck.bad !== null],
    ["seal_late", facts.isLate],
    ["copy_late", isCopyLate],
    ["check_late", isCheckLate],
    ["full_check_late", isFullCheckLate],
    ["copy_failing", checkpoint.failingSince !== null && !isCopyLate],
    ["never_checked", lastCheck === null && !isCheckLate],
  ];
  return all.flatMap(([doubt, isSo]) => (isSo ? [doubt] : []));
}

/** In a word: something was touched; nothing was found, but not all is as it should be; all was looked at and held. */
export const standingOf = (doubts: readonly Doubt[]): "touched" | "doubtful" | "whole" => {
  if (doubts.includes("touched")) return "touched";
  return doubts.length > 0 ? "doubtful" : "whole";
};

export type ProofAlarm = {
  readonly kind: AlarmKind;
  /** When it was last right, or when the trouble was found. */
  readonly since: Date | null;
  readonly bad: BadPlace | null;
};

/** What somebody has to act on. */
export function alarmsOf(facts: ProofFacts, now: Date): ProofAlarm[] {
  const { beganAt, checkpoint, lastCheck } = facts;
  const since: Record<AlarmKind, Date | null> = {
    touched: lastCheck?.at ?? null,
    seal_late: facts.waitingSince,
    copy_late: checkpoint.failingSince ?? checkpoint.at ?? beganAt,
    check_late: lastCheck?.at ?? null,
    full_check_late: facts.lastFullCheckAt,
  };
  const doubts = doubtsOf(facts, now);
  return ALARMS.filter((kind) => doubts.includes(kind)).map((kind) => ({
    kind,
    since: since[kind],
    bad: kind === "touched" ? (lastCheck?.bad ?? null) : null,
  }));
}

/** One trouble under one name, however often it is seen; another place is another trouble. */
export const nameOfAlarm = ({ kind, bad }: Pick<ProofAlarm, "kind" | "bad">): string =>
  ["audit", kind, ...(bad ? [bad.check, bad.block ?? "-", bad.seq ?? "-"] : [])].join(".");
