import { runSteps, TEST_STEPS } from "./support/test-steps.ts";

process.exitCode = await runSteps(TEST_STEPS);
