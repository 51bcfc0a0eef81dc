import { expect, it } from "vitest";
import { runLookUps } from "#tests/rigs/lookups/run.ts";

it("looks every id of a list up once, though its worker is killed in the middle", {
  timeout: 300_000,
}, async () => {
  const { violations, mostInASecond, peopleMs } = await runLookUps({
    ids: 40,
    rate: 40,
    limit: 1_000,
    kills: 1,
    silence: "aged",
    askEveryMs: 500,
  });
  // A machine that stands still for a moment lets requests arrive together that left apart: the rate itself is held by
  // the gate's own tests, and over 5,000 ids by the command.
  expect(violations.filter((each) => !each.includes("in one second"))).toEqual([]);
  expect(mostInASecond).toBeGreaterThan(0);
  expect(peopleMs.length).toBeGreaterThan(0);
});
