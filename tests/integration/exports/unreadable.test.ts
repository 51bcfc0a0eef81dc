import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openExportRows } from "#lib/db/export-rows.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { retryExport } from "#lib/features/exports/changing.ts";
import { downloadExport, readManifest } from "#lib/features/exports/downloading.ts";
import { listExports } from "#lib/features/exports/listing.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { exportFilter } from "#lib/features/exports/table-schema.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { wholeOf } from "#tests/support/storage-contract.ts";
import { exportsOver } from "./own-exports.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

/** As under a key that left the ring. */
const UNREADABLE = new Uint8Array([2, 107, 48, ...new Uint8Array(40)]);
const { downloaded, someCases } = exportsOver(() => world);
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

it("of a kept file its row says so, the others go on, and its download says what to do", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const kept = async () => {
    const asked = await askExport(ctx, askInput.parse({ list: "cases", columns: "number" }), "en");
    if (!asked.ok) throw new Error(asked.failure.code);
    const made = await downloadExport({ ...ctx, rows: rows() }, asked.value.id);
    if (!made.ok) throw new Error(made.failure.code);
    await wholeOf(made.value.pieces);
    return asked.value.id;
  };
  const [good, noAsked, noManifest] = [await kept(), await kept(), await kept()];
  await world.db.export.update({ where: { id: noAsked }, data: { asked: UNREADABLE } });
  await world.db.export.update({ where: { id: noManifest }, data: { manifest: UNREADABLE } });
  const failed = await unreadable(ctx, { direct: false, state: "failed" });
  const listed = await listExports(ctx, exportFilter.parse({ by: "me", sort: "created" }));
  expect(listed.rows.map(({ id, isUnreadable, mayRetry }) => [id, isUnreadable, mayRetry])).toEqual([
    [good, false, false],
    [noAsked, true, false],
    [noManifest, true, false],
    [failed, false, false],
  ]);
  for (const id of [noAsked, noManifest]) {
    const refused = { ok: false, failure: { code: "unreadable" } };
    expect(await downloadExport({ ...ctx, rows: rows() }, id)).toEqual(refused);
  }
  expect(await readManifest(ctx, noManifest)).toBeNull();
  expect(await downloadExport({ ...ctx, rows: rows() }, good)).toMatchObject({ ok: true });
});

it("one CPF that opens no more does not take the others away, masked or not", async () => {
  const ctx = { ...(await ctxFor(world.db, "manager")), confirmedAt: new Date() };
  const { state, people } = await someCases(2);
  const [lost, kept] = people;
  await world.db.subject.update({
    where: { id: lost?.id ?? "" },
    data: { cpf: UNREADABLE },
    select: { id: true },
  });
  const cpfs = async (given: object) => {
    const asked = await askExport(
      ctx,
      askInput.parse({ list: "cases", state, columns: "cpf", ...given }),
      "en",
    );
    if (!asked.ok) throw new Error(asked.failure.code);
    const file = await downloaded(ctx, asked.value.id);
    expect(await rowOf(asked.value.id)).toMatchObject({ state: "done", failure: null });
    return (parse(file) as string[][]).slice(1).flat();
  };
  const masked = `***.${kept?.cpf.slice(3, 6)}.${kept?.cpf.slice(6, 9)}-**`;
  expect(await cpfs({})).toEqual([masked, "???.???.???-??"]);
  expect(await cpfs({ personal: "on", reason: "internal_audit" })).toEqual([kept?.cpf, "???.???.???-??"]);
});
