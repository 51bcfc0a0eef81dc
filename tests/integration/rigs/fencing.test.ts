import { expect, it } from "vitest";
import { runFencing } from "#tests/rigs/fencing.ts";

it("sends nothing for what was ended while its sender was paused", { timeout: 110_000 }, async () => {
  const report = await runFencing({ senders: 4, intents: 200, pauses: 1, seed: 1 });
  expect(report.violations).toEqual([]);
  expect(report.observed.rows).toHaveLength(200);
  // Both kinds were there to go wrong.
  expect(report.failed).toBeGreaterThan(0);
  expect(report.unknown).toBeGreaterThan(0);
});
