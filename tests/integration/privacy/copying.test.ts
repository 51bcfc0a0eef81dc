import { expect, it } from "vitest";
import { keepCopy } from "#lib/features/reverifications/copying.ts";
import { checkPicture } from "#lib/features/reverifications/picture.ts";
import { memoryStorage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import { fromPhone } from "#tests/support/made-pictures.ts";
import { aPerson } from "#tests/support/privacy.ts";

it("a copy is kept, unless the person was erased meanwhile", async () => {
  const world = await openWorld();
  try {
    const storage = memoryStorage();
    const analyst = await ctxFor(world.db, "analyst", { storage });
    const checked = await checkPicture(await fromPhone(900, 700));
    if (!checked.ok) throw new Error(checked.failure.code);
    for (const erasedAt of [null, new Date()]) {
      const { subjectId } = await aPerson(world.db);
      await world.db.subject.update({ where: { id: subjectId }, data: { erasedAt } });
      const { id } = await aReverification(world.db, { startedById: analyst.actor.id, subjectId });
      const { bytes: image } = checked.value;
      await keepCopy(analyst, id, { kind: "file", image, picture: checked.value, notAfter: null });
      const { selfieKey } = await world.db.reverification.findUniqueOrThrow({ where: { id } });
      expect(selfieKey !== null).toBe(erasedAt === null);
      expect((await storage.get(`selfies/${id}`)) !== null).toBe(erasedAt === null);
    }
  } finally {
    await world.end();
  }
});
