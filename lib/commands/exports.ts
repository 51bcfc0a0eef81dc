import { parseArgs } from "node:util";
import { openProofGround } from "#tests/rigs/audit/ground.ts";
import { KILL_POINTS, runExportRig } from "#tests/rigs/exports/run.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { complain, say, secondsSince } from "./support/say.ts";

exitOnSignal();
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    writes: { type: "string", default: "500" },
    points: { type: "string", default: String(KILL_POINTS.length) },
  },
});
const [cases, perSecond, points] = [Number(values.cases), Number(values.writes), Number(values.points)];
if (
  ![cases, perSecond, points].every((value) => Number.isInteger(value) && value >= 0) ||
  cases < 10_000 ||
  perSecond < 1
)
  throw new Error("--cases (from 10000), --writes and --points take whole numbers");

const startedAt = performance.now();
say(machineLine());
const ground = await openProofGround();
const at = { url: await ground.databaseOf("exports"), folder: ground.folderOf("files") };
const { lines, violations } = await runExportRig(at, {
  cases,
  perSecond,
  points: [null, ...KILL_POINTS.slice(0, points)],
});
await ground.end();
for (const line of lines) say(line);
for (const violation of violations.slice(0, 20)) complain(violation);
say(`${secondsSince(startedAt)}: ${violations.length} violations`);
process.exitCode = violations.length === 0 ? 0 : 1;
