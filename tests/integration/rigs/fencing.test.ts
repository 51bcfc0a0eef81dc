import { expect, it } from "vitest";
import { runFencing } from "#tests/rigs/fencing.ts";

it("sends nothing for what was ended while its sender was paused or dead, whatever clocks say", {
  timeout: 300_000,
}, async () => {
  const report = await runFencing({
    senders: 4,
    intents: 200,
    pauses: 1,
    kills: 1,
    clockSteps: 1,
    seed: 1,
    silence: "aged",
  });
  expect(report.violations).toEqual([]);
  expect(report.observed.rows).toHaveLength(200);
  expect(report.done).toEqual({ pause: 4, kill: 1, step: 1 });
  // Both kinds were there to go wrong.
  expect(report.failed).toBeGreaterThan(0);
  expect(report.unknown).toBeGreaterThan(0);
});
