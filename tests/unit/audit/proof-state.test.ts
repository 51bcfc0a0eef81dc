import { expect, it } from "vitest";
import {
  ALARMS,
  alarmsOf,
  doubtsOf,
  LATE_MS,
  nameOfAlarm,
  type ProofFacts,
  standingOf,
} from "#lib/features/audit/proof-state-rules.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const HOUR = 60;

type Check = NonNullable<ProofFacts["lastCheck"]>;
const check = (change: Partial<Check> = {}): Check => ({
  at: ago(10),
  isFull: false,
  upToBlock: 40,
  events: 400,
  tookMs: 30,
  bad: null,
  badEvent: null,
  ...change,
});
const facts = (change: Partial<ProofFacts> = {}): ProofFacts => ({
  beganAt: ago(90 * 24 * HOUR),
  isLate: false,
  waitingSince: null,
  checkpoint: { block: 40, at: ago(1), failingSince: null, isOverdue: false },
  lastCheck: check(),
  lastFullCheckAt: ago(9 * HOUR),
  ...change,
});
const copy = (change: Partial<ProofFacts["checkpoint"]>) => ({
  checkpoint: { ...facts().checkpoint, ...change },
});
const bad = { check: "row_hash", block: 3, seq: 17 } as const;

it.each<[string, Partial<ProofFacts>, string[], string]>([
  ["all is as it should be", {}, [], "whole"],
  ["a check found a bad place", { lastCheck: check({ bad }) }, ["touched"], "touched"],
  ["sealing stands still", { isLate: true }, ["seal_late"], "doubtful"],
  ["the copy is overdue", copy({ isOverdue: true }), ["copy_late"], "doubtful"],
  ["the copy fails since a moment", copy({ failingSince: ago(1) }), ["copy_failing"], "doubtful"],
  ["the copy fails for long", copy({ failingSince: ago(3) }), ["copy_late"], "doubtful"],
  ["the last check is 30 minutes old", { lastCheck: check({ at: ago(30) }) }, [], "whole"],
  ["the last check is older", { lastCheck: check({ at: ago(30.1) }) }, ["check_late"], "doubtful"],
  ["the last check of all is 36 hours old", { lastFullCheckAt: ago(36 * HOUR) }, [], "whole"],
  ["it is older", { lastFullCheckAt: ago(36 * HOUR + 0.1) }, ["full_check_late"], "doubtful"],
  [
    "the log began just now",
    { beganAt: ago(5), lastCheck: null, lastFullCheckAt: null },
    ["never_checked"],
    "doubtful",
  ],
  [
    "nothing is in it",
    { beganAt: null, lastCheck: null, lastFullCheckAt: null },
    ["never_checked"],
    "doubtful",
  ],
  ["a young log was never checked whole", { beganAt: ago(20 * HOUR), lastFullCheckAt: null }, [], "whole"],
  ["an old one neither", { beganAt: ago(37 * HOUR), lastFullCheckAt: null }, ["full_check_late"], "doubtful"],
  [
    "nobody ever checked",
    { lastCheck: null, lastFullCheckAt: null },
    ["check_late", "full_check_late"],
    "doubtful",
  ],
  [
    "all is wrong at once",
    {
      isLate: true,
      ...copy({ isOverdue: true, failingSince: ago(1) }),
      lastCheck: check({ at: ago(99), bad }),
      lastFullCheckAt: ago(40 * HOUR),
    },
    [...ALARMS],
    "touched",
  ],
])("when %s", (_name, change, doubts, standing) => {
  expect(doubtsOf(facts(change), NOW)).toEqual(doubts);
  expect(standingOf(doubtsOf(facts(change), NOW))).toBe(standing);
  const alarms = alarmsOf(facts(change), NOW).map(({ kind }) => kind);
  expect(alarms).toEqual(doubts.filter((doubt) => doubt !== "copy_failing" && doubt !== "never_checked"));
});

it("is told with the time since when, and the place where it is", () => {
  const change = { isLate: true, waitingSince: ago(4), ...copy({ isOverdue: true, at: ago(5) }) };
  expect(alarmsOf(facts({ ...change, lastCheck: check({ bad }) }), NOW)).toEqual([
    { kind: "touched", since: ago(10), bad },
    { kind: "seal_late", since: ago(4), bad: null },
    { kind: "copy_late", since: ago(5), bad: null },
  ]);
  expect(LATE_MS).toBe(120_000);
});

it("has one name for one trouble, and another for another place", () => {
  const touched = { kind: "touched", bad } as const;
  expect(nameOfAlarm(touched)).toBe("audit.touched.row_hash.3.17");
  expect(nameOfAlarm({ ...touched, bad: { ...bad, seq: null } })).toBe("audit.touched.row_hash.3.-");
  expect(nameOfAlarm({ kind: "copy_late", bad: null })).toBe("audit.copy_late");
});
