import { parseArgs } from "node:util";
import { runAfterSend } from "#tests/rigs/faults/after-send.ts";
import { JITTERED, runBeforeSend, unevenness } from "#tests/rigs/faults/before-send.ts";
import { cellsOf } from "#tests/rigs/faults/cells.ts";
import { runMatrix } from "#tests/rigs/faults/matrix.ts";
import { type FaultRig, openFaultRig } from "#tests/rigs/faults/rig.ts";
import { runStalls } from "#tests/rigs/faults/stalls.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import type { Footprint, ServingLimits } from "#tests/rigs/serving-process.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { complain, say, secondsSince } from "./support/say.ts";

exitOnSignal();
const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "100" },
    step: { type: "string", default: "100" },
    until: { type: "string", default: "800" },
    // Of each kind, with the program's own limits; a run of its own.
    stalls: { type: "string", default: "0" },
  },
});
const trials = Number(values.trials);
const step = Number(values.step);
const until = Number(values.until);
const stalls = Number(values.stalls);
if (![trials, step, until, stalls].every((value) => Number.isInteger(value) && value >= 0) || step < 1)
  throw new Error("--trials, --step, --until and --stalls take whole numbers");

const startedAt = performance.now();
let wrong = 0;
const complainOf = (lines: readonly string[]): void => {
  wrong += lines.length;
  for (const line of lines.slice(0, 10)) complain(line);
};

/** Each part stands on a ground of its own. */
async function on(part: (rig: FaultRig) => Promise<void>, limits?: ServingLimits): Promise<void> {
  const rig = await openFaultRig(limits);
  try {
    await part(rig);
  } finally {
    await rig.end();
  }
}

/** The program's own. */
const OWN_LIMITS = { createMs: 30_000, readMs: 10_000 };

async function stall(rig: FaultRig): Promise<void> {
  const { results, base, after, wrong: lines } = await runStalls(rig, stalls, OWN_LIMITS.createMs);
  for (const { name, trials: count, mostMs } of results)
    say(
      `stalled      ${name.padEnd(24)}${count} calls, given up after ${(mostMs / 1_000).toFixed(1)} s at the most (bar ${OWN_LIMITS.createMs / 1_000 + 1} s)`,
    );
  const held = ({ sockets, handles, heapBytes }: Footprint) =>
    `${sockets} sockets, ${handles} handles, ${(heapBytes / 1e6).toFixed(1)} MB`;
  say(`held before  ${held(base)}`);
  say(`held after   ${held(after)}`);
  complainOf(lines);
}

say(machineLine());
if (stalls > 0) await on((rig) => stall(rig), OWN_LIMITS);
if (stalls === 0 && trials > 0) {
  await on(async (rig) => {
    for (const result of await runAfterSend(rig, trials)) {
      say(`after send   ${result.name.padEnd(24)}${result.trials} trials, ${result.wrong.length} wrong`);
      complainOf(result.wrong.map((line) => `${result.name}: ${line}`));
    }
  });
  await on(async (rig) => {
    for (const result of await runBeforeSend(rig, trials)) {
      const { name, states, mostAttempts, pausesMs } = result;
      const ended = Object.entries(states).map(([state, count]) => `${count} ${state}`);
      const pauses = pausesMs.map((some) =>
        some.length > 0 ? `${quantile(some, 0.5).toFixed(0)} ms` : "none",
      );
      say(
        `before send  ${name.padEnd(24)}${result.trials} trials, ${result.wrong.length} wrong: ${ended.join(", ")}, ${mostAttempts} attempts at the most, back after ${(result.backMs / 1_000).toFixed(1)} s, pauses ${pauses.join(" and ")} in the middle`,
      );
      const uneven = JITTERED.includes(name) ? unevenness(pausesMs) : [];
      complainOf([...result.wrong, ...uneven].map((line) => `${name}: ${line}`));
    }
  });
}
if (stalls === 0 && until > 0) {
  const places = Array.from({ length: Math.floor(until / step) + 1 }, (_, i) => i * step);
  await on(async (rig) => {
    const { cells, violations } = await runMatrix(rig, cellsOf(places));
    for (const { name, strikes, states, backMs } of cells) {
      const ended = Object.entries(states).map(([state, count]) => `${count} ${state}`);
      say(
        `network      ${name.padEnd(24)}${strikes === null ? "refused" : `struck ${strikes} times`}, ${ended.join(", ")}, back after ${(backMs / 1_000).toFixed(1)} s`,
      );
    }
    const unstruck = cells.filter(({ strikes }) => strikes === 0).length;
    say(`${cells.length} cells, ${unstruck} of them never struck, ${violations.length} violations`);
    complainOf(violations.map(({ rule, id, why }) => `${rule}: ${id}: ${why}`));
  });
}
say(`${secondsSince(startedAt)}: ${wrong} violations`);
process.exitCode = wrong === 0 ? 0 : 1;
