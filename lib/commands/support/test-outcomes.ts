import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { ROOT } from "./paths.ts";

export type Count = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** What a run came to; `notes` name each test that failed, with the first lines of why, or that needed a second try. */
export type Outcome = { readonly count: Count; readonly notes: readonly string[] };

const SECOND_TRY = "passed at a second try";

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().default(""),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** A test that passed only at a second try counts as passed, and is named. */
export function readVitest(report: unknown): Outcome {
  const read = vitestReport.parse(report);
  const notes = read.testResults.flatMap(({ name, message, status, assertionResults }) => {
    const file = path.relative(ROOT, name);
    const told = assertionResults.flatMap(({ fullName, status: end, failureMessages }) => {
      const why = failureMessages?.[0];
      if (end === "failed") return [`failed: ${file} › ${fullName}${because(why)}`];
      return end === "passed" && why ? [`${SECOND_TRY}: ${file} › ${fullName}${because(why)}`] : [];
    });
    // A file that broke outside its tests has no failed test to tell of.
    const isBroken = status === "failed" && assertionResults.every((test) => test.status !== "failed");
    return isBroken ? [...told, `failed: ${file}${because(message)}`] : told;
  });
  const count = {
    passed: read.numPassedTests,
    failed: read.numFailedTests,
    skipped: read.numPendingTests + read.numTodoTests,
  };
  return { count, notes };
}

type Suite = z.infer<typeof playwrightSuite>;
const playwrightSuite = z.object({
  specs: z
    .array(
      z.object({
        title: z.string(),
        file: z.string(),
        line: z.number(),
        tests: z.array(
          z.object({
            status: z.string(),
            results: z.array(z.object({ error: z.object({ message: z.string().default("") }).optional() })),
          }),
        ),
      }),
    )
    .default([]),
  get suites() {
    return z.array(playwrightSuite).default([]);
  },
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(playwrightSuite).default([]),
});

export function readPlaywright(report: unknown): Outcome {
  const { stats, suites } = playwrightReport.parse(report);
  const count = { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  return { count, notes: suites.flatMap(notesOfSuite) };
}

function notesOfSuite({ specs, suites }: Suite): string[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ status, results }) => {
        const why = results.find(({ error }) => error)?.error?.message;
        const told = status === "flaky" ? SECOND_TRY : "failed";
        return `${told}: ${file}:${line} › ${title}${because(why)}`;
      }),
  );
  return [...own, ...suites.flatMap(notesOfSuite)];
}

const WHY_LINES = 3;

function because(message: string | undefined): string {
  const lines = stripVTControlCharacters(message ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  return lines
    .slice(0, WHY_LINES)
    .map((line) => `\n    ${line.trim()}`)
    .join("");
}

export const sum = (counts: readonly Count[]): Count =>
  counts.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/** The last line of a run, which the CI reads. */
export const lineOf = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
