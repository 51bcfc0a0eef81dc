import fc from "fast-check";
import { commands } from "./commands.ts";
import { openLane } from "./world.ts";

/** Both files together; `npm run model` asks for more. */
const SEQUENCES = Number(process.env.MODEL_SEQUENCES ?? 1_000);
const SEED = Number(process.env.MODEL_SEED ?? Date.now() % 2 ** 31);
const FILES = 2;
const LANES = 2;
const MAX_COMMANDS = 40;

export type ModelRun = { readonly sequences: number; readonly steps: number };

/** The share of one file: each sequence from nothing, against the model, in databases that they take turns in. */
export async function runModel(file: 0 | 1): Promise<ModelRun> {
  const each = Math.ceil(SEQUENCES / FILES / LANES);
  let steps = 0;
  const runLane = async (seed: number): Promise<void> => {
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
        { numRuns: each, seed, endOnFailure: process.env.MODEL_SHRINK === undefined },
      );
    } finally {
      await end();
    }
  };
  const seeds = Array.from({ length: LANES }, (_, lane) => SEED + file * LANES + lane);
  await Promise.all(seeds.map(runLane));
  const sequences = each * LANES;
  process.stdout.write(`model: ${sequences} sequences, ${steps} steps, 0 violations, seed ${SEED}\n`);
  return { sequences, steps };
}
