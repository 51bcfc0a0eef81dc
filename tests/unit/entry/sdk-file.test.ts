import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sdkFile } from "#lib/entry/sdk-file.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

let outer: string;
let folder: string;
beforeAll(() => {
  outer = openTemporaryFolder("sdk");
  folder = path.join(outer, "sdk");
  fs.mkdirSync(path.join(folder, "models"), { recursive: true });
  fs.writeFileSync(path.join(outer, "secret.js"), "secret");
  fs.writeFileSync(path.join(folder, "UnicoCheck.esm.js"), "export {}");
  fs.writeFileSync(path.join(folder, "notes.txt"), "notes");
  fs.writeFileSync(path.join(folder, "models", "tiny_face_detector_model-shard1"), "weights");
  fs.symlinkSync(path.join(outer, "secret.js"), path.join(folder, "link.js"));
});
afterAll(() => fs.rmSync(outer, { recursive: true }));

it("gives the SDK's own files, by what they are", async () => {
  expect(await sdkFile(folder, ["UnicoCheck.esm.js"])).toMatchObject({
    type: "text/javascript; charset=utf-8",
  });
  expect(await sdkFile(folder, ["models", "tiny_face_detector_model-shard1"])).toMatchObject({
    type: "application/octet-stream",
  });
});
it.each([
  [["..", "secret.js"]],
  [["models", "..", "..", "secret.js"]],
  [["../secret.js"]],
  [["%2e%2e", "secret.js"]],
  [["link.js"]],
  [["notes.txt"]],
  [["models"]],
  [["nowhere.js"]],
  [[".env.js"]],
  [["a\0.js"]],
  [[]],
])("and nothing else: %j", async (parts) => {
  expect(await sdkFile(folder, parts)).toBeNull();
});
it("and nothing where no folder is set", async () => {
  expect(await sdkFile(undefined, ["UnicoCheck.esm.js"])).toBeNull();
});
