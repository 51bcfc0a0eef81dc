import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { ensureClient, NEXT } from "./build.ts";
import { inRoot, ROOT } from "./paths.ts";
import { say, secondsSince } from "./say.ts";
import { lineOf, type Outcome, readPlaywright, readVitest, sum } from "./test-outcomes.ts";

type Step = {
  readonly name: string;
  readonly args: readonly string[];
  /** A test run: where its figures are, and how to read them. */
  readonly report?: { readonly file: string; readonly read: (report: unknown) => Outcome };
};

const binary = (name: string) => inRoot("node_modules/.bin", name);
const OUTPUT = "tests/.output";

const vitest = (name: string, ...projects: string[]): Step => ({
  name,
  args: [
    binary("vitest"),
    "run",
    "--config=tests/vitest.config.ts",
    ...projects.map((project) => `--project=${project}*`),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${OUTPUT}/vitest.json`,
  ],
  report: { file: inRoot(OUTPUT, "vitest.json"), read: readVitest },
});

const LINT: Step = {
  name: "format and lint",
  args: [inRoot("node_modules/@biomejs/biome/bin/biome"), "check", "--error-on-warnings"],
};
const TYPES: Step[] = [
  { name: "types of the routes", args: [NEXT, "typegen"] },
  { name: "types", args: [binary("tsc"), "--noEmit"] },
];
const LOCK: Step = { name: "lockfile", args: [inRoot("lib/commands/check-lock.ts")] };
const BROWSER: Step = {
  name: "end to end",
  args: [binary("playwright"), "test", "--config=tests/playwright.config.ts"],
  report: { file: inRoot(OUTPUT, "playwright.json"), read: readPlaywright },
};

export const VERIFY_STEPS = [LINT, ...TYPES, vitest("unit tests", "unit")];
export const TEST_STEPS = [
  LINT,
  ...TYPES,
  LOCK,
  vitest("unit and integration tests", "unit", "integration"),
  BROWSER,
];

/** Runs every step, also after a failed one, and ends with one line of figures. Returns the exit code. */
export async function runSteps(steps: readonly Step[]): Promise<number> {
  await ensureClient();
  const outcomes: Outcome[] = [];
  for (const step of steps) outcomes.push(await runStep(step));
  const total = sum(outcomes.map(({ count }) => count));
  // Last, where whoever sees only the end of a long log still reads what failed.
  for (const note of outcomes.flatMap(({ notes }) => notes)) say(note);
  say(lineOf(total));
  return total.failed === 0 ? 0 : 1;
}

async function runStep({ name, args, report }: Step): Promise<Outcome> {
  const startedAt = performance.now();
  say(`\n== ${name}`);
  if (report) fs.rmSync(report.file, { force: true });
  const child = spawn(process.execPath, [...args], { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] });
  const [code] = await once(child, "close");
  say(`== ${name}: ${code === 0 ? "ok" : "FAILED"} in ${secondsSince(startedAt)}`);
  const read =
    report && fs.existsSync(report.file)
      ? report.read(JSON.parse(fs.readFileSync(report.file, "utf8")))
      : null;
  const { count, notes } = read ?? { count: { passed: 0, failed: 0, skipped: 0 }, notes: [] };
  if (code === 0 || count.failed > 0) return { count, notes };
  // A check, a test run that broke down, or one that failed outside its tests.
  return { count: { ...count, failed: 1 }, notes: [...notes, `failed: ${name}`] };
}
