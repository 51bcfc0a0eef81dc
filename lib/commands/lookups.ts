import { parseArgs } from "node:util";
import { runLookUps } from "#tests/rigs/lookups/run.ts";
import { machineLine } from "#tests/rigs/machine.ts";
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
  },
});
const plan = {
  ids: Number(values.ids),
  rate: Number(values.rate),
  limit: Number(values.limit),
  kills: Number(values.kills),
};
if (
  !Object.values(plan).every((value) => Number.isInteger(value) && value >= 0) ||
  plan.ids < 1 ||
  plan.rate < 1
)
  throw new Error("--ids, --rate, --limit and --kills take whole numbers");

say(machineLine());
const { lines, violations } = await runLookUps({ ...plan, silence: "waited" });
for (const line of lines) say(line);
for (const violation of violations.slice(0, 20)) complain(violation);
say(`${violations.length} violations`);
process.exitCode = violations.length === 0 ? 0 : 1;
