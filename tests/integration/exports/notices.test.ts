import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { openExportRows } from "#lib/db/export-rows.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { retryExport } from "#lib/features/exports/changing.ts";
import { downloadExport } from "#lib/features/exports/downloading.ts";
import { dismissInput, dismissNotices, readNotices } from "#lib/features/exports/noticing.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { wholeOf } from "#tests/support/storage-contract.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const rows = () => openExportRows(world.url);

async function askedOf(ctx: UserCtx): Promise<string> {
  const made = await askExport(ctx, askInput.parse({ list: "cases", columns: "number" }), "en");
  if (!made.ok) throw new Error(made.failure.code);
  return made.value.id;
}

/** Turns a small one into a job, as a large one is, and has it made. */
async function madeFor(ctx: UserCtx): Promise<string> {
  const id = await askedOf(ctx);
  await makeByJob(ctx, id);
  return id;
}
async function makeByJob(ctx: UserCtx, id: string): Promise<void> {
  await world.db.export.update({ where: { id }, data: { direct: false, state: "queued" } });
  await runExports({ ...programCtx(world.db, { storage: ctx.storage }), rows: rows() });
}
const failed = (id: string) =>
  world.db.export.update({ where: { id }, data: { state: "failed", failure: "storage" } });

async function takeIn(ctx: UserCtx, id: string): Promise<void> {
  const found = await downloadExport({ ...ctx, rows: rows() }, id);
  if (!found.ok) throw new Error(found.failure.code);
  await wholeOf(found.value.pieces);
}

it("tells whoever asked for a file that it is there, until they take it in", async () => {
  const [ctx, other] = [await ctxFor(world.db, "manager"), await ctxFor(world.db, "manager")];
  await takeIn(ctx, await askedOf(ctx));
  expect(await readNotices(ctx)).toEqual([]);
  const id = await madeFor(ctx);
  expect(await readNotices(ctx)).toEqual([{ kind: "done", count: 1, ends: [`${id}.1`] }]);
  expect(await readNotices(other)).toEqual([]);
  await takeIn(ctx, id);
  expect(await readNotices(ctx)).toEqual([]);
  expect(await readNotices(await ctxFor(world.db, "support"))).toEqual([]);
});

it("says what could not be made, and is quiet once it is dismissed or over", async () => {
  const ctx = await ctxFor(world.db, "manager");
  await madeFor(ctx);
  await failed(await madeFor(ctx));
  await failed(await madeFor(ctx));
  const [done, broken] = await readNotices(ctx);
  expect(done).toMatchObject({ kind: "done", count: 1 });
  expect(broken).toMatchObject({ kind: "failed", count: 2 });
  if (!broken) throw new Error("nothing is told");
  // What came to its end since was never shown, however far behind the clock of its writer is.
  const later = await madeFor(ctx);
  await failed(later);
  await world.db.export.update({ where: { id: later }, data: { endedAt: new Date(Date.now() - 60_000) } });
  await dismissNotices(ctx, broken);
  expect(await readNotices(ctx)).toMatchObject([done, { kind: "failed", count: 1 }]);
  const ids = (await world.db.export.findMany({ where: { ownerId: ctx.actor.id } })).map(({ id }) => id);
  const told = { action: "export.dismiss" as const, entityId: { in: ids } };
  expect(await world.db.auditEvent.count({ where: told })).toBe(2);
  const inTenDays = { ...ctx, now: () => new Date(Date.now() + 10 * 24 * 3_600_000) };
  expect(await readNotices(inTenDays)).toEqual([]);
});

it("tells of what was dismissed once it is asked for again and comes to another end", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await madeFor(ctx);
  await failed(id);
  const [broken] = await readNotices(ctx);
  if (!broken) throw new Error("nothing is told");
  await dismissNotices(ctx, broken);
  expect(await readNotices(ctx)).toEqual([]);
  expect(await retryExport(ctx, { id })).toMatchObject({ ok: true });
  await makeByJob(ctx, id);
  expect(await readNotices(ctx)).toMatchObject([{ kind: "done", count: 1 }]);
});

it("tells of a later end of a file though an older notice of it is dismissed", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await madeFor(ctx);
  await failed(id);
  const [shown] = await readNotices(ctx);
  if (!shown) throw new Error("nothing is told");
  // In another window it is tried again, and fails again.
  expect(await retryExport(ctx, { id })).toMatchObject({ ok: true });
  await makeByJob(ctx, id);
  await failed(id);
  await dismissNotices(ctx, dismissInput.parse(shown));
  expect(await readNotices(ctx)).toEqual([{ kind: "failed", count: 1, ends: [`${id}.2`] }]);
});

it("lets nobody dismiss what is told to another, and no role that exports nothing", async () => {
  const [ctx, other] = [await ctxFor(world.db, "manager"), await ctxFor(world.db, "manager")];
  await madeFor(ctx);
  const [notice] = await readNotices(ctx);
  if (!notice) throw new Error("nothing is told");
  await dismissNotices(other, notice);
  expect(await readNotices(ctx)).toEqual([notice]);
  const support = await ctxFor(world.db, "support");
  await expect(dismissNotices(support, notice)).rejects.toThrow(Forbidden);
});
