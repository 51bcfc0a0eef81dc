import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { openExportRows } from "#lib/db/export-rows.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { cancelExport, retryExport } from "#lib/features/exports/changing.ts";
import { exportChoices } from "#lib/features/exports/choices.ts";
import { downloadExport, readManifest } from "#lib/features/exports/downloading.ts";
import { listExports } from "#lib/features/exports/listing.ts";
import { hasRoom } from "#lib/features/exports/repository.ts";
import { WAITING_PER_PERSON } from "#lib/features/exports/rules.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { runSchedules } from "#lib/features/exports/running-schedules.ts";
import { createSchedule, endSchedule, listSchedules } from "#lib/features/exports/scheduling.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { openAsked, sealAsked } from "#lib/features/exports/sealing.ts";
import { removeExpired } from "#lib/features/exports/sweeping.ts";
import { exportFilter } from "#lib/features/exports/table-schema.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import * as own from "./own-exports.ts";

vi.mock("#lib/features/exports/rules.ts", async (original) => ({
  ...(await original<object>()),
  DIRECT_MAX_ROWS: 2,
  PROOF_OVER_ROWS: 3,
}));

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

/** Of no branch that there is. */
const NOWHERE = `subsidiary=${crypto.randomUUID()}`;
const HOUR_MS = 3_600_000;
const later = (ms: number) => () => new Date(Date.now() + ms);
const limitedTo = (ctx: UserCtx, scope: string[]): UserCtx => ({ ...ctx, actor: { ...ctx.actor, scope } });
const ask = (ctx: UserCtx, given: Record<string, unknown> = {}) => own.ask(ctx, { state: NOWHERE, ...given });
const asked = (ctx: UserCtx, given: Record<string, unknown> = {}) =>
  own.asked(ctx, { state: NOWHERE, ...given });
const plan = (ctx: UserCtx, state = NOWHERE) =>
  createSchedule(ctx, { ...askInput.parse({ list: "cases", state, hour: "6" }), every: "day" }, "en");

async function planned(ctx: UserCtx): Promise<string> {
  const done = await plan(ctx);
  if (!done.ok) throw new Error(done.failure.code);
  return done.value.id;
}
const rowOf = (id: string) => world.db.export.findUniqueOrThrow({ where: { id } });

/** More cases than anybody takes without a fresh proof. */
async function manyCases() {
  const { id } = await world.db.subsidiary.create({
    data: { id: crypto.randomUUID(), name: `Filial ${crypto.randomUUID()}` },
  });
  for (let i = 0; i < 4; i += 1) await aCase(world.db, { subsidiaryId: id });
  const fewer = () =>
    world.db.$executeRaw`UPDATE "case" SET subsidiary_id = NULL, version = version + 1
      WHERE subsidiary_id = ${id}::uuid`;
  return { state: `subsidiary=${id}`, fewer };
}

it("is counted anew when it is tried again, and asks for a proof as the first time", async () => {
  const stale = await ctxFor(world.db, "manager");
  const fresh = { ...stale, confirmedAt: new Date() };
  const many = await manyCases();
  const id = await asked(fresh, { state: many.state });
  expect(await rowOf(id)).toMatchObject({ direct: false, state: "queued" });
  await cancelExport(stale, { id });
  await expect(retryExport(stale, { id })).rejects.toThrow(StepUpNeeded);
  await expect(plan(stale, many.state)).rejects.toThrow(StepUpNeeded);
  expect(await plan(fresh, many.state)).toMatchObject({ ok: true });
  await many.fewer();
  expect(await retryExport(stale, { id })).toMatchObject({ ok: true });
  expect(await rowOf(id)).toMatchObject({ direct: true, state: "ready" });
});

it("as many wait as one person may have, whether asked for or tried again, even at one moment", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await asked(ctx);
  await cancelExport(ctx, { id });
  const waiting = {
    ownerId: ctx.actor.id,
    list: "cases",
    format: "csv",
    masked: true,
    direct: true,
    asked: new Uint8Array(40),
    state: "ready" as const,
  };
  await world.db.export.createMany({ data: Array.from({ length: WAITING_PER_PERSON - 1 }, () => waiting) });
  // The last place is being taken, and nobody else sees that yet.
  let taken = () => {};
  const last = new Promise<void>((resolve) => {
    taken = resolve;
  });
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const first = world.db.$transaction(async (tx) => {
    expect(await hasRoom(tx, ctx.actor.id)).toBe(true);
    await tx.export.create({ data: waiting, select: { id: true } });
    taken();
    await ended;
  });
  await last;
  const others = Promise.all([ask(ctx), retryExport(ctx, { id })]);
  await Promise.race([others, new Promise((resolve) => setTimeout(resolve, 500))]);
  end();
  await first;
  for (const answer of await others)
    expect(answer).toMatchObject({ ok: false, failure: { code: "too_many_waiting" } });
});

it("filters that make no sense are no export of everything", async () => {
  const ctx = await ctxFor(world.db, "manager");
  for (const state of ["status=opn", "subject=me", "satus=open", "openedFrom=yesterday"]) {
    expect(await ask(ctx, { state }), state).toMatchObject({ failure: { code: "bad_selection" } });
    expect(await plan(ctx, state), state).toMatchObject({ failure: { code: "bad_selection" } });
  }
  const id = await planned(ctx);
  const row = await world.db.exportSchedule.findUniqueOrThrow({ where: { id } });
  const read = openAsked(ctx.vault, id, row.asked ?? new Uint8Array(), "export_schedule");
  const spoilt = sealAsked(ctx.vault, id, { ...read, params: { status: ["gone"] } }, "export_schedule");
  await world.db.exportSchedule.update({ where: { id }, data: { asked: spoilt } });
  await runSchedules(programCtx(world.db, { now: later(48 * HOUR_MS) }));
  expect(await world.db.export.count({ where: { scheduleId: id } })).toBe(0);
  const told = await world.db.auditEvent.findFirst({ where: { entityId: id, action: "schedule.end" } });
  expect(told?.detail).toMatchObject({ why: "bad_selection", list: "cases" });
});

it("one file that cannot be removed does not keep the others, and what came to nothing is forgotten", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const rows = openExportRows(world.url);
  const ids = [await asked(ctx), await asked(ctx)];
  for (const id of ids) {
    await world.db.export.update({ where: { id }, data: { direct: false, state: "queued" } });
  }
  await runExports({ ...programCtx(world.db, { storage: ctx.storage }), rows });
  const [stuck = "", gone = ""] = ids;
  const storage: Storage = {
    ...ctx.storage,
    async remove(key) {
      if (key.includes(stuck)) throw new Error("it is held");
      await ctx.storage.remove(key);
    },
  };
  const cancelled = await asked(ctx);
  await cancelExport(ctx, { id: cancelled });
  const run = removeExpired(programCtx(world.db, { storage, now: later(8 * 24 * HOUR_MS) }));
  await expect(run).rejects.toThrow("it is held");
  expect(await ctx.storage.get(`exports/${gone}/1`)).toBeNull();
  const named = (id: string) => ({ state: "expired", storageKey: `exports/${id}/1` });
  expect(await rowOf(gone)).toMatchObject(named(gone));
  expect(await rowOf(stuck)).toMatchObject(named(stuck));
  expect(await rowOf(cancelled)).toMatchObject({ state: "cancelled", asked: null });
});

it("whoever sees some branches sees and steers nobody else's exports", async () => {
  const [other, manager] = [await ctxFor(world.db, "manager"), await ctxFor(world.db, "manager")];
  const limited = limitedTo(manager, [crypto.randomUUID()]);
  const [id, schedule] = [await asked(other), await planned(other)];
  const mine = await asked(limited);
  const seen = (await listExports(limited, exportFilter.parse({}))).rows;
  expect(seen.map((row) => row.id)).toEqual([mine]);
  expect(await listSchedules(limited)).toEqual([]);
  expect(await endSchedule(limited, { id: schedule })).toMatchObject({ failure: { code: "not_found" } });
  expect(await cancelExport(limited, { id })).toMatchObject({ failure: { code: "not_found" } });
  const found = await downloadExport({ ...other, rows: openExportRows(world.url) }, id);
  if (found.ok) for await (const _ of found.value.pieces);
  expect(await readManifest(manager, id)).toMatchObject({ id });
  expect(await readManifest(limited, id)).toBeNull();
});

it("gives nobody who sees some branches the processes of all of them in the clear", async () => {
  const ctx = { ...(await ctxFor(world.db, "manager")), confirmedAt: new Date() };
  const limited = limitedTo(ctx, [crypto.randomUUID()]);
  const clear = { list: "processes", state: "", personal: "on", reason: "internal_audit" };
  await expect(ask(limited, clear)).rejects.toThrow(Forbidden);
  expect(exportChoices(limited, "processes")).toMatchObject({ mayClear: false });
  expect(exportChoices(limited, "cases")).toMatchObject({ mayClear: true });
  expect(await ask(limited, { list: "processes", state: "" })).toMatchObject({ ok: true });
  expect(await ask(ctx, clear)).toMatchObject({ ok: true });
});

it("lets files go that were begun soon after somebody was erased: they may hold them still", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await asked(ctx);
  const found = await downloadExport({ ...ctx, rows: openExportRows(world.url) }, id);
  if (found.ok) for await (const _ of found.value.pieces);
  const begunAt = (await rowOf(id)).startedAt?.getTime() ?? 0;
  const erased = (minutes: number) => ({ erasedAt: new Date(begunAt - minutes * 60_000) });
  const { id: person } = await aSubject(world.db);
  await world.db.subject.update({ where: { id: person }, data: erased(30) });
  await removeExpired(programCtx(world.db, { storage: ctx.storage }));
  expect(await rowOf(id)).toMatchObject({ state: "done" });
  await world.db.subject.update({ where: { id: person }, data: erased(10) });
  await removeExpired(programCtx(world.db, { storage: ctx.storage }));
  expect(await rowOf(id)).toMatchObject({ state: "expired" });
});
