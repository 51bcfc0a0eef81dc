import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runExports } from "#lib/features/exports/running.ts";
import { removeExpired } from "#lib/features/exports/sweeping.ts";
import { keptFiles, resealFile } from "#lib/features/rotation/stored-files.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { memoryStorage, type Storage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { exportsOver } from "./own-exports.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());
const { program, queued } = exportsOver(() => world);

const older = { id: "k1", key: randomBytes(32) };
const oldVault = createVault([older], Buffer.alloc(32));
const vault = createVault([{ id: "k2", key: randomBytes(32) }, older], Buffer.alloc(32));
const later = () => new Date(Date.now() + 8 * 24 * 3_600_000);

/** A file under the older key whose time is over. */
async function aFile() {
  const storage = memoryStorage();
  const ctx = await ctxFor(world.db, "manager", { storage, vault: oldVault });
  const id = await queued(ctx, { columns: "number" });
  await runExports({ ...program(ctx), vault: oldVault });
  const kept = { id, storageKey: `exports/${id}/1` };
  expect(await storage.get(kept.storageKey)).not.toBeNull();
  return { kept, storage };
}
const nameOfFile = ({ id }: { id: string }) =>
  world.db.export.findUniqueOrThrow({ where: { id }, select: { state: true, storageKey: true } });

it("a file that is let go while it is sealed anew does not come back", async () => {
  const { kept, storage } = await aFile();
  const removed = Promise.withResolvers<void>();
  const slow: Storage = {
    ...storage,
    async putStream(key, source) {
      await removed.promise;
      await storage.putStream(key, source);
    },
  };
  const resealing = resealFile({ db: world.db, vault, storage: slow }, "storage.exports", kept);
  const letting: Storage = {
    ...storage,
    // It lands between the removal and what is noted of it, and whoever put it looks whether it is still wanted.
    async remove(key) {
      await storage.remove(key);
      removed.resolve();
      await resealing;
    },
  };
  await removeExpired(programCtx(world.db, { storage: letting, vault, now: later }));
  expect(await resealing).toBe(true);
  expect(await storage.get(kept.storageKey)).toBeNull();
});

it("nor does it when whoever sealed it anew died before they looked", async () => {
  const { kept, storage } = await aFile();
  const sealed = await storage.get(kept.storageKey);
  await removeExpired(programCtx(world.db, { storage, vault, now: later }));
  expect(await storage.get(kept.storageKey)).toBeNull();
  await storage.put(kept.storageKey, sealed ?? Buffer.alloc(0));
  for await (const { id } of keptFiles({ db: world.db, vault, storage }, "storage.exports"))
    expect(id).not.toBe(kept.id);
  await removeExpired(programCtx(world.db, { storage, vault, now: later }));
  expect(await storage.get(kept.storageKey)).toBeNull();
  expect(await nameOfFile(kept)).toEqual({ state: "expired", storageKey: null });
});
