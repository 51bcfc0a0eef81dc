import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileStorage } from "#lib/storage/file.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { itKeepsFiles, pieces } from "#tests/support/storage-contract.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

let folder: string;
let storage: Storage;
beforeAll(() => {
  folder = openTemporaryFolder("storage");
  storage = fileStorage(`file:${folder}`);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe("files in a folder", () => {
  itKeepsFiles(() => storage, { largeBytes: 3_000_000 });

  it("leaves no draft behind, and nobody sees one", async () => {
    async function* watched() {
      yield Buffer.from("half");
      expect(await storage.get("exports/watched")).toBeNull();
      expect(fs.readdirSync(path.join(folder, ".drafts"))).toHaveLength(1);
      yield Buffer.from(" and half");
    }
    await storage.putStream("exports/watched", watched());
    expect((await storage.get("exports/watched"))?.toString()).toBe("half and half");
    expect(fs.readdirSync(path.join(folder, ".drafts"))).toEqual([]);
  });

  it("clears away what a killed process left, once it is old", async () => {
    const drafts = path.join(folder, ".drafts");
    const [old, young] = [path.join(drafts, "old"), path.join(drafts, "young")];
    fs.writeFileSync(old, "x");
    fs.writeFileSync(young, "x");
    const threeDaysAgo = Date.now() / 1_000 - 3 * 86_400;
    fs.utimesSync(old, threeDaysAgo, threeDaysAgo);
    await storage.putStream("exports/next", pieces(Buffer.from("x")));
    expect(fs.readdirSync(drafts)).toEqual(["young"]);
    fs.rmSync(young);
  });

  it("says at the start that a folder cannot be written", async () => {
    const place = path.join(folder, "a-file");
    fs.writeFileSync(place, "");
    await expect(fileStorage(`file:${place}`).check()).rejects.toThrow(
      /^its folder cannot be written and read: (ENOTDIR|EEXIST)$/,
    );
    await storage.check();
    expect(fs.readdirSync(path.join(folder, "checks"))).toEqual([]);
  });
});
