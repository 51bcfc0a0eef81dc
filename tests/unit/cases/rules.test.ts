import { describe, expect, it } from "vitest";
import {
  CASE_STATUSES,
  type CaseAct,
  type CaseFacts,
  type CaseStatus,
  DECISIONS,
  refusalTo,
  statusAfter,
  undoLeftMs,
  type Worker,
} from "#lib/features/cases/rules.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

describe("refusalTo", () => {
  const found = (status: CaseStatus, overrides: Partial<CaseFacts> = {}): CaseFacts => ({
    status,
    assigneeId: null,
    leaseUntil: null,
    decidedById: null,
    decidedAt: null,
    approvedById: null,
    ...overrides,
  });
  const all = (answers: Record<CaseAct, string | null>) => answers;
  const ME: Worker = { id: "me", leads: false };
  const mine = { assigneeId: "me", leaseUntil: minutes(10) };
  const theirs = { assigneeId: "other", leaseUntil: minutes(10) };
  const idle = { assigneeId: "other", leaseUntil: minutes(-1) };
  /** What nobody may do to a case that is free, but take it. */
  const free = {
    take: null,
    take_over: "case_not_held",
    release: "case_not_yours",
    assign: null,
    prioritise: null,
    wait: "case_not_yours",
    resume: "case_not_waiting",
    escalate: "case_not_yours",
    decide: "case_not_yours",
    undo: "case_undo_over",
    approve: "case_not_awaiting",
    send_back: "case_not_awaiting",
    reopen: "case_not_closed",
  } as const;
  const inHand = { ...free, release: null, wait: null, escalate: null, decide: null };
  const always = (code: string) => Object.fromEntries(Object.keys(free).map((act) => [act, code]));
  const closed = { ...always("case_closed"), undo: "case_undo_over", reopen: null };
  const awaits = {
    ...always("case_awaits"),
    prioritise: null,
    undo: "case_undo_over",
    reopen: "case_not_closed",
  };
  const decided = { decidedById: "me", decidedAt: NOW };

  it.each([
    ["open", found("open"), all(free)],
    ["put aside for me", found("open", { assigneeId: "me" }), all({ ...free, release: null })],
    [
      "put aside for another",
      found("open", { assigneeId: "other" }),
      all({ ...free, take: "case_held", take_over: null }),
    ],
    [
      "waiting, mine",
      found("waiting", { assigneeId: "me" }),
      all({ ...free, take: "case_waits", resume: null }),
    ],
    ["waiting, nobody's", found("waiting"), all({ ...free, take: "case_waits", resume: null })],
    [
      "waiting, another's",
      found("waiting", { assigneeId: "other" }),
      all({ ...free, take: "case_waits", take_over: null, resume: "case_not_yours" }),
    ],
    ["escalated", found("escalated"), all({ ...free, take: "case_escalated" })],
    ["mine", found("in_review", mine), all(inHand)],
    ["mine, idle", found("in_review", { ...mine, leaseUntil: minutes(-1) }), all(inHand)],
    ["another's", found("in_review", theirs), all({ ...free, take: "case_held", take_over: null })],
    ["another's, idle", found("in_review", idle), all(free)],
    ["another's, idle to the millisecond", found("in_review", { ...idle, leaseUntil: NOW }), all(free)],
    [
      "awaiting, decided by another",
      found("awaiting_approval", { decidedById: "other", decidedAt: NOW }),
      { ...awaits, approve: null, send_back: null },
    ],
    [
      "awaiting, decided by me a moment ago",
      found("awaiting_approval", decided),
      { ...awaits, undo: null, approve: "case_own_decision", send_back: "case_own_decision" },
    ],
    ["closed by me a moment ago", found("closed", decided), { ...closed, undo: null }],
    ["closed by another", found("closed", { decidedById: "other", decidedAt: NOW }), closed],
  ])("%s", (_name, facts, expected) => {
    const acts = Object.keys(free) as CaseAct[];
    expect(Object.fromEntries(acts.map((act) => [act, refusalTo(act, facts, ME, NOW)]))).toEqual(expected);
  });
  it("gives what was escalated, and what waits for another, to those who hand out the work", () => {
    const lead = { id: "me", leads: true };
    expect(refusalTo("take", found("escalated"), lead, NOW)).toBeNull();
    expect(refusalTo("resume", found("waiting", { assigneeId: "other" }), lead, NOW)).toBeNull();
  });
  it("answers for every status", () => {
    const codes = { closed: "case_closed", awaiting_approval: "case_awaits", waiting: "case_waits" };
    const lead = { id: "me", leads: true };
    for (const status of CASE_STATUSES)
      expect(refusalTo("take", found(status), lead, NOW)).toBe(
        (codes as Partial<Record<CaseStatus, string>>)[status] ?? null,
      );
  });
  it.each([
    ["at once", 0, 10_000],
    ["after nine seconds", 9_000, 1_000],
    ["after ten seconds", 10_000, 0],
    ["much later", 999_000, 0],
  ])("undoes %s", (_name, passedMs, leftMs) => {
    const now = new Date(NOW.getTime() + passedMs);
    for (const status of ["closed", "awaiting_approval"] as const) {
      expect(undoLeftMs(found(status, decided), "me", now)).toBe(leftMs);
      expect(undoLeftMs(found(status, decided), "other", now)).toBe(0);
    }
    expect(undoLeftMs(found("in_review", decided), "me", now)).toBe(0);
    expect(undoLeftMs(found("closed", { ...decided, approvedById: "other" }), "me", now)).toBe(0);
  });
});

it("only confirmed fraud waits for a second person", () => {
  expect(DECISIONS.map((decision) => [decision, statusAfter(decision)])).toEqual([
    ["confirmed_fraud", "awaiting_approval"],
    ["false_positive", "closed"],
    ["inconclusive", "closed"],
  ]);
});
