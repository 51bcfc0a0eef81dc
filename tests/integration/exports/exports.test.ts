import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import readSheets from "read-excel-file/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import { downloadExport, readManifest } from "#lib/features/exports/downloading.ts";
import { contentHash, MANIFEST_FORM } from "#lib/features/exports/manifest.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aReference, aReverification, aSubject } from "#tests/support/factories.ts";
import { ask, asked, exportsOver } from "./own-exports.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());
const { rows, downloaded, eventsOf, someCases } = exportsOver(() => world);

it("writes what a list shows as CSV, masked, in its order, and tells of it before the last byte", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state, people, numbers } = await someCases(3, { tags: ["conta laranja", "revisão anual"] });
  const id = await asked(ctx, { state, separator: ";", bom: "on" });
  const file = await downloaded(ctx, id);
  expect(file.subarray(0, 3)).toEqual(Buffer.from("\uFEFF"));
  const read = parse(file, { bom: true, delimiter: ";", columns: true }) as Record<string, string>[];
  expect(read.map((row) => row.Number)).toEqual(numbers.toReversed().map(String));
  expect(read[0]).toMatchObject({
    Person: `'=José; "Zé"`,
    CPF: `***.${people[2]?.cpf.slice(3, 6)}.${people[2]?.cpf.slice(6, 9)}-**`,
    "Fraud alert": "Fraud alert",
    Score: "-12.5",
    Status: "Open",
    Opened: "2026-11-22 07:31:02",
    Tags: "conta laranja; revisão anual",
  });
  const sha256 = createHash("sha256").update(file).digest("hex");
  const manifest = await readManifest(ctx, id);
  expect(manifest).toMatchObject({
    rows: 3,
    masked: true,
    reason: null,
    file: { sha256, bytes: file.length },
  });
  expect(manifest?.filters).toEqual([expect.stringMatching(/^Subsidiary: Filial /)]);
  const events = await eventsOf(id);
  expect(events.map(({ action }) => action)).toEqual(["export.create", "export.download", "export.finish"]);
  expect(events[2]?.detail).toMatchObject({ sha256 });
  // Kept, sealed: taken in again it is the same, and told of again.
  expect(await downloaded(ctx, id)).toEqual(file);
  expect((await eventsOf(id)).length).toBe(4);
  const sealed = await ctx.storage.get(`exports/${id}/1`);
  expect(sealed?.includes("Fraud")).toBe(false);
});

it("a workbook read by another program equals the table, and says itself what it is", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state, numbers } = await someCases(3);
  const id = await asked(ctx, { state, format: "xlsx", columns: ["number", "person", "score", "cpf"] });
  const sheets = await readSheets(await downloaded(ctx, id));
  expect(sheets.map(({ sheet }) => sheet)).toEqual(["Cases", "Manifest"]);
  const [head, ...body] = sheets[0]?.data ?? [];
  expect(head).toEqual(["Number", "Person", "CPF", "Score"]);
  expect(body.map((row) => [row[0], row[1], row[3]])).toEqual(
    numbers.toReversed().map((number) => [number, `'=José; "Zé"`, -12.5]),
  );
  const own = sheets[1]?.data.find(([label]) => label === MANIFEST_FORM)?.[1];
  const content = contentHash();
  for (const row of sheets[0]?.data ?? []) content.add(row as (string | number | null)[]);
  const { file: _, ...inner } = (await readManifest(ctx, id)) ?? {};
  expect(JSON.parse(String(own))).toEqual(inner);
  expect(inner).toMatchObject({ rows: 3, contentSha256: content.digest() });
});

it("a filter that matches nothing makes a file that says so", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await asked(ctx, { state: `subsidiary=${crypto.randomUUID()}` });
  expect((await downloaded(ctx, id)).toString()).toContain("No rows match these filters.");
  expect(await readManifest(ctx, id)).toMatchObject({ rows: 0 });
});

it("takes picked rows instead of a filter, and nothing that is no row", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { numbers } = await someCases(3);
  const keys = numbers.slice(0, 2).map(String);
  const id = await asked(ctx, { keys, columns: ["number"] });
  expect((await downloaded(ctx, id)).toString()).toBe(`Number\r\n${keys.join("\r\n")}\r\n`);
  expect(await ask(ctx, { keys: ["1 OR true"] })).toMatchObject({ failure: { code: "bad_selection" } });
});

it("gives personal data in the clear with a reason, a permission and a fresh proof alone", async () => {
  const { state, people } = await someCases(1);
  const given = { state, personal: "on", reason: "internal_audit" };
  const stale = await ctxFor(world.db, "manager");
  await expect(ask(stale, given)).rejects.toThrow(StepUpNeeded);
  const ctx = { ...stale, confirmedAt: new Date() };
  const id = await asked(ctx, given);
  expect((await downloaded(ctx, id)).toString()).toContain(people[0]?.cpf);
  expect(await readManifest(ctx, id)).toMatchObject({ masked: false, reason: "internal_audit" });
  expect((await eventsOf(id))[0]?.detail).toMatchObject({ masked: false, reason: "internal_audit" });
  expect(askInput.safeParse({ list: "cases", personal: "on" }).success).toBe(false);
  const analyst = { ...(await ctxFor(world.db, "analyst")), confirmedAt: new Date() };
  await expect(ask(analyst, given)).rejects.toThrow(Forbidden);
});

it("gives an analyst their own cases and no other list, support nothing, and nobody another's file", async () => {
  const analyst = await ctxFor(world.db, "analyst");
  const { state, numbers } = await someCases(3);
  const [own = 0] = numbers;
  await world.db.case.update({
    where: { number: own },
    data: {
      assigneeId: analyst.actor.id,
      status: "in_review",
      leaseUntil: new Date(Date.now() + 60_000),
      version: 2,
    },
  });
  const id = await asked(analyst, { state, columns: ["number"] });
  expect((await downloaded(analyst, id)).toString()).toBe(`Number\r\n${own}\r\n`);
  await expect(ask(analyst, { list: "references" })).rejects.toThrow(Forbidden);
  await expect(ask(await ctxFor(world.db, "support"), { state })).rejects.toThrow(Forbidden);
  const manager = await ctxFor(world.db, "manager");
  expect(await downloadExport({ ...manager, rows: rows() }, id)).toMatchObject({
    failure: { code: "not_found" },
  });
});

it("keeps to the branches of whoever asks, in the file as on the page", async () => {
  const manager = await ctxFor(world.db, "manager");
  const mine = await someCases(2);
  const other = await someCases(1);
  await world.db.userSubsidiary.create({
    data: { userId: manager.actor.id, subsidiaryId: mine.subsidiaryId },
  });
  const limited = { ...manager, actor: { ...manager.actor, scope: [mine.subsidiaryId] } };
  const id = await asked(limited, { state: "sort=number", columns: ["number"] });
  const file = (await downloaded(limited, id)).toString();
  expect(file).toBe(`Number\r\n${mine.numbers.join("\r\n")}\r\n`);
  expect(file).not.toContain(String(other.numbers[0]));
});

it("writes every list", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const person = await aSubject(world.db);
  const reference = await aReference(world.db, { subjectId: person.id });
  const { number } = await aReverification(world.db, {
    startedById: ctx.actor.id,
    subjectId: person.id,
    referenceId: reference.id,
  });
  await world.db.process.create({
    data: { id: reference.id, outcome: "approve", state: "_STATE_FINISHED", subjectId: person.id, score: -7 },
  });
  const first = { reverifications: String(number), processes: reference.id, references: reference.id };
  for (const [list, cell] of Object.entries(first)) {
    const id = await asked(ctx, { list, state: `subject=${person.id}` });
    const [, row] = parse(await downloaded(ctx, id)) as string[][];
    expect(row?.[0]).toBe(cell);
    expect(row?.[2]).toContain("***.");
    const manifest = await readManifest(ctx, id);
    expect(manifest?.filters).toEqual([expect.stringContaining(person.id)]);
    expect(manifest?.order).toContain("descending");
  }
});
