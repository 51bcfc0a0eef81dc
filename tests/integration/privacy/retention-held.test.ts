import { expect, it } from "vitest";
import { setHold } from "#lib/features/retention/holds.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { memoryStorage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, programCtx } from "#tests/support/ctx.ts";
import { aCase, aReverification } from "#tests/support/factories.ts";
import { aPerson, type Person } from "#tests/support/privacy.ts";

const BATCH = 2;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

it("goes past more held rows than a batch, looks at each once, and removes what lies behind them", async () => {
  const world = await openWorld();
  const storage = memoryStorage();
  const admin = { ...(await ctxFor(world.db, "admin")), confirmedAt: new Date() };
  const analyst = await ctxFor(world.db, "analyst");
  const [held, free] = [await aPerson(world.db), await aPerson(world.db)];
  await setHold(admin, { subject: held.subjectId, reason: "court_order" });

  const addOld = async (person: Person, days: number) => {
    const at = daysAgo(days);
    await person.lookedUpBy(analyst, { takenAt: at });
    const { id } = await aReverification(world.db, {
      startedById: analyst.actor.id,
      subjectId: person.subjectId,
      startedAt: at,
      settledAt: at,
      answer: "{}",
    });
    await storage.put(`selfies/${id}`, Buffer.from("sealed"));
    await world.db.reverification.update({ where: { id }, data: { selfieKey: `selfies/${id}` } });
    await aCase(world.db, {
      subjectId: person.subjectId,
      openedAt: daysAgo(days + 1),
      status: "closed",
      closedAt: at,
      decision: "false_positive",
      decidedById: analyst.actor.id,
      decidedAt: at,
      reasons: ["other"],
    });
    return id;
  };
  for (let i = 0; i < 7; i += 1) await addOld(held, 9_000);
  const pictures = [];
  for (let i = 0; i < 3; i += 1) pictures.push(await addOld(free, 8_000));

  await runRetention(programCtx(world.db, { storage }), { batch: BATCH });
  const left = ({ subjectId }: Person) =>
    Promise.all([
      world.db.processSnapshot.count({ where: { process: { subjectId } } }),
      world.db.case.count({ where: { subjectId } }),
      world.db.reverification.count({ where: { subjectId, answer: { not: null } } }),
      world.db.reverification.count({ where: { subjectId, selfieKey: { not: null } } }),
    ]);
  expect(await left(held)).toEqual([7, 7, 7, 7]);
  expect(await left(free)).toEqual([0, 0, 0, 0]);
  for (const id of pictures) expect(await storage.get(`selfies/${id}`)).toBeNull();
  // Of a batch that holds nothing to remove the next one still begins further on.
  for (const name of ["purge_snapshots", "purge_answers", "purge_cases"]) {
    const [first] = await world.db.$queryRawUnsafe<{ removed: number; last_at: Date; last_key: string }[]>(
      `SELECT * FROM ${name}(${BATCH}, NULL, NULL)`,
    );
    expect(first).toMatchObject({ removed: 0, last_key: expect.any(String) });
    const [second] = await world.db.$queryRawUnsafe<{ last_key: string }[]>(
      `SELECT * FROM ${name}(${BATCH}, $1::timestamptz, $2::text)`,
      first?.last_at,
      first?.last_key,
    );
    expect(second?.last_key).not.toBe(first?.last_key);
  }
  await world.end();
});
