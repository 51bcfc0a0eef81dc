import { describe, expect, it } from "vitest";
import { runModel } from "#tests/model/run.ts";

describe("whatever happens, in whatever order", () => {
  it("the rows, the log and Unico's own count are as the model says, the other half, beside it", async () => {
    const { sequences, steps } = await runModel(1);
    expect(steps).toBeGreaterThan(sequences);
  }, 3_600_000);
});
