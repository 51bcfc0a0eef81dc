import { parseArgs } from "node:util";
import { runKills } from "#tests/rigs/kill/run.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { complain, say, secondsSince } from "./support/say.ts";

exitOnSignal();
const number = (fallback: string) => ({ type: "string", default: fallback }) as const;
const { values } = parseArgs({
  options: {
    points: number("50"),
    random: number("100"),
    "in-flight": number("1000"),
    database: number("20"),
    seed: number(String(Date.now() % 1_000_000)),
  },
});
const figures = {
  points: Number(values.points),
  random: Number(values.random),
  inFlight: Number(values["in-flight"]),
  database: Number(values.database),
  seed: Number(values.seed),
};
if (!Object.values(figures).every((value) => Number.isInteger(value) && value >= 0) || figures.inFlight < 1)
  throw new Error("--points, --random, --in-flight, --database and --seed take whole numbers");

const startedAt = performance.now();
say(machineLine());
const { violations, late, wrongPoints } = await runKills({ ...figures, silence: "waited", tell: say });
for (const { rule, id, why } of violations.slice(0, 20)) complain(`${rule}: ${id}: ${why}`);
for (const line of [...wrongPoints.slice(0, 20), ...late.slice(0, 20)]) complain(line);
const wrong = violations.length + wrongPoints.length + late.length;
say(`seed ${figures.seed}, ${secondsSince(startedAt)}: ${wrong} violations`);
process.exitCode = wrong === 0 ? 0 : 1;
