import { describe, expect, it } from "vitest";
import {
  CASE_STATUSES,
  type CaseAct,
  type CaseFacts,
  type CaseStatus,
  DECISIONS,
  dueAt,
  refusalTo,
  statusAfter,
  triage,
} from "#lib/features/cases/rules.ts";
import { FRAUDSTERS, OUTCOMES } from "#lib/features/signals.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

describe("triage", () => {
  const byOutcome = {
    match: null,
    match_flagged: null,
    no_match: { rule: "different_person", priority: "normal" },
    no_match_flagged: { rule: "different_person", priority: "normal" },
    not_live: { rule: "not_live", priority: "normal" },
    undecided: { rule: "needs_review", priority: "normal" },
    error: null,
    pending: null,
    cancelled: null,
  } as const;
  const signals = { biometry: null, liveness: null };

  it.each([...OUTCOMES, null])("outcome %s without an alert", (outcome) => {
    const expected = outcome === null ? null : byOutcome[outcome];
    for (const fraudsters of ["inconclusive", null] as const)
      expect(triage({ ...signals, outcome, fraudsters })).toEqual(expected);
  });
  it.each(FRAUDSTERS.filter((value) => value !== "inconclusive"))(
    "an alert of %s comes before every outcome, a match among them",
    (fraudsters) => {
      for (const outcome of [...OUTCOMES, null])
        expect(triage({ ...signals, outcome, fraudsters })).toEqual({
          rule: "fraud_alert",
          priority: "high",
        });
    },
  );
});

describe("due time", () => {
  it.each([
    ["urgent", 1],
    ["high", 4],
    ["normal", 24],
    ["low", 72],
  ] as const)("%s is due after %i hours", (priority, hours) => {
    expect(dueAt(priority, NOW)).toEqual(minutes(hours * 60));
  });
});

describe("refusalTo", () => {
  const found = (status: CaseStatus, overrides: Partial<CaseFacts> = {}): CaseFacts => ({
    status,
    assigneeId: null,
    leaseUntil: null,
    decidedById: null,
    ...overrides,
  });
  const all = (answers: Record<CaseAct, string | null>) => answers;
  const mine = { assigneeId: "me", leaseUntil: minutes(10) };
  const theirs = { assigneeId: "other", leaseUntil: minutes(10) };
  const idle = { assigneeId: "other", leaseUntil: minutes(-1) };
  const none = {
    release: "case_not_yours",
    decide: "case_not_yours",
    approve: "case_not_awaiting",
    send_back: "case_not_awaiting",
    reopen: "case_not_closed",
  } as const;
  const closed = {
    take: "case_closed",
    release: "case_closed",
    decide: "case_closed",
    approve: "case_closed",
    send_back: "case_closed",
    reopen: null,
  };
  const awaits = {
    take: "case_awaits",
    release: "case_awaits",
    decide: "case_awaits",
    reopen: "case_not_closed",
  };

  it.each([
    ["open", found("open"), all({ take: null, ...none })],
    ["waiting", found("waiting", { assigneeId: "me" }), all({ take: null, ...none })],
    ["escalated", found("escalated", { assigneeId: "other" }), all({ take: null, ...none })],
    ["mine", found("in_review", mine), all({ ...none, take: null, release: null, decide: null })],
    [
      "mine, idle",
      found("in_review", { ...mine, leaseUntil: minutes(-1) }),
      all({ ...none, take: null, release: null, decide: null }),
    ],
    ["another's", found("in_review", theirs), all({ take: "case_held", ...none })],
    ["another's, idle", found("in_review", idle), all({ take: null, ...none })],
    [
      "another's, idle to the millisecond",
      found("in_review", { ...idle, leaseUntil: NOW }),
      all({ take: null, ...none }),
    ],
    [
      "awaiting, decided by another",
      found("awaiting_approval", { decidedById: "other" }),
      all({ ...awaits, approve: null, send_back: null }),
    ],
    [
      "awaiting, decided by me",
      found("awaiting_approval", { decidedById: "me" }),
      all({ ...awaits, approve: "case_own_decision", send_back: "case_own_decision" }),
    ],
    ["closed", found("closed", { decidedById: "other" }), all(closed)],
  ])("%s", (_name, facts, expected) => {
    const acts = Object.keys(expected) as CaseAct[];
    expect(Object.fromEntries(acts.map((act) => [act, refusalTo(act, facts, "me", NOW)]))).toEqual(expected);
  });
  it("answers for every status", () => {
    for (const status of CASE_STATUSES)
      expect(refusalTo("take", found(status), "me", NOW)).toBe(
        status === "closed" ? "case_closed" : status === "awaiting_approval" ? "case_awaits" : null,
      );
  });
});

it("only confirmed fraud waits for a second person", () => {
  expect(DECISIONS.map((decision) => [decision, statusAfter(decision)])).toEqual([
    ["confirmed_fraud", "awaiting_approval"],
    ["false_positive", "closed"],
    ["inconclusive", "closed"],
  ]);
});
