import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { readList } from "#lib/features/lookups/reading.ts";
import { findImport, listRefusals, refusalTable } from "#lib/features/references/import-reading.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { readRetention } from "#lib/features/retention/settings.ts";
import { readAddress } from "#lib/table/address.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";

let world: World;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager");
});
afterAll(() => world.end());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const run = () => runRetention(programCtx(world.db), { batch: 1 });

async function aList(endedAt: Date | null): Promise<string> {
  const { id } = await world.db.lookUpList.create({
    data: {
      askedById: manager.actor.id,
      sessionId: manager.actor.sessionId,
      askedAt: daysAgo(900),
      fromFile: false,
      ids: 3,
      repeated: 0,
      endedAt,
      ending: endedAt && "finished",
      items: {
        create: [1, 2, 3].map((line) => ({
          ...{ position: line, line, processId: randomUUID() },
          ...(endedAt ? { state: "done" as const, endedAt } : {}),
        })),
      },
    },
    select: { id: true },
  });
  return id;
}

async function anImport(finishedAt: Date, refused: number, lines = refused): Promise<string> {
  const { id } = await world.db.referenceImport.create({
    data: {
      id: randomUUID(),
      mode: "right",
      state: "refused",
      startedById: manager.actor.id,
      startedAt: finishedAt,
      finishedAt,
      refusedCount: refused,
      lineCount: refused,
    },
    select: { id: true },
  });
  await world.db.referenceImportRefusal.createMany({
    data: Array.from({ length: lines }, (_, line) => ({
      importId: id,
      line,
      field: "cpf",
      reason: "missing",
    })),
  });
  return id;
}

it("removes lists of ids past their days, whole, and none that is still under way", async () => {
  const [old, other, young, open] = [
    await aList(daysAgo(366)),
    await aList(daysAgo(800)),
    await aList(daysAgo(364)),
    await aList(null),
  ];
  await run();
  const kept = await world.db.lookUpList.findMany({ select: { id: true } });
  expect(kept.map(({ id }) => id).sort()).toEqual([young, open].sort());
  expect(await world.db.lookUpItem.count({ where: { listId: { in: [old, other] } } })).toBe(0);
  expect(await world.db.lookUpItem.count({ where: { listId: { in: [young, open] } } })).toBe(6);
  expect(await readList(manager, old)).toBeNull();
  const told = await world.db.auditEvent.findFirstOrThrow({ where: { action: "retention.run" } });
  expect(told.detail).toMatchObject({ lists: 2, imports: 0 });
});

it("removes the refused lines of old imports, and keeps what each came to", async () => {
  // More than one batch; one whose lines were never written; one that refused nothing.
  const [old, empty, clean] = [
    await anImport(daysAgo(366), 45),
    await anImport(daysAgo(500), 3, 0),
    await anImport(daysAgo(500), 0),
  ];
  const young = await anImport(daysAgo(364), 2);
  await run();
  expect(await world.db.referenceImportRefusal.groupBy({ by: ["importId"], _count: true })).toEqual([
    { importId: young, _count: 2 },
  ]);
  const { filter } = readAddress(refusalTable, {});
  expect(await findImport(manager, old)).toMatchObject({ refusedCount: 45, isReportGone: true });
  expect((await listRefusals(manager, old, filter)).rows).toEqual([]);
  expect(await findImport(manager, empty)).toMatchObject({ refusedCount: 3, isReportGone: true });
  for (const id of [clean, young])
    expect(await findImport(manager, id)).toMatchObject({ isReportGone: false });
  const admin = { ...(await ctxFor(world.db, "admin")), confirmedAt: new Date() };
  expect((await readRetention(admin)).runs[0]).toMatchObject({ lists: 0, imports: 45 });
});

it("shows no report of which a part is gone, and takes the rest of it all the same", async () => {
  const id = await anImport(daysAgo(400), 45);
  const first = await world.db.$queryRaw<{ removed: number }[]>`SELECT purge_imports(1) AS removed`;
  expect(first).toEqual([{ removed: 20 }]);
  expect(await findImport(manager, id)).toMatchObject({ isReportGone: true });
  await run();
  expect(await world.db.referenceImportRefusal.count({ where: { importId: id } })).toBe(0);
  const again = await world.db.$queryRaw<{ removed: number }[]>`SELECT purge_imports(1) AS removed`;
  expect(again).toEqual([{ removed: 0 }]);
});

it("is the database's own: the program removes nothing of them by itself", async () => {
  for (const drop of [
    world.db.lookUpList.deleteMany(),
    world.db.lookUpItem.deleteMany(),
    world.db.referenceImportRefusal.deleteMany(),
    world.db.exportHeld.deleteMany(),
    world.db.processLook.deleteMany(),
  ])
    await expect(drop).rejects.toThrow(/permission denied/);
});
