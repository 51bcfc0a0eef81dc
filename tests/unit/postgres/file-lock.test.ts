import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { withFileLock } from "#lib/postgres/file-lock.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

const dir = openTemporaryFolder("lock");
afterAll(() => fs.rmSync(dir, { recursive: true }));

it("lets one in at a time", async () => {
  let inside = 0;
  let most = 0;
  const visit = () =>
    withFileLock(`${dir}/one`, 5_000, async () => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(5);
      inside -= 1;
    });
  await Promise.all(Array.from({ length: 8 }, visit));
  expect(most).toBe(1);
  expect(fs.readdirSync(dir)).toEqual([]);
});
it("is given back after a failure", async () => {
  await expect(withFileLock(`${dir}/two`, 100, () => Promise.reject(new Error("broken")))).rejects.toThrow(
    "broken",
  );
  await expect(withFileLock(`${dir}/two`, 100, async () => "in")).resolves.toBe("in");
});
it("is taken over from a process that died", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  fs.writeFileSync(`${dir}/three`, String(pid));
  await expect(withFileLock(`${dir}/three`, 100, async () => "in")).resolves.toBe("in");
});
it("names the living process that holds it", async () => {
  fs.writeFileSync(`${dir}/four`, String(process.ppid));
  await expect(withFileLock(`${dir}/four`, 100, async () => "in")).rejects.toThrow(`process ${process.ppid}`);
});
