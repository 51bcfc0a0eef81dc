import fs from "node:fs";
import { parseArgs } from "node:util";
import { type Defect, expectationOf } from "#tests/rigs/defects/defect.ts";
import { DEFECTS } from "#tests/rigs/defects/list.ts";
import { outdated } from "#tests/rigs/defects/outdated.ts";
import { copyOfTree, plant, runTest, type Seen, whatFailed } from "#tests/rigs/defects/run.ts";
import { ensureClient } from "./support/build.ts";
import { inRoot, ROOT } from "./support/paths.ts";
import { say, secondsSince } from "./support/say.ts";

/**
 * Takes out one protection after the other in a copy of the tree and runs the test that must see it:
 * `npm run defects`; `npm run defects -- W1 people/` for some of them, `-- --kind unit --kind integration` for those that
 * need no build, `-- --check` to see only that each still finds what it replaces.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: "boolean" }, kind: { type: "string", multiple: true } },
});
const chosen = DEFECTS.filter(
  ({ of, project, test }) =>
    (positionals.length === 0 || positionals.some((word) => word === of || test.includes(word))) &&
    (values.kind === undefined || values.kind.includes(project)),
);
if (chosen.length === 0)
  throw new Error(
    `name some of ${[...new Set(DEFECTS.map(({ of }) => of))].join(", ")}; kinds: unit, integration, e2e`,
  );

if (values.check) check();
else await plantAll();

function check(): void {
  const old = outdated(chosen, ROOT);
  for (const each of old) say(each);
  say(`${chosen.length - old.length} of ${chosen.length} can be planted`);
  process.exitCode = old.length === 0 ? 0 : 1;
}

async function plantAll(): Promise<void> {
  const startedAt = performance.now();
  await ensureClient();
  const tree = inRoot(`tests/.output/defects-${process.pid}`);
  copyOfTree(ROOT, tree);
  const green = new Map<string, Seen>();
  let missed = 0;
  try {
    for (const defect of chosen) if (!seesIt(tree, defect, green)) missed += 1;
  } finally {
    fs.rmSync(tree, { recursive: true, force: true });
  }
  say(`${chosen.length - missed} of ${chosen.length} planted defects seen, ${secondsSince(startedAt)}`);
  process.exitCode = missed === 0 ? 0 : 1;
}

/** Whether the test ends as it must with the defect; `green` keeps how tests end without any. */
function seesIt(tree: string, defect: Defect, green: Map<string, Seen>): boolean {
  const startedAt = performance.now();
  const key = `${defect.test} ${defect.only ?? ""}`;
  const before = green.get(key) ?? runUnbroken(tree, defect);
  green.set(key, before);
  const seen = before === "green" ? plant(tree, defect) : before;
  const isRight = seen === expectationOf(defect);
  const [word, why] = typeof seen === "string" ? [seen, whatFailed(tree)] : ["UNCLEAR", seen.unclear];
  say(
    `${defect.of.padEnd(6)}${`${word}${isRight ? "" : "!"}`.padEnd(10)}${defect.says} (${secondsSince(startedAt)})`,
  );
  if (why) say(`${" ".repeat(16)}${why}`);
  return isRight;
}

/** A busy machine may break a test once. */
function runUnbroken(tree: string, defect: Defect): Seen {
  for (let i = 0; i < 2; i += 1) if (runTest(tree, defect) === "green") return "green";
  return { unclear: `${defect.test} is not green before anything is broken: ${whatFailed(tree)}` };
}
