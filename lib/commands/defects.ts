import fs from "node:fs";
import { DEFECTS } from "#tests/rigs/defects/list.ts";
import { copyOfTree, plant, runTest, type Seen } from "#tests/rigs/defects/run.ts";
import { ensureClient } from "./support/build.ts";
import { inRoot, ROOT } from "./support/paths.ts";
import { say, secondsSince } from "./support/say.ts";

/**
 * Takes out one protection after the other in a copy of the tree and runs the test that must see it:
 * `npm run defects`, or `npm run defects -- W1 L3` for some of them.
 */
const wanted = new Set(process.argv.slice(2));
const chosen = DEFECTS.filter(({ of }) => wanted.size === 0 || wanted.has(of));
if (chosen.length === 0)
  throw new Error(`name some of ${[...new Set(DEFECTS.map(({ of }) => of))].join(", ")}`);

const startedAt = performance.now();
await ensureClient();
const tree = inRoot("tests/.output/defects");
copyOfTree(ROOT, tree);
const line = (of: string, seen: Seen, says: string) =>
  say(`${of.padEnd(6)}${(typeof seen === "string" ? seen : "UNCLEAR").padEnd(9)}${says}`);
let missed = 0;
try {
  const green = new Map<string, Seen>();
  for (const defect of chosen) {
    const before = green.get(defect.test) ?? runTest(tree, defect);
    green.set(defect.test, before);
    if (before !== "green") {
      missed += 1;
      line(defect.of, { unclear: "" }, `${defect.test} is not green before anything is broken`);
      continue;
    }
    const seen = plant(tree, defect);
    if (seen !== "red") missed += 1;
    line(defect.of, seen, typeof seen === "string" ? defect.says : `${defect.says}: ${seen.unclear}`);
  }
} finally {
  fs.rmSync(tree, { recursive: true, force: true });
}
say(`${chosen.length - missed} of ${chosen.length} planted defects seen, ${secondsSince(startedAt)}`);
process.exitCode = missed === 0 ? 0 : 1;
