import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { ensureClient } from "./support/build.ts";
import { inRoot, ROOT } from "./support/paths.ts";

/** The model test of the state machine at any length: `npm run model -- --sequences 10000 --seed 7 --shrink`. */
const { values } = parseArgs({
  options: {
    sequences: { type: "string", default: "10000" },
    seed: { type: "string" },
    shrink: { type: "boolean", default: false },
  },
});

await ensureClient();
const vitest = spawn(
  process.execPath,
  [
    inRoot("node_modules/.bin/vitest"),
    "run",
    "--config=tests/vitest.config.ts",
    "--project=integration",
    "tests/integration/reverifications/model.test.ts",
    "tests/integration/reverifications/model-beside.test.ts",
  ],
  {
    cwd: ROOT,
    stdio: "inherit",
    env: {
      ...process.env,
      MODEL_SEQUENCES: values.sequences,
      ...(values.seed ? { MODEL_SEED: values.seed } : {}),
      ...(values.shrink ? { MODEL_SHRINK: "on" } : {}),
    },
  },
);
const [code] = await once(vitest, "close");
process.exitCode = code ?? 1;
