import { describe, expect, it } from "vitest";
import { createRing, keepNewest } from "#lib/sandbox/kept.ts";

describe("what a sandbox that runs for days still knows", () => {
  it("the newest of a log, oldest first, and how many there were", () => {
    const ring = createRing<number>(3);
    expect([ring.total, ring.list()]).toEqual([0, []]);
    const seen = [1, 2, 3, 4, 5, 6, 7].map((value) => {
      ring.push(value);
      return ring.list();
    });
    expect(seen).toEqual([[1], [1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 6], [5, 6, 7]]);
    expect(ring.total).toBe(7);
  });
  it("the newest of what it has to remember", () => {
    const known = new Set(["a", "b", "c"]);
    keepNewest(known, 3);
    expect([...known]).toEqual(["a", "b", "c"]);
    keepNewest(known, 1);
    expect([...known]).toEqual(["c"]);
  });
});
