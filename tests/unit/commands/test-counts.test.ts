import { expect, it } from "vitest";
import { countPlaywright, countVitest, lineOf, sum } from "#lib/commands/support/test-counts.ts";

const vitest = { numPassedTests: 40, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0 };
const playwright = { stats: { expected: 9, unexpected: 3, flaky: 1, skipped: 0, duration: 1 } };

it("adds up both kinds of reports", () => {
  expect(sum([countVitest(vitest), countPlaywright(playwright)])).toEqual({
    passed: 50,
    failed: 4,
    skipped: 2,
  });
});
it("speaks of skipped tests only when there are any", () => {
  expect(lineOf({ passed: 5, failed: 0, skipped: 0 })).toBe("5 passed, 0 failed");
  expect(lineOf({ passed: 5, failed: 1, skipped: 2 })).toBe("5 passed, 1 failed, 2 skipped");
});
it("does not take an unknown report for an empty one", () => {
  expect(() => countVitest({})).toThrow();
});
