import { describe, expect, it } from "vitest";
import { dragged, moved, nearer, rotated, STRAIGHT, transformOf, ZOOMS } from "#components/ui/face-turn.ts";

describe("how faces lie in their frames", () => {
  it("begins with the whole picture as it was sent", () => {
    expect(transformOf(STRAIGHT, false)).toBe(
      "translate(2.5 2.64) scale(1) translate(-2.5 -2.64) rotate(0 2.5 3)",
    );
  });
  it("comes nearer step by step and goes back to the whole, however it was turned", () => {
    let turn = rotated(STRAIGHT);
    const seen = ZOOMS.map(() => {
      turn = nearer(turn);
      return turn.zoom;
    });
    expect(seen).toEqual([1.5, 2, 3, 1]);
    expect(turn).toEqual({ ...STRAIGHT, quarters: 1 });
  });
  it("keeps the frame filled wherever one looks", () => {
    for (const [right, down] of [
      [1, 1],
      [-1, -1],
      [1, -1],
    ] as const) {
      let turn = nearer(nearer(STRAIGHT));
      for (let i = 0; i < 20; i += 1) turn = moved(turn, right, down);
      const [left, top] = [turn.x - 2.5 / turn.zoom, turn.y - 2.64 / turn.zoom];
      expect(left).toBeGreaterThanOrEqual(-1e-9);
      expect(left + 5 / turn.zoom).toBeLessThanOrEqual(5 + 1e-9);
      expect(top).toBeGreaterThanOrEqual(-1e-9);
      expect(top + 6 / turn.zoom).toBeLessThanOrEqual(6 + 1e-9);
    }
    expect(moved(STRAIGHT, 1, 1)).toEqual(STRAIGHT);
  });
  it("is taken along by as much as the hand moved, and no further than the frame is filled", () => {
    const near = nearer(nearer(STRAIGHT));
    expect(near.zoom).toBe(2);
    const taken = dragged(near, 0.1, -0.05);
    expect([taken.x, taken.y]).toEqual([2.5 - 0.25, 2.64 + 0.15]);
    expect(dragged(taken, -0.1, 0.05)).toEqual(near);
    expect(dragged(near, 9, 0).x).toBe(2.5 / 2);
    expect(dragged(STRAIGHT, 1, 1)).toEqual(STRAIGHT);
  });
  it("mirrors one and turns both by quarters", () => {
    expect(transformOf(rotated(STRAIGHT), true)).toMatch(
      /translate\(5 0\) scale\(-1 1\) rotate\(90 2.5 3\)$/,
    );
    expect(rotated(rotated(rotated(rotated(STRAIGHT))))).toEqual(STRAIGHT);
  });
});
