import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { removeLeft } from "#lib/features/attachments/removing.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { placeOfSelfie } from "#lib/features/reverifications/selfies.ts";
import { resealSelfie } from "#lib/features/rotation/selfies.ts";
import { eraseSubject } from "#lib/features/titular/erasing.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { memoryStorage, type Storage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aReverification, aSubject } from "#tests/support/factories.ts";

const vault = createVault([{ id: "k1", key: randomBytes(32) }], Buffer.alloc(32));
const storage = memoryStorage();
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

async function anOldSelfie() {
  const admin = { ...(await ctxFor(world.db, "admin", { storage, vault })), confirmedAt: new Date() };
  const { id: subject } = await aSubject(world.db);
  const at = new Date(Date.now() - 31 * 86_400_000);
  const { id } = await aReverification(world.db, {
    startedById: admin.actor.id,
    subjectId: subject,
    startedAt: at,
    settledAt: at,
  });
  const selfieKey = `selfies/${id}`;
  await storage.put(selfieKey, vault.sealBytes(placeOfSelfie(id), Buffer.from("a picture")));
  await world.db.reverification.update({ where: { id }, data: { selfieKey }, select: { id: true } });
  return { admin, subject, id, selfieKey };
}

it.each(["erased", "past its days"] as const)(
  "a turn to a new key is killed while a selfie is %s: what it put back is removed an hour later",
  async (way) => {
    const { admin, subject, id, selfieKey } = await anOldSelfie();
    const program = programCtx(world.db, { storage, vault });
    const killed: Storage = {
      ...storage,
      async put(key, bytes) {
        if (way === "erased") await eraseSubject(admin, { subject, reason: "titular_asked" });
        else await runRetention(program);
        expect(await storage.get(key)).toBeNull();
        await storage.put(key, bytes);
        throw new Error("killed");
      },
    };
    const kept = { id, selfieKey, sealed: (await storage.get(selfieKey)) ?? Buffer.alloc(0) };
    await expect(resealSelfie({ db: world.db, storage: killed, vault }, kept)).rejects.toThrow("killed");
    await removeLeft(program);
    expect(await storage.get(selfieKey)).not.toBeNull();
    await world.db.attachmentLeft.updateMany({
      where: { key: selfieKey },
      data: { dueAt: new Date(0) },
    });
    await removeLeft(program);
    expect(await storage.get(selfieKey)).toBeNull();
    expect(await world.db.attachmentLeft.count()).toBe(0);
  },
);
