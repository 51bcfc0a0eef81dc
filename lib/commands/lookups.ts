import { parseArgs } from "node:util";
import { PERSON_BAR_MS, runLookUps } from "#tests/rigs/lookups/run.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { complain, say } from "./support/say.ts";

exitOnSignal();
const { values } = parseArgs({
  options: {
    ids: { type: "string", default: "5000" },
    // The program's own default, and what Unico allows.
    rate: { type: "string", default: "8" },
    limit: { type: "string", default: "10" },
    kills: { type: "string", default: "1" },
    "ask-every": { type: "string", default: "2000" },
  },
});
const plan = {
  ids: Number(values.ids),
  rate: Number(values.rate),
  limit: Number(values.limit),
  kills: Number(values.kills),
  askEveryMs: Number(values["ask-every"]),
};
if (
  !Object.values(plan).every((value) => Number.isInteger(value) && value >= 0) ||
  plan.ids < 1 ||
  plan.askEveryMs < 1 ||
  plan.rate < 1
)
  throw new Error("--ids, --rate, --limit, --kills and --ask-every (milliseconds) take whole numbers");

say(machineLine());
const { lines, violations, peopleMs } = await runLookUps({ ...plan, silence: "waited" });
const p95 = quantile(peopleMs, 0.95);
const late = p95 < PERSON_BAR_MS ? [] : [`people waited ${(p95 / 1_000).toFixed(2)} s (p95)`];
const wrong = [...violations, ...late];
for (const line of lines) say(line);
for (const each of wrong.slice(0, 20)) complain(each);
say(`${wrong.length} violations`);
process.exitCode = wrong.length === 0 ? 0 : 1;
