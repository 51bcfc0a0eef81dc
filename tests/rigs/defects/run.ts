import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Defect } from "./defect.ts";
import { timesFound } from "./outdated.ts";

/** Red: tests failed. Green: the defect went unseen. Otherwise nothing was shown, and why. */
export type Seen = "red" | "green" | { readonly unclear: string };

const LEFT_OUT = new Set([".git", ".next", ".data", "node_modules", "tests/.output"]);

/** A copy of the tree to break things in. Packages are linked file by file: a build does not follow a linked folder. */
export function copyOfTree(root: string, copy: string): void {
  fs.rmSync(copy, { recursive: true, force: true });
  mirror(root, copy, fs.copyFileSync, (file) => !LEFT_OUT.has(path.relative(root, file)));
  mirror(path.join(root, "node_modules"), path.join(copy, "node_modules"), fs.linkSync);
}

type Put = (from: string, to: string) => void;

function mirror(from: string, to: string, put: Put, isWanted = (_file: string) => true): void {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (!isWanted(source)) continue;
    if (entry.isDirectory()) mirror(source, target, put, isWanted);
    else if (entry.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(source), target);
    else if (entry.isFile()) put(source, target);
  }
}

const REPORT = "tests/.output/defect.json";
type Wanted = Pick<Defect, "project" | "test" | "only">;
const escaped = (title: string) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

function commandOf({ project, test, only }: Wanted): string[] {
  const [tool, ...rest] =
    project === "e2e"
      ? ["playwright", "test", "--config=tests/playwright.config.ts", "--reporter=json", "--max-failures=1"]
      : [
          "vitest",
          "run",
          "--config=tests/vitest.config.ts",
          `--project=${project}*`,
          "--reporter=json",
          `--outputFile=${REPORT}`,
          "--bail=1",
        ];
  const titled = only
    ? [project === "e2e" ? `--grep=${escaped(only)}` : `--testNamePattern=${escaped(only)}`]
    : [];
  return [`node_modules/.bin/${tool}`, ...rest, ...titled, test];
}

/** Runs a test file; a run that ends without a report of failed tests proves nothing. */
export function runTest(tree: string, wanted: Wanted): Seen {
  const report = path.join(tree, REPORT);
  fs.rmSync(report, { force: true });
  const { stderr } = spawnSync(process.execPath, commandOf(wanted), {
    cwd: tree,
    encoding: "utf8",
    maxBuffer: 100_000_000,
    // `E2E_LONE`: what runs alone would wait for every other test of the browser.
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report, E2E_LONE: "1" },
  });
  if (!fs.existsSync(report)) return { unclear: `no report: ${stderr.slice(-300)}` };
  const { failed, passed } = countsIn(JSON.parse(fs.readFileSync(report, "utf8")));
  if (failed > 0) return "red";
  return passed > 0 ? "green" : { unclear: `${wanted.test} ran no test` };
}

type Report = {
  readonly numFailedTests?: number;
  readonly numPassedTests?: number;
  readonly testResults?: readonly { readonly assertionResults: readonly Ended[] }[];
  readonly stats?: { readonly unexpected: number; readonly expected: number };
};
type Ended = { readonly status: string; readonly title: string; readonly failureMessages: readonly string[] };

/** Which test of the last run failed and how: one that ran out of time on a busy machine shows nothing. */
export function whatFailed(tree: string): string {
  const report = path.join(tree, REPORT);
  if (!fs.existsSync(report)) return "";
  const { testResults = [] }: Report = JSON.parse(fs.readFileSync(report, "utf8"));
  const [failed] = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed");
  return failed ? `${failed.title}: ${failed.failureMessages[0]?.split("\n")[0]?.slice(0, 120)}` : "";
}

const countsIn = ({ numFailedTests = 0, numPassedTests = 0, stats }: Report) => ({
  failed: stats?.unexpected ?? numFailedTests,
  passed: stats?.expected ?? numPassedTests,
});

/** Breaks one thing in the copy, looks, and mends it again. */
export function plant(tree: string, defect: Defect): Seen {
  const file = path.join(tree, defect.file);
  const whole = fs.readFileSync(file, "utf8");
  if (timesFound(tree, defect) !== 1) return { unclear: `${defect.file} no longer says what is replaced` };
  fs.writeFileSync(
    file,
    whole.replace(defect.find, () => defect.put),
  );
  try {
    return runTest(tree, defect);
  } finally {
    fs.writeFileSync(file, whole);
  }
}
