import { afterAll, beforeAll, expect, it } from "vitest";
import { Prisma } from "#lib/db/generated/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { cancelExport, retryExport } from "#lib/features/exports/changing.ts";
import { type Download, downloadExport } from "#lib/features/exports/downloading.ts";
import { listExports } from "#lib/features/exports/listing.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { removeExpired, sweepExports } from "#lib/features/exports/sweeping.ts";
import { exportFilter } from "#lib/features/exports/table-schema.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";
import { wholeOf } from "#tests/support/storage-contract.ts";
import { asked, exportsOver } from "./own-exports.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());
const { rows, program, downloaded, queued, eventsOf, someCases } = exportsOver(() => world);

it("writes by a job what waits; the file is there once it is whole", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state, numbers } = await someCases(2);
  const id = await queued(ctx, { state, columns: ["number"] });
  expect(await downloadExport({ ...ctx, rows: rows() }, id)).toMatchObject({ failure: { code: "not_now" } });
  expect(await runExports(program(ctx))).toBe(1);
  const { state: ended, rowsDone, rowsTotal } = await world.db.export.findUniqueOrThrow({ where: { id } });
  expect({ ended, rowsDone, rowsTotal }).toEqual({ ended: "done", rowsDone: 2, rowsTotal: 2 });
  expect((await downloaded(ctx, id)).toString()).toBe(`Number\r\n${numbers.toReversed().join("\r\n")}\r\n`);
});

it("is one snapshot, whatever is written meanwhile", async () => {
  const { subsidiaryId } = await someCases(3);
  const count = Prisma.sql`SELECT count(*) FROM "case" WHERE subsidiary_id = ${subsidiaryId}::uuid`;
  const counts = rows().within(null, async function* (snapshot) {
    yield await snapshot.all(count);
    await aCase(world.db, { subsidiaryId });
    for await (const batch of snapshot.batches(count, 10)) yield batch;
  });
  const seen: unknown[] = [];
  for await (const counted of counts) seen.push(counted);
  expect(seen).toEqual([[["3"]], [["3"]]]);
});

it("an attempt that another took the place of ends nothing, and leaves no file", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await queued(ctx, { state });
  const storage: Storage = {
    ...ctx.storage,
    async putStream(key, source) {
      await ctx.storage.putStream(key, source);
      await world.db.export.update({ where: { id }, data: { attempt: 2 } });
    },
  };
  await runExports({ ...program(ctx), storage });
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "running" });
  expect(await ctx.storage.get(`exports/${id}/1`)).toBeNull();
  expect(await cancelExport(ctx, { id })).toMatchObject({ ok: true });
});

it("cancels what waits and what runs, and tries again what was cancelled", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await queued(ctx, { state });
  expect(await cancelExport(ctx, { id })).toMatchObject({ ok: true });
  expect(await runExports(program(ctx))).toBe(0);
  expect(await cancelExport(ctx, { id })).toMatchObject({ failure: { code: "not_now" } });
  expect(await retryExport(ctx, { id })).toMatchObject({ ok: true });
  await downloaded(ctx, id);
  expect((await eventsOf(id)).map(({ action }) => action)).toEqual([
    "export.create",
    "export.cancel",
    "export.retry",
    "export.download",
    "export.finish",
  ]);
});

it("runs two of one person at most", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const ids = [await asked(ctx, { state }), await asked(ctx, { state }), await asked(ctx, { state })];
  const begun: Download[] = [];
  const answers = await Promise.all(ids.map((id) => downloadExport({ ...ctx, rows: rows() }, id)));
  for (const answer of answers) if (answer.ok) begun.push(answer.value);
  expect(begun).toHaveLength(2);
  expect(answers.find((answer) => !answer.ok)).toMatchObject({ failure: { code: "too_many_running" } });
  for (const download of begun) await wholeOf(download.pieces);
});

it("a writer that died leaves nothing to download; it is written anew, and given up at the third time", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await queued(ctx, { state });
  const died = async (attempt: number) => {
    await world.db.$executeRaw`UPDATE export SET state = 'running', attempt = ${attempt},
      started_at = now(), seen_at = clock_timestamp() - interval '1 minute' WHERE id = ${id}::uuid`;
    await ctx.storage.put(`exports/${id}/${attempt}`, Buffer.from("half"));
    expect(await downloadExport({ ...ctx, rows: rows() }, id)).toMatchObject({
      failure: { code: "not_now" },
    });
    await sweepExports(program(ctx));
  };
  await died(3);
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "failed",
    failure: "given_up",
  });
  expect(await ctx.storage.get(`exports/${id}/3`)).toBeNull();
  await died(1);
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "queued" });
  expect(await runExports(program(ctx))).toBe(1);
  expect(await ctx.storage.get(`exports/${id}/1`)).toBeNull();
  expect((await downloaded(ctx, id)).length).toBeGreaterThan(10);
});

it("who goes away in the middle leaves no file and no snapshot behind, and may try again", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await asked(ctx, { state });
  const found = await downloadExport({ ...ctx, rows: rows() }, id);
  if (!found.ok) throw new Error(found.failure.code);
  await found.value.pieces.next();
  await found.value.pieces.return(undefined);
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "failed",
    failure: "broke_off",
  });
  await expect
    .poll(async () => {
      const [row] = await world.db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::integer AS count FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
      return row?.count;
    })
    .toBe(0);
  expect(await retryExport(ctx, { id })).toMatchObject({ ok: true });
  expect((await downloaded(ctx, id)).length).toBeGreaterThan(10);
});

it("lets files go when their time is over: nothing is left but the row", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await asked(ctx, { state });
  await downloaded(ctx, id);
  const later = { ...program(ctx), now: () => new Date(Date.now() + 8 * 24 * 3_600_000) };
  expect(await removeExpired(later)).toBeGreaterThan(0);
  expect(await ctx.storage.get(`exports/${id}/1`)).toBeNull();
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "expired",
    asked: null,
    manifest: null,
  });
  expect(await downloadExport({ ...ctx, rows: rows() }, id)).toMatchObject({ failure: { code: "not_now" } });
  expect((await eventsOf(id)).at(-1)).toMatchObject({ action: "export.expire", outcome: "done" });
});

it("lets every file go that may hold somebody who was erased since", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state, people } = await someCases(1);
  const id = await asked(ctx, { state });
  await downloaded(ctx, id);
  await removeExpired(program(ctx));
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "done" });
  await world.db.subject.update({ where: { id: people[0]?.id ?? "" }, data: { erasedAt: new Date() } });
  await removeExpired(program(ctx));
  expect(await ctx.storage.get(`exports/${id}/1`)).toBeNull();
  expect((await eventsOf(id)).at(-1)).toMatchObject({
    action: "export.expire",
    detail: { why: "person_erased" },
  });
});

it("a kept file that was touched is not given out", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await asked(ctx, { state });
  await downloaded(ctx, id);
  const { storageKey } = await world.db.export.findUniqueOrThrow({ where: { id } });
  const stored = (await ctx.storage.get(storageKey ?? "")) ?? Buffer.alloc(0);
  stored.writeUInt8(stored.readUInt8(stored.length - 1) ^ 1, stored.length - 1);
  await ctx.storage.put(storageKey ?? "", stored);
  expect(await downloadExport({ ...ctx, rows: rows() }, id)).toMatchObject({ failure: { code: "damaged" } });
});

it("shows managers everybody's exports and analysts their own, with their place in line", async () => {
  const [manager, analyst] = [await ctxFor(world.db, "manager"), await ctxFor(world.db, "analyst")];
  const { state } = await someCases(1);
  const mine = await queued(analyst, { state });
  const other = await queued(manager, { state });
  const seen = async (ctx: UserCtx) =>
    (await listExports(ctx, exportFilter.parse({}))).rows
      .filter(({ id }) => id === mine || id === other)
      .map(({ id, isMine, place }) => ({ id, isMine, isFirst: place === 1 }));
  expect(await seen(manager)).toEqual([
    { id: other, isMine: true, isFirst: false },
    { id: mine, isMine: false, isFirst: true },
  ]);
  expect(await seen(analyst)).toEqual([{ id: mine, isMine: true, isFirst: true }]);
  expect(await cancelExport(analyst, { id: other })).toMatchObject({ failure: { code: "not_found" } });
  expect(await cancelExport(manager, { id: mine })).toMatchObject({ ok: true });
  expect(await cancelExport(manager, { id: other })).toMatchObject({ ok: true });
});
