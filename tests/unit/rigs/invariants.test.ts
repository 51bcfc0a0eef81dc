import { expect, it } from "vitest";
import { type Violation, violationsOf } from "#tests/rigs/invariants.ts";
import type { Observed, Row } from "#tests/rigs/observed.ts";

const AT_MS = Date.parse("2026-11-22T12:00:00.000Z");
const at = (ms: number) => new Date(AT_MS + ms).toISOString();
const event = (action: string, state: string | null = null, committedMs = AT_MS) => ({
  action: `reverification.${action}`,
  state,
  committedMs,
});

const completed: Row = {
  id: "a",
  key: "form-a",
  state: "completed",
  outcome: "match",
  failure: null,
  processId: "p",
  hasAlert: false,
  cases: 0,
  attempts: [{ isLive: false, verdict: "done", pauseMs: null }],
  events: [event("start"), event("send"), event("settle", "completed")],
};
const sound: Observed = {
  requests: [{ at: at(5), clientReference: "a" }],
  worked: [{ at: at(5), clientReference: "a", processId: "p", outcome: "match" }],
  rows: [completed],
};
const acknowledged = [{ key: "form-a", id: "a" }];
const rulesOf = (observed: Observed, told = acknowledged) =>
  violationsOf(observed, told).map(({ rule }: Violation) => rule);
const withRow = (changes: Partial<Row>): Observed => ({ ...sound, rows: [{ ...completed, ...changes }] });
const unanswered: Partial<Row> = {
  state: "unknown",
  processId: null,
  outcome: null,
  events: [event("start"), event("send"), event("settle", "unknown")],
};

it("finds nothing in what is sound", () => {
  expect(rulesOf(sound)).toEqual([]);
  expect(rulesOf({ requests: [], worked: [], rows: [] }, [])).toEqual([]);
  // Worked on or not: nobody knows, and the row says so.
  expect(rulesOf(withRow(unanswered))).toEqual([]);
  expect(rulesOf({ ...withRow(unanswered), worked: [] })).toEqual([]);
});

it.each<[Violation["rule"], Observed, typeof acknowledged?]>([
  ["lost", { requests: [], worked: [], rows: [] }],
  ["lost", sound, [{ key: "another form", id: "a" }]],
  ["twice_a_form", { ...sound, rows: [completed, { ...completed, id: "b", ...unanswered }] }],
  ["before_intent", { ...sound, requests: [...sound.requests, ...sound.requests] }],
  [
    "before_intent",
    withRow({ events: [event("start"), event("send", null, AT_MS + 9), event("settle", "completed")] }),
  ],
  ["before_intent", { ...sound, requests: [...sound.requests, { at: at(6), clientReference: null }] }],
  ["sent_twice", { ...sound, worked: [...sound.worked, ...sound.worked] }],
  ["stuck", withRow({ ...unanswered, state: "sent", events: [event("start"), event("send")] })],
  ["live", withRow({ attempts: [{ isLive: true, verdict: null, pauseMs: null }] })],
  ["ledger", { ...sound, worked: [] }],
  [
    "ledger",
    { ...sound, worked: [{ ...sound.worked[0], clientReference: "nobody" } as (typeof sound.worked)[0]] },
  ],
  ["ledger", withRow({ processId: "another" })],
  [
    "ledger",
    withRow({
      ...unanswered,
      state: "failed",
      events: [event("start"), event("send"), event("settle", "failed")],
    }),
  ],
  [
    "ledger",
    withRow({
      ...unanswered,
      state: "refused",
      events: [event("start"), event("send"), event("settle", "refused")],
    }),
  ],
  ["history", withRow({ events: [event("start"), event("send")] })],
  ["history", withRow({ events: [event("send"), event("settle", "completed")] })],
  ["history", withRow({ events: [event("start"), event("settle", "completed")] })],
  ["history", withRow({ events: [...completed.events, event("settle", "completed")] })],
  ["alert", withRow({ hasAlert: true })],
])("finds what breaks the rule %s", (rule, observed, told) => {
  expect(rulesOf(observed, told)).toContain(rule);
});
