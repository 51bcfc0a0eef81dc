import { describe, expect, it } from "vitest";
import { type AuditFacts, canonicalJson, hashOfEvent } from "#lib/features/audit/canonical.ts";
import { contentOf, pairsOf, tellsRefusal } from "#lib/features/audit/rules.ts";

const EVENT: AuditFacts = {
  at: new Date("2026-11-21T13:02:41.118Z"),
  actorKind: "user",
  actorId: "019aa0b1-0000-7000-8000-000000000001",
  actorRole: "analyst",
  sessionId: "7c190000-0000-4000-8000-0000000002b4",
  address: "10.4.18.77",
  requestId: "01000000-0000-4000-8000-000000000001",
  action: "case.decide",
  outcome: "done",
  entityType: "case",
  entityId: "10482",
  detail: { to: "awaiting_approval", from: "in_review", reasons: ["faces_differ"], noteLength: 82 },
};
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("the canonical form", () => {
  it.each([
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ a: { d: null, c: [true, "x", 1.5] } }, '{"a":{"c":[true,"x",1.5],"d":null}}'],
    [{ é: 1, z: 2, Z: 3, a: 4 }, '{"Z":3,"a":4,"z":2,"é":1}'],
    [{ "\u{1f600}": 1, "\ufb33": 2 }, '{"\u{1f600}":1,"\ufb33":2}'],
    ['"\\\n\u0007é', '"\\"\\\\\\n\\u0007é"'],
    [[], "[]"],
    [{}, "{}"],
  ])("writes %j in one way", (value, form) => {
    expect(canonicalJson(value)).toBe(form);
  });
});

describe("the hash of an event", () => {
  // Made by Python's json and hashlib, so that the form is not only this program's own.
  it("is the same for ever", () => {
    expect(hex(hashOfEvent(EVENT))).toBe("9d42d1fdcb4b57f5fab2c82b511fa8896cfd7f3157dcb75b55d7659b2df7f848");
  });
  it("does not depend on the order in which members were given", () => {
    const turned = Object.fromEntries(Object.entries(EVENT).reverse()) as AuditFacts;
    expect(hex(hashOfEvent(turned))).toBe(hex(hashOfEvent(EVENT)));
  });
  it.each(Object.keys(EVENT) as (keyof AuditFacts)[])("changes with %s", (member) => {
    const other = member === "at" ? new Date("2026-11-21T13:02:41.119Z") : "other";
    const stored = { ...EVENT, form: 1, hash: hashOfEvent(EVENT) };
    expect(contentOf(stored)).toBe("same");
    expect(contentOf({ ...stored, [member]: other })).toBe("other");
    expect(contentOf({ ...stored, form: 9 })).toBe("unknown_form");
  });
});

describe("details for a person", () => {
  it("are pairs, nested ones by their path", () => {
    const detail = { to: "closed", reasons: ["a", "b"], signals: { liveness: 2, none: [] }, why: null };
    expect(pairsOf(detail)).toEqual([
      { name: "to", value: "closed" },
      { name: "reasons", value: "a, b" },
      { name: "signals.liveness", value: "2" },
      { name: "signals.none", value: "none" },
      { name: "why", value: "none" },
    ]);
    expect(pairsOf({})).toEqual([]);
  });
  it("say a refusal once", () => {
    expect(tellsRefusal("session.refuse")).toBe(true);
    expect(tellsRefusal("case.decide")).toBe(false);
  });
});
