import { describe, expect, it } from "vitest";
import { nextOf, pauseMsOf, TRIED_FOR_MS } from "#lib/features/lookups/rules.ts";
import { LOOK_UP_TROUBLES } from "#lib/features/processes/rules.ts";

describe("what becomes of an id of a list", () => {
  it.each([
    [null, { kind: "end", state: "done" }],
    ["not_found", { kind: "end", state: "not_found" }],
    ["gone", { kind: "end", state: "gone" }],
    ["refused", { kind: "end", state: "refused" }],
    ["credentials", { kind: "pause" }],
    ["locked", { kind: "pause" }],
    ["busy", { kind: "pause" }],
    ["unreachable", { kind: "pause" }],
    ["timeout", { kind: "again", afterMs: 10_000 }],
    ["server_error", { kind: "again", afterMs: 10_000 }],
    ["unreadable", { kind: "again", afterMs: 10_000 }],
  ] as const)("after %s", (trouble, next) => {
    expect(nextOf(trouble, 0, 0)).toEqual(next);
  });

  it("is decided for every trouble, and comes to an end with each", () => {
    for (const trouble of LOOK_UP_TROUBLES) {
      expect(nextOf(trouble, 2, TRIED_FOR_MS).kind, trouble).toBe("end");
      expect(nextOf(trouble, 0, TRIED_FOR_MS - 1), trouble).not.toEqual({ kind: "end", state: "done" });
    }
  });

  it("is tried three times, each later than the last", () => {
    expect([0, 1, 2].map((tries) => nextOf("timeout", tries, 0))).toEqual([
      { kind: "again", afterMs: 10_000 },
      { kind: "again", afterMs: 30_000 },
      { kind: "end", state: "failed" },
    ]);
  });

  it("waits half a minute for Unico, then longer, and never more than ten", () => {
    expect([0, 1, 2, 3, 4, 5, 1_000].map(pauseMsOf)).toEqual([
      30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000,
    ]);
  });
});
