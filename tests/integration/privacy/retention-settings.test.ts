import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { liftHold, setHold } from "#lib/features/retention/holds.ts";
import { keepsSelfies, readRetention, saveRetention } from "#lib/features/retention/settings.ts";
import { keepCopy } from "#lib/features/reverifications/copying.ts";
import { checkPicture } from "#lib/features/reverifications/picture.ts";
import { memoryStorage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import { fromPhone } from "#tests/support/made-pictures.ts";
import { aPerson } from "#tests/support/privacy.ts";

const DAYS = {
  selfies: 30,
  snapshots: 365,
  answers: 1825,
  cases: 1825,
  lists: 365,
  imports: 365,
  audit: 1825,
};

let world: World;
let admin: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  admin = { ...(await ctxFor(world.db, "admin")), confirmedAt: new Date() };
});
afterAll(() => world.end());

describe("the settings", () => {
  it("are saved once, with before and after in the log; the second of two forms is told", async () => {
    const { version } = await readRetention(admin);
    const first = await saveRetention(admin, { ...DAYS, version, selfies: 10 });
    const second = await saveRetention(admin, { ...DAYS, version, selfies: 20 });
    expect([first.ok, second]).toEqual([true, { ok: false, failure: { code: "stale" } }]);
    const [event] = await world.db.auditEvent.findMany({ where: { action: "retention.change" } });
    expect(event?.detail).toEqual({ before: { selfies: 30 }, after: { selfies: 10 } });
    const after = await readRetention(admin);
    expect(after.version).toBe(version + 1);
  });

  it("of no days for selfies says that none is kept", async () => {
    const other = await openWorld();
    try {
      const chief = { ...(await ctxFor(other.db, "admin")), confirmedAt: new Date() };
      const { version } = await readRetention(chief);
      await saveRetention(chief, { ...DAYS, version, selfies: 0 });
      expect(await keepsSelfies(chief)).toBe(false);
      const checked = await checkPicture(await fromPhone(900, 700));
      if (!checked.ok) throw new Error(checked.failure.code);
      const { id } = await aReverification(other.db, { startedById: chief.actor.id });
      const kept = memoryStorage();
      await keepCopy({ ...chief, storage: kept }, id, {
        kind: "file",
        image: checked.value.bytes,
        picture: checked.value,
        life: null,
      });
      expect(await kept.get(`selfies/${id}`)).toBeNull();
      const { selfieKey } = await other.db.reverification.findUniqueOrThrow({ where: { id } });
      expect(selfieKey).toBeNull();
      expect(await keepsSelfies(admin)).toBe(true);
    } finally {
      await other.end();
    }
  });

  it("and holds are an administrator's alone", async () => {
    const person = await aPerson(world.db);
    for (const role of ["support", "analyst", "manager"] as const) {
      const ctx = await ctxFor(world.db, role);
      await expect(readRetention(ctx)).rejects.toThrow(Forbidden);
      await expect(saveRetention(ctx, { ...DAYS, version: 5 })).rejects.toThrow(Forbidden);
      await expect(setHold(ctx, { subject: person.subjectId, reason: "other" })).rejects.toThrow(Forbidden);
    }
    const stale = { ...admin, confirmedAt: null };
    await expect(saveRetention(stale, { ...DAYS, version: 5 })).rejects.toThrow(StepUpNeeded);
    await expect(liftHold(stale, { hold: person.subjectId })).rejects.toThrow(StepUpNeeded);
    const both = await Promise.all(
      [1, 2].map(() => setHold(admin, { subject: person.subjectId, reason: "other" })),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
