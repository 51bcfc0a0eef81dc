import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { openExportRows } from "#lib/db/export-rows.ts";
import { listPeople } from "#lib/features/accounts/people.ts";
import { peopleFilter } from "#lib/features/accounts/people-table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { cancelExport } from "#lib/features/exports/changing.ts";
import { exportChoices } from "#lib/features/exports/choices.ts";
import { downloadExport, readManifest } from "#lib/features/exports/downloading.ts";
import { listExports } from "#lib/features/exports/listing.ts";
import { createSchedule } from "#lib/features/exports/scheduling.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { exportFilter } from "#lib/features/exports/table-schema.ts";
import { aUser, ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { readPdf } from "#tests/support/pdf.ts";
import { wholeOf } from "#tests/support/storage-contract.ts";

let world: World;
let admin: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  admin = await ctxFor(world.db, "admin");
  const branch = await world.db.subsidiary.create({
    data: { id: crypto.randomUUID(), name: "Filial Centro" },
  });
  const { id: userId } = await aUser(world.db, "support", { name: "=Zé; “Aspas”", email: "ze@example.com" });
  await world.db.userSubsidiary.create({ data: { userId, subsidiaryId: branch.id } });
  await aUser(world.db, "support", { name: "Ana Lima", email: "ana@example.com" });
});
afterAll(() => world.end());

const given = (more: Record<string, unknown>) => askInput.parse({ list: "users", ...more });

async function taken(ctx: UserCtx, more: Record<string, unknown>) {
  const asked = await askExport(ctx, given(more), "en");
  if (!asked.ok) throw new Error(asked.failure.code);
  expect(asked.value.isDirect).toBe(true);
  const { id } = asked.value;
  const found = await downloadExport({ ...ctx, rows: openExportRows(world.url) }, id);
  if (!found.ok) throw new Error(found.failure.code);
  return { id, file: await wholeOf(found.value.pieces) };
}

it("holds whom the list shows, in its order, with no address in the clear", async () => {
  const { id, file } = await taken(admin, { state: "role=support&sort=-name" });
  const rows = parse(file, { columns: true }) as Record<string, string>[];
  const { rows: shown } = await listPeople(admin, peopleFilter.parse({ role: "support", sort: "-name" }));
  expect(shown).toHaveLength(2);
  expect(rows.map((row) => row.Name)).toEqual(["Ana Lima", "'=Zé; “Aspas”"]);
  expect(shown.map(({ name }) => name)).toEqual(["Ana Lima", "=Zé; “Aspas”"]);
  expect(rows.map((row) => row.Email)).toEqual(["a***@example.com", "z***@example.com"]);
  expect(rows.map((row) => row.Subsidiaries)).toEqual(["All", "Filial Centro"]);
  expect(rows[0]).toMatchObject({
    Role: "Support",
    Account: "Invited",
    "Second factor": "Off",
    "Last sign-in": "",
  });
  expect(rows[0]?.Added).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  const manifest = await readManifest(admin, id);
  expect(manifest).toMatchObject({ of: "users", rows: 2, masked: true, order: "Name, descending" });
  expect(manifest?.filters).toEqual(["Role: Support"]);
  const events = await world.db.auditEvent.findMany({ where: { entityId: id }, orderBy: { seq: "asc" } });
  expect(events.map(({ action }) => action)).toEqual(["export.create", "export.download", "export.finish"]);
});

it("draws on paper how many there are of each", async () => {
  const { file } = await taken(admin, { format: "pdf", state: "role=support" });
  const { alts } = await readPdf(file);
  expect(alts).toEqual(["Role: number of rows: Support 2", "Account: number of rows: Invited 2"]);
});

it("is told of to nobody who may not ask for the same, though they see what others export", async () => {
  const manager = await ctxFor(world.db, "manager");
  const { id } = await taken(admin, { state: "q=Fulana" });
  const waiting = await askExport(admin, given({}), "en");
  if (!waiting.ok) throw new Error(waiting.failure.code);
  expect(await readManifest(admin, id)).not.toBeNull();
  expect(await readManifest(manager, id)).toBeNull();
  expect(await cancelExport(manager, waiting.value)).toMatchObject({ failure: { code: "not_found" } });
  const listed = await listExports(manager, exportFilter.parse({ list: "users" }));
  expect(listed).toMatchObject({ rows: [], count: 0 });
});

it("is for those alone who look after people, never in the clear, and nothing else is for them", async () => {
  for (const role of ["support", "analyst", "manager"] as const) {
    const ctx = await ctxFor(world.db, role);
    await expect(askExport(ctx, given({}), "en")).rejects.toThrow(Forbidden);
    expect(exportChoices(ctx, "users")).toBeNull();
  }
  expect(exportChoices(admin, "users")).toMatchObject({ mayClear: false });
  const clear = given({ personal: "on", reason: "internal_audit" });
  await expect(askExport({ ...admin, confirmedAt: new Date() }, clear, "en")).rejects.toThrow(Forbidden);
  await expect(askExport(admin, askInput.parse({ list: "cases" }), "en")).rejects.toThrow(Forbidden);
  // A file that is made by itself is fetched among the exports, where they do not come.
  const daily = { ...given({ every: "day", hour: "6" }), every: "day" as const };
  await expect(createSchedule(admin, daily, "en")).rejects.toThrow(Forbidden);
});
