import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

it("twenty of the worst pictures at once add less than 300 MB", { timeout: 120_000 }, () => {
  const args = ["--conditions=react-server", "tests/rigs/picture-memory.ts", "20"];
  const figures = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
  expect(figures.pictures).toBe(20);
  expect(Object.keys(figures.ends).length).toBeGreaterThanOrEqual(8);
  expect(figures.addedMb).toBeLessThan(300);
});
