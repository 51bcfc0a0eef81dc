import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands } from "#tests/model/commands.ts";
import { openLane } from "#tests/model/world.ts";

/** `npm run model` asks for more. */
const SEQUENCES = Number(process.env.MODEL_SEQUENCES ?? 300);
const SEED = Number(process.env.MODEL_SEED ?? Date.now() % 2 ** 31);
const LANES = 4;
const MAX_COMMANDS = 40;

describe("whatever happens, in whatever order", () => {
  it(`${SEQUENCES} sequences of up to ${MAX_COMMANDS} steps, seed ${SEED}`, async () => {
    let steps = 0;
    const runLane = async (lane: number) => {
      const { startSequence, end } = await openLane();
      try {
        await fc.assert(
          fc.asyncProperty(
            fc.commands(commands, { maxCommands: MAX_COMMANDS, size: "max" }),
            async (sequence) => {
              const real = await startSequence();
              try {
                await fc.asyncModelRun(() => ({ model: { intents: [] }, real }), sequence);
                steps += String(sequence).split(",").length;
              } finally {
                await real.close();
              }
            },
          ),
          {
            numRuns: SEQUENCES / LANES,
            seed: SEED + lane,
            endOnFailure: process.env.MODEL_SHRINK === undefined,
          },
        );
      } finally {
        await end();
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, lane) => runLane(lane)));
    process.stdout.write(`model: ${SEQUENCES} sequences, ${steps} steps, 0 violations, seed ${SEED}\n`);
    expect(steps).toBeGreaterThan(SEQUENCES);
  }, 3_600_000);
});
