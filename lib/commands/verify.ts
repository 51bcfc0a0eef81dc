import { runSteps, VERIFY_STEPS } from "./support/test-steps.ts";

process.exitCode = await runSteps(VERIFY_STEPS);
