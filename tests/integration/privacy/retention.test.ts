import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { slowly } from "#lib/db/slowly.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { liftHold, setHold } from "#lib/features/retention/holds.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { readRetention } from "#lib/features/retention/settings.ts";
import { memoryStorage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification } from "#tests/support/factories.ts";
import { aPerson } from "#tests/support/privacy.ts";

let world: World;
let admin: UserCtx;
let analyst: UserCtx;
const storage = memoryStorage();
beforeAll(async () => {
  world = await openWorld();
  admin = { ...(await ctxFor(world.db, "admin")), confirmedAt: new Date() };
  analyst = await ctxFor(world.db, "analyst");
});
afterAll(() => world.end());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const run = () => runRetention(programCtx(world.db, { storage }));
const runs = () =>
  world.db.auditEvent.findMany({ where: { action: "retention.run" }, orderBy: { seq: "asc" } });

async function aSelfie(subjectId: string, days: number): Promise<string> {
  const at = daysAgo(days);
  const { id } = await aReverification(world.db, {
    startedById: analyst.actor.id,
    subjectId,
    startedAt: at,
    settledAt: at,
    answer: "{}",
  });
  const selfieKey = `selfies/${id}`;
  await storage.put(selfieKey, Buffer.from("sealed"));
  await world.db.reverification.update({ where: { id }, data: { selfieKey } });
  return id;
}
const keyOf = async (id: string) =>
  (await world.db.reverification.findUniqueOrThrow({ where: { id }, select: { selfieKey: true } })).selfieKey;
const snapshotsOf = (processId: string) => world.db.processSnapshot.count({ where: { processId } });
const closed = (subjectId: string, days: number) => ({
  subjectId,
  openedAt: daysAgo(days + 1),
  status: "closed" as const,
  closedAt: daysAgo(days),
  decision: "false_positive" as const,
  decidedById: analyst.actor.id,
  decidedAt: daysAgo(days),
  reasons: ["other"],
});

describe("the nightly removal", () => {
  it("removes what is past its days of every class, keeps the rest, and counts it", async () => {
    const person = await aPerson(world.db);
    const [oldSelfie, newSelfie] = [await aSelfie(person.subjectId, 31), await aSelfie(person.subjectId, 29)];
    const oldLook = await person.lookedUpBy(analyst, { takenAt: daysAgo(366) });
    const newLook = await person.lookedUpBy(analyst, { takenAt: daysAgo(364) });
    const { number: oldCase } = await aCase(world.db, closed(person.subjectId, 1826));
    await world.db.caseEvent.create({ data: { caseNumber: oldCase, kind: "opened" }, select: { id: true } });
    const { number: newCase } = await aCase(world.db, closed(person.subjectId, 1824));
    const fromCase = await aSelfie(person.subjectId, 1);
    await world.db.reverification.update({ where: { id: fromCase }, data: { caseNumber: oldCase } });
    await run();
    expect([await keyOf(oldSelfie), await storage.get(`selfies/${oldSelfie}`)]).toEqual([null, null]);
    expect(await keyOf(newSelfie)).not.toBeNull();
    expect([await snapshotsOf(oldLook), await snapshotsOf(newLook)]).toEqual([0, 1]);
    const cases = await world.db.case.findMany({ where: { number: { in: [oldCase, newCase] } } });
    expect(cases.map(({ number }) => number)).toEqual([newCase]);
    const told = await world.db.auditEvent.findMany({
      where: { action: "retention.remove" },
      orderBy: { seq: "asc" },
    });
    expect(told.map(({ detail }) => detail)).toEqual([{ selfies: 1 }, { snapshots: 1 }, { cases: 1 }]);
    expect((await runs()).at(-1)?.detail).toEqual({
      selfies: 1,
      snapshots: 1,
      answers: 0,
      cases: 1,
      lists: 0,
      imports: 0,
      sessions: 0,
      links: 0,
      tries: 0,
      auditPast: 0,
    });
    const shown = await readRetention(admin);
    expect(shown.runs[0]).toMatchObject({ selfies: 1, snapshots: 1, cases: 1 });
    expect(shown.runs[0]?.finishedAt).not.toBeNull();
  });

  it("goes on with the other classes where one cannot be removed from, and says so", async () => {
    const person = await aPerson(world.db);
    await aSelfie(person.subjectId, 31);
    const look = await person.lookedUpBy(analyst, { takenAt: daysAgo(366) });
    const broken = { ...storage, remove: () => Promise.reject(new Error("the folder cannot be written to")) };
    await expect(runRetention(programCtx(world.db, { storage: broken }))).rejects.toThrow(
      "cannot be written",
    );
    expect(await snapshotsOf(look)).toBe(0);
    expect((await runs()).at(-1)).toMatchObject({ outcome: "failed", detail: { failed: ["selfies"] } });
    await run();
    expect((await runs()).at(-1)).toMatchObject({ outcome: "done", detail: { selfies: 1 } });
  });
  it("touches nobody under legal hold, and nobody with an open case", async () => {
    const [held, open, word] = [await aPerson(world.db), await aPerson(world.db), await aPerson(world.db)];
    const kept = [];
    for (const { subjectId } of [held, open, word]) kept.push(await aSelfie(subjectId, 400));
    const looks = [];
    for (const person of [held, open])
      looks.push(await person.lookedUpBy(analyst, { takenAt: daysAgo(900) }));
    await aCase(world.db, closed(held.subjectId, 3_000));
    await setHold(admin, { subject: held.subjectId, reason: "court_order" });
    await aCase(world.db, { subjectId: open.subjectId });
    // Open, and about the re-verification alone.
    await aCase(world.db, { reverificationId: kept[2] ?? "" });
    await run();
    for (const id of kept) expect(await keyOf(id)).not.toBeNull();
    for (const id of looks) expect(await snapshotsOf(id)).toBe(1);
    expect(await world.db.case.count({ where: { subjectId: held.subjectId } })).toBe(1);
    const { holds } = await readRetention(admin);
    const hold = holds.find(({ subjectId }) => subjectId === held.subjectId);
    await liftHold(admin, { hold: hold?.id ?? "" });
    await run();
    expect(await keyOf(kept[0] ?? "")).toBeNull();
    expect(await snapshotsOf(looks[0] ?? "")).toBe(0);
    expect(await snapshotsOf(looks[1] ?? "")).toBe(1);
  });

  it("knows whom a reference turned out to be of", async () => {
    const { subjectId } = await aPerson(world.db);
    const { id: referenceId } = await aReference(world.db);
    const at = daysAgo(3_000);
    const { id } = await aReverification(world.db, {
      startedById: analyst.actor.id,
      referenceId,
      startedAt: at,
      settledAt: at,
      answer: "{}",
    });
    await world.db.reverification.update({ where: { id }, data: { selfieKey: `selfies/${id}` } });
    const { subjectId: _, ...old } = closed(subjectId, 3_000);
    const { number } = await aCase(world.db, { ...old, reverificationId: id });
    await world.db.referenceProcess.update({ where: { id: referenceId }, data: { subjectId } });
    await setHold(admin, { subject: subjectId, reason: "regulator" });
    const left = async () => {
      const row = await world.db.reverification.findUniqueOrThrow({ where: { id } });
      const cases = await world.db.case.count({ where: { number } });
      return [row.selfieKey !== null, row.answer !== null, cases];
    };
    await run();
    expect(await left()).toEqual([true, true, 1]);
    const hold = await world.db.legalHold.findFirstOrThrow({ where: { subjectId } });
    await liftHold(admin, { hold: hold.id });
    await run();
    expect(await left()).toEqual([false, false, 0]);
  });

  it("may take as long as it takes to count", async () => {
    const [row] = await slowly(
      world.db,
      (tx) => tx.$queryRaw<{ most: string }[]>`SELECT current_setting('transaction_timeout') AS most`,
    );
    expect(row?.most).toBe("0");
  });

  it("goes on with its count when it was killed between the file and the row", async () => {
    const person = await aPerson(world.db);
    const ids = [];
    for (let i = 0; i < 3; i += 1) ids.push(await aSelfie(person.subjectId, 100));
    let removed = 0;
    const { promise: killed, resolve: kill } = Promise.withResolvers<void>();
    const dying = {
      ...storage,
      async remove(key: string) {
        await storage.remove(key);
        removed += 1;
        if (removed < 3) return;
        kill();
        // Nothing of it happens any more.
        await new Promise(() => {});
      },
    };
    void runRetention(programCtx(world.db, { storage: dying }));
    await killed;
    const told = (await runs()).length;
    await run();
    for (const id of ids) expect(await keyOf(id)).toBeNull();
    expect(await runs()).toHaveLength(told + 1);
    expect((await runs()).at(-1)?.detail).toMatchObject({ selfies: 3 });
  });

  it("is done once where two begin at the same time", async () => {
    const person = await aPerson(world.db);
    for (let i = 0; i < 20; i += 1) await aSelfie(person.subjectId, 100);
    const before = (await runs()).length;
    await Promise.all([run(), run(), run()]);
    const told = (await runs()).slice(before).map(({ detail }) => (detail as { selfies: number }).selfies);
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(20);
  });

  it("is nothing that the program could do by itself", async () => {
    const person = await aPerson(world.db);
    await person.lookedUpBy(analyst);
    const statements = [
      "DELETE FROM process_snapshot",
      "UPDATE process_snapshot SET document = document",
      "DELETE FROM case_event",
      `DELETE FROM "case"`,
      "DELETE FROM audit_event",
      "DELETE FROM retention_run",
      "DELETE FROM legal_hold",
      `SELECT erase_history('${person.subjectId}')`,
    ];
    for (const statement of statements)
      await expect(
        world.db.$transaction(async (tx) => {
          await tx.$executeRaw`SELECT set_config('contraprova.disposal', 'on', true), set_config('contraprova.resealing', 'on', true)`;
          await tx.$executeRawUnsafe(statement);
        }),
        statement,
      ).rejects.toThrow();
  });
});
