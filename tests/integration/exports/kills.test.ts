import { spawn } from "node:child_process";
import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { heldAgainst, type Write } from "#tests/rigs/exports/one-snapshot.ts";
import { KILL_POINTS, readyOf, runExportRig } from "#tests/rigs/exports/run.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
beforeAll(async () => {
  database = await freshDatabase();
  folder = openTemporaryFolder("exports");
});
afterAll(async () => {
  await database.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

it("while others write, and killed on the way: each file is of one moment and whole, or not there", {
  timeout: 120_000,
}, async () => {
  // All ten points, with more rows and writes, by `npm run exports`.
  const plan = { cases: 2_000, perSecond: 100, points: KILL_POINTS.slice(0, 2) };
  const { lines, violations } = await runExportRig({ url: database.url, folder }, plan);
  expect(violations).toEqual([]);
  expect(lines).toHaveLength(3);
});

it("does not wait for a process that ended before it began", async () => {
  const child = spawn(process.execPath, ["-e", "process.exit(3)"], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  await expect(readyOf(child)).rejects.toThrow("ended before it was ready (3)");
});

describe("what a file is held against", () => {
  const writes: Write[] = [
    { n: 1, first: 1, second: 2, isNew: false },
    { n: 2, first: 4, second: 5, isNew: true },
    { n: 3, first: 2, second: 3, isNew: false },
  ];
  const fileOf = (rows: Record<number, number>) =>
    ["Number,Due", ...Object.entries(rows).map(([number, n]) => `${number},2030-01-01 00:00:0${n}`), ""].join(
      "\r\n",
    );
  const wrongIn = (rows: Record<number, number>) => heldAgainst(fileOf(rows), [1, 2, 3], writes).wrong;

  it("finds nothing wrong in what stood there after one of the writes", () => {
    expect(wrongIn({ 1: 0, 2: 0, 3: 0 })).toEqual([]);
    expect(wrongIn({ 1: 1, 2: 1, 3: 0, 4: 2, 5: 2 })).toEqual([]);
    expect(wrongIn({ 1: 1, 2: 3, 3: 3, 4: 2, 5: 2 })).toEqual([]);
  });

  it.each([
    ["half of a transaction that changes", { 1: 1, 2: 0, 3: 0 }],
    ["half of one that opens", { 1: 1, 2: 1, 3: 0, 4: 2 }],
    ["a later write without the one before", { 1: 1, 2: 3, 3: 3 }],
    ["a case that is of no moment", { 1: 1, 2: 1, 3: 0, 4: 2, 5: 2, 9: 0 }],
    ["a case that is missing", { 1: 0, 2: 0 }],
  ])("sees %s", (_, rows) => {
    expect(wrongIn(rows)).not.toEqual([]);
  });
});
