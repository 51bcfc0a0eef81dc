import { expect, it } from "vitest";
import { runKills } from "#tests/rigs/kill/run.ts";

it("gets over a database that stops at once, with nothing lost", { timeout: 300_000 }, async () => {
  const report = await runKills({
    points: 0,
    random: 0,
    database: 1,
    inFlight: 30,
    seed: 1,
    silence: "aged",
  });
  expect(report.violations).toEqual([]);
  expect(report.wrongPoints).toEqual([]);
});
