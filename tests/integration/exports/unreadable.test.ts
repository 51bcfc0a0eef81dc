import { afterAll, beforeAll, expect, it } from "vitest";
import { openExportRows } from "#lib/db/export-rows.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { retryExport } from "#lib/features/exports/changing.ts";
import { downloadExport } from "#lib/features/exports/downloading.ts";
import { listExports } from "#lib/features/exports/listing.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { exportFilter } from "#lib/features/exports/table-schema.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

/** As under a key that left the ring. */
const UNREADABLE = new Uint8Array([2, 107, 48, ...new Uint8Array(40)]);
type Stands = { direct: boolean; state: "ready" | "queued" | "failed" };

async function unreadable(ctx: UserCtx, stands: Stands): Promise<string> {
  const asked = await askExport(ctx, askInput.parse({ list: "cases", columns: "number" }), "en");
  if (!asked.ok) throw new Error(asked.failure.code);
  const { id } = asked.value;
  await world.db.export.update({ where: { id }, data: { ...stands, asked: UNREADABLE } });
  return id;
}
const rows = () => openExportRows(world.url);
const rowOf = (id: string) => world.db.export.findUniqueOrThrow({ where: { id } });
const toldOf = (id: string) =>
  world.db.auditEvent.findFirst({
    where: { entityId: id, action: "export.finish" },
    select: { outcome: true, detail: true },
  });
const GIVEN_UP = { state: "failed", failure: "unreadable", asked: null };

it("is said where it is asked for again", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await unreadable(ctx, { direct: false, state: "failed" });
  expect(await retryExport(ctx, { id })).toEqual({ ok: false, failure: { code: "bad_selection" } });
  expect(await rowOf(id)).toMatchObject({ state: "failed" });
});

it("ends a job for good: nobody is offered to try it again", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await unreadable(ctx, { direct: false, state: "queued" });
  await runExports({ ...programCtx(world.db, { storage: ctx.storage }), rows: rows() });
  expect(await rowOf(id)).toMatchObject(GIVEN_UP);
  expect(await toldOf(id)).toMatchObject({ outcome: "failed", detail: { why: "unreadable" } });
  const { rows: listed } = await listExports(ctx, exportFilter.parse({ by: "me" }));
  expect(listed).toMatchObject([{ id, mayRetry: false }]);
});

it("ends a file that was to be written while it is taken in, and says so", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await unreadable(ctx, { direct: true, state: "ready" });
  expect(await downloadExport({ ...ctx, rows: rows() }, id)).toMatchObject({ failure: { code: "not_now" } });
  expect(await rowOf(id)).toMatchObject(GIVEN_UP);
  expect(await toldOf(id)).toMatchObject({ outcome: "failed", detail: { why: "unreadable", rows: 0 } });
});
