import { parseArgs } from "node:util";
import { runFencing } from "#tests/rigs/fencing.ts";
import { RULES } from "#tests/rigs/invariants.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { complain, say, secondsSince } from "./support/say.ts";

exitOnSignal();
const number = (fallback: string) => ({ type: "string", default: fallback }) as const;
const { values } = parseArgs({
  options: {
    senders: number("8"),
    intents: number("10000"),
    pauses: number("20"),
    kills: number("16"),
    "clock-steps": number("40"),
    seed: number(String(Date.now() % 1_000_000)),
  },
});
const plan = {
  senders: Number(values.senders),
  intents: Number(values.intents),
  pauses: Number(values.pauses),
  kills: Number(values.kills),
  clockSteps: Number(values["clock-steps"]),
  seed: Number(values.seed),
};
if (!Object.values(plan).every((value) => Number.isInteger(value) && value >= 0) || plan.senders < 1)
  throw new Error("--senders, --intents, --pauses, --kills, --clock-steps and --seed take whole numbers");

const startedAt = performance.now();
say(machineLine());
const { observed, violations, failed, unknown, early, done } = await runFencing({
  ...plan,
  silence: "waited",
});
/** One that wakes up takes a form in the moment in which it says that it lives. */
const MOST_EARLY = 0.02;
const isTooEarly = early > MOST_EARLY * observed.rows.length;
say(
  `${plan.senders} senders, ${observed.rows.length} intents, ${done.pause} pauses longer than the lease, ${done.kill} kills -9, ${done.step} clock steps of an hour, the sweeper's clock an hour ahead`,
);
say(
  `given up before anything left ${failed}, unknown at some time ${unknown}, requests at the sandbox ${observed.requests.length}, worked on ${observed.worked.length}`,
);
for (const [rule, meaning] of Object.entries(RULES))
  say(`${meaning}: ${violations.filter((violation) => violation.rule === rule).length} violations`);
for (const { rule, id, why } of violations.slice(0, 20)) complain(`${rule}: ${id}: ${why}`);
say(
  `given up before their sender can have been silent for long: ${early} (bar ${MOST_EARLY * 100} %, those of senders that woke up in that moment)`,
);
const wrong = violations.length + (isTooEarly ? 1 : 0);
say(`seed ${plan.seed}, ${secondsSince(startedAt)}: ${wrong} violations`);
process.exitCode = wrong === 0 ? 0 : 1;
