import { afterAll, beforeAll, expect, it } from "vitest";
import { removeLeft } from "#lib/features/attachments/removing.ts";
import { keepCopy } from "#lib/features/reverifications/copying.ts";
import { checkPicture, type Picture } from "#lib/features/reverifications/picture.ts";
import { memoryStorage, type Storage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import { fromPhone } from "#tests/support/made-pictures.ts";
import { aPerson } from "#tests/support/privacy.ts";

let world: World;
let picture: Picture;
beforeAll(async () => {
  world = await openWorld();
  const checked = await checkPicture(await fromPhone(900, 700));
  if (!checked.ok) throw new Error(checked.failure.code);
  picture = checked.value;
});
afterAll(() => world.end());

async function keep(storage: Storage, erasedAt: Date | null = null) {
  const analyst = await ctxFor(world.db, "analyst", { storage });
  const { subjectId } = await aPerson(world.db);
  await world.db.subject.update({ where: { id: subjectId }, data: { erasedAt } });
  const { id } = await aReverification(world.db, { startedById: analyst.actor.id, subjectId });
  await keepCopy(analyst, id, { kind: "file", image: picture.bytes, picture, life: null });
  const { selfieKey } = await world.db.reverification.findUniqueOrThrow({ where: { id } });
  return { key: `selfies/${id}`, selfieKey };
}

/** As if an hour had gone by. */
async function anHourLater(storage: Storage): Promise<void> {
  await world.db.attachmentLeft.updateMany({ data: { dueAt: new Date(0) } });
  await removeLeft(programCtx(world.db, { storage }));
}

it("a copy is kept, unless the person was erased meanwhile", async () => {
  const storage = memoryStorage();
  for (const erasedAt of [null, new Date()]) {
    const { key, selfieKey } = await keep(storage, erasedAt);
    expect(selfieKey).toBe(erasedAt ? null : key);
    expect((await storage.get(key)) !== null).toBe(erasedAt === null);
    await anHourLater(storage);
    expect((await storage.get(key)) !== null).toBe(erasedAt === null);
  }
});

it("a copy whose process was killed before its row named it is removed", async () => {
  const storage = memoryStorage();
  const killed: Storage = {
    ...storage,
    async put(key, bytes) {
      await storage.put(key, bytes);
      throw new Error("killed");
    },
  };
  const { key, selfieKey } = await keep(killed);
  expect([selfieKey, (await storage.get(key)) !== null]).toEqual([null, true]);
  await anHourLater(storage);
  expect(await storage.get(key)).toBeNull();
});

it("a copy that comes so late that it is being removed is not named", async () => {
  const storage = memoryStorage();
  const late: Storage = {
    ...storage,
    async put(key, bytes) {
      await storage.put(key, bytes);
      await anHourLater(storage);
    },
  };
  const { key, selfieKey } = await keep(late);
  expect([selfieKey, await storage.get(key)]).toEqual([null, null]);
});
