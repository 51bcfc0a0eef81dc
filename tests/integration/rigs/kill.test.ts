import { expect, it } from "vitest";
import { runKills } from "#tests/rigs/kill/run.ts";

it("loses nothing and sends nothing twice, wherever its process is killed", {
  timeout: 300_000,
}, async () => {
  const report = await runKills({
    points: 1,
    random: 3,
    database: 0,
    inFlight: 50,
    seed: 1,
    silence: "aged",
  });
  expect(report.wrongPoints).toEqual([]);
  expect(report.violations).toEqual([]);
  // What was killed under way is what this is about: half of the named points leave one.
  expect(report.observed.rows.filter(({ state }) => state === "unknown").length).toBeGreaterThan(5);
});
