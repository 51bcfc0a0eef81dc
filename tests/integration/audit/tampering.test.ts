import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MUTATIONS } from "#tests/rigs/audit/mutations/list.ts";
import { openTampering } from "#tests/rigs/audit/tampering.ts";
import { freshDatabase, type TestDatabase } from "#tests/support/database.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

let rig: Awaited<ReturnType<typeof openTampering>>;
let database: TestDatabase;
const dir = openTemporaryFolder("tampering");
beforeAll(async () => {
  database = await freshDatabase();
  rig = await openTampering({ dir, url: database.url });
});
afterAll(async () => {
  await rig.close();
  await database.drop();
  fs.rmSync(dir, { recursive: true, force: true });
});

describe("a log that nobody touched", () => {
  it("holds, for the program and for the verifier that knows nothing of it", async () => {
    expect(await rig.clean()).toMatchObject({ online: "holds", offline: "holds" });
  });
});

describe("a log that its database's owner touched", () => {
  it("is touched in the twelve ways of the quality page", () => {
    expect(new Set(MUTATIONS.map((mutation) => mutation.of)).size).toBe(12);
  });
  it.each(MUTATIONS.map((mutation) => [mutation.of, mutation.what, mutation] as const))(
    "tells of it: %s, %s",
    async (_of, _what, mutation) => {
      const { online, offline, expected } = await rig.touch(mutation);
      expect(online).toBe(expected);
      if (!mutation.isOnlineOnly) expect(offline).toBe(expected);
    },
  );
});
