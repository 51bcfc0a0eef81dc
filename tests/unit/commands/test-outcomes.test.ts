import { expect, it } from "vitest";
import { inRoot } from "#lib/commands/support/paths.ts";
import { lineOf, readPlaywright, readVitest, sum } from "#lib/commands/support/test-outcomes.ts";

const vitest = {
  numPassedTests: 40,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 0,
  testResults: [
    {
      name: inRoot("tests/unit/a.test.ts"),
      status: "failed",
      assertionResults: [
        { fullName: "a thing holds", status: "passed", failureMessages: [] },
        { fullName: "a thing holds at last", status: "passed", failureMessages: ["not yet"] },
        {
          fullName: "a thing fails",
          status: "failed",
          failureMessages: ["\u001b[31mexpected 1\u001b[39m\n\n  at b"],
        },
      ],
    },
    { name: inRoot("tests/unit/b.test.ts"), status: "failed", message: "no such file", assertionResults: [] },
  ],
};
const spec = (title: string, status: string, message?: string) => ({
  title,
  file: "e2e/a.test.ts",
  line: 7,
  tests: [{ status, results: [{}, message ? { error: { message } } : {}] }],
});
const playwright = {
  stats: { expected: 9, unexpected: 3, flaky: 1, skipped: 0, duration: 1 },
  suites: [
    {
      specs: [spec("fine", "expected")],
      suites: [{ specs: [spec("broken", "unexpected", "no such button")] }],
    },
    { specs: [spec("slow", "flaky", "timed out")] },
  ],
};

it("adds up both kinds of reports", () => {
  expect(sum([readVitest(vitest).count, readPlaywright(playwright).count])).toEqual({
    passed: 50,
    failed: 4,
    skipped: 2,
  });
});
it("names what failed, where, and the first lines of why", () => {
  expect(readVitest(vitest).notes).toEqual([
    "passed at a second try: tests/unit/a.test.ts › a thing holds at last\n    not yet",
    "failed: tests/unit/a.test.ts › a thing fails\n    expected 1\n    at b",
    "failed: tests/unit/b.test.ts\n    no such file",
  ]);
  expect(readPlaywright(playwright).notes).toEqual([
    "failed: e2e/a.test.ts:7 › broken\n    no such button",
    "passed at a second try: e2e/a.test.ts:7 › slow\n    timed out",
  ]);
});
it("speaks of skipped tests only when there are any", () => {
  expect(lineOf({ passed: 5, failed: 0, skipped: 0 })).toBe("5 passed, 0 failed");
  expect(lineOf({ passed: 5, failed: 1, skipped: 2 })).toBe("5 passed, 1 failed, 2 skipped");
});
it("does not take an unknown report for an empty one", () => {
  expect(() => readVitest({})).toThrow();
});
