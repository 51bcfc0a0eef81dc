import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import readSheets from "read-excel-file/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { guarded } from "#lib/csv.ts";
import { openScopedDatabases, type Tx } from "#lib/db/client.ts";
import { openExportRows } from "#lib/db/export-rows.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { exportChoices } from "#lib/features/exports/choices.ts";
import { downloadExport, readManifest } from "#lib/features/exports/downloading.ts";
import { manifestNameOf, writeManifest } from "#lib/features/exports/manifest.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { runSchedules } from "#lib/features/exports/running-schedules.ts";
import { createSchedule } from "#lib/features/exports/scheduling.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { checkFile } from "#lib/features/file-check/checking.ts";
import { reportFilter } from "#lib/features/reports/schema.ts";
import { readReportTables } from "#lib/features/reports/service.ts";
import { type ReportTable, unitOf, type Words } from "#lib/features/reports/table-of.ts";
import { formatterFor } from "#lib/format.ts";
import { en } from "#lib/i18n/messages/exports.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { insertHistory, NOW, randomHistory, referenceFor } from "#tests/integration/reports/histories.ts";
import { aUser, ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";
import { readPdf, unbroken } from "#tests/support/pdf.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

const PRICE = 1.2;
const folder = openTemporaryFolder("export-report");
const words: Words = {
  r: translatorFor("en", "reports"),
  verdicts: translatorFor("en", "verdicts"),
  cases: translatorFor("en", "cases"),
  format: formatterFor("en"),
};

let world: World;
let manager: UserCtx;
let analyst: UserCtx;
const branches = [randomUUID(), randomUUID()];
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager", { now: () => NOW });
  analyst = await ctxFor(world.db, "analyst", { now: () => NOW });
  const twins = [
    await aUser(world.db, "analyst", { name: "=Zé; “Gêmeo”" }),
    await aUser(world.db, "analyst", { name: "=Zé; “Gêmeo”" }),
  ];
  await world.db.subsidiary.createMany({
    data: branches.map((id, at) => ({ id, name: `Filial ${at}, “Centro”` })),
  });
  const people = [manager.actor.id, analyst.actor.id, ...twins.map(({ id }) => id)];
  const ground = { people, subsidiaries: branches, referenceId: await referenceFor(world.db) };
  const sizes = { cases: 120, reverifications: 120, processes: 40 };
  await insertHistory(world.db, ground, randomHistory(ground, sizes, 7));
}, 60_000);
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await world.end();
});

const sourcesOf = (ctx: UserCtx) => ({ ...ctx, rows: openExportRows(world.url), callPrice: PRICE });

/** The report's file, and its manifest beside it, as somebody has them on disk. */
async function exported(ctx: UserCtx, given: Record<string, unknown>) {
  const asked = await askExport(ctx, askInput.parse({ list: "report", ...given }), "en");
  if (!asked.ok) throw new Error(asked.failure.code);
  expect(asked.value.isDirect).toBe(true);
  const { id } = asked.value;
  const found = await downloadExport(sourcesOf(ctx), id);
  if (!found.ok) throw new Error(found.failure.code);
  const pieces: Buffer[] = [];
  for await (const piece of found.value.pieces) pieces.push(piece);
  const [bytes, file] = [Buffer.concat(pieces), path.join(folder, found.value.name)];
  const manifest = await readManifest(ctx, id);
  if (!manifest) throw new Error("no manifest");
  fs.writeFileSync(file, bytes);
  fs.writeFileSync(manifestNameOf(file), writeManifest(manifest));
  return { id, bytes, file, manifest };
}

const shown = async (ctx: UserCtx, given: Record<string, string>) =>
  (await readReportTables(ctx, reportFilter.parse(given), words, PRICE)).tables;
const FIGURE = "Cases opened";
const openedIn = ([summary]: readonly ReportTable[]) => summary?.rows.find(([name]) => name === FIGURE)?.[1];
const opened = (bytes: Buffer) =>
  (parse(bytes, { columns: true }) as Record<string, string>[]).find(
    ({ Row, Column }) => Row === FIGURE && Column === "This period",
  )?.Value;
const SECOND_MS = 1_000;
/** What a file holds of a cell: times in seconds. */
function cellIn(table: ReportTable, row: number, column: number) {
  const cell = table.rows[row]?.[column] ?? null;
  const isTime = ["span", "seconds"].includes(unitOf(table, row, column));
  return typeof cell === "number" && isTime ? cell / SECOND_MS : cell;
}

it("stands in a CSV as one table whose records a strict parser reads back into every cell of the page", async () => {
  const period = { from: "2026-10-20", to: "2026-11-19", subsidiary: branches[0] ?? "" };
  const { bytes, file, manifest, id } = await exported(manager, {
    state: new URLSearchParams(period).toString(),
    separator: ";",
    bom: "on",
  });
  const records = parse(bytes, { bom: true, delimiter: ";", columns: true }) as Record<string, string>[];
  const keyOf = (...parts: (string | undefined)[]) => JSON.stringify(parts);
  const read = new Map(records.map((each) => [keyOf(each.Table, each.Row, each.Column), each]));
  expect(read.size).toBe(records.length);
  const tables = await shown(manager, period);
  let cells = 0;
  for (const table of tables) {
    const seen: string[] = [];
    for (const [row, [first]] of table.rows.entries()) {
      seen.push(String(first));
      const times = seen.filter((name) => name === first).length;
      const name = guarded(`${first}${times > 1 ? ` (${times})` : ""}`);
      for (const [at, { label }] of table.columns.entries()) {
        if (at === 0) continue;
        cells += 1;
        expect(read.get(keyOf(table.title, name, label))?.Value, `${table.title}, ${name}, ${label}`).toBe(
          String(cellIn(table, row, at) ?? ""),
        );
      }
    }
  }
  expect(records).toHaveLength(cells);
  expect(read.get(keyOf("Summary", "Flagged by Unico", "This period"))?.Unit).toBe(en.unit.share);
  expect(read.get(keyOf("Summary", "Flagged by Unico", "Of"))?.Unit).toBe(en.unit.count);
  expect(manifest).toMatchObject({ of: "report", rows: cells, masked: true, reason: null, tables: null });
  expect(manifest.filters).toEqual([
    expect.stringContaining("Period: 20 Oct 2026 to 19 Nov 2026"),
    "Subsidiary: Filial 0, “Centro”",
  ]);
  expect(await checkFile({ file, db: world.db })).toMatchObject({ differences: [] });
  const told = await world.db.auditEvent.findMany({
    where: { entityType: "export", entityId: id },
    orderBy: { seq: "asc" },
    select: { action: true, detail: true },
  });
  expect(told.map(({ action }) => action)).toEqual(["export.create", "export.download", "export.finish"]);
  expect(told[0]?.detail).toMatchObject({ list: "report", masked: true });
});

it("is a sheet for each table in a workbook, and a change in any of them is found", async () => {
  const { bytes, file, manifest } = await exported(manager, { format: "xlsx", state: "period=90d" });
  const sheets = await readSheets(bytes);
  const tables = await shown(manager, { period: "90d" });
  expect(sheets.map(({ sheet }) => sheet)).toEqual([...tables.map(({ title }) => title), "Manifest"]);
  for (const [at, table] of tables.entries()) {
    const [, ...body] = sheets[at]?.data ?? [];
    if (table.rows.length === 0) expect(body[0]?.[0]).toBe("Nothing in this period.");
    for (const row of table.rows.keys())
      for (const column of table.columns.keys()) {
        const [found, value] = [body[row]?.[column] ?? null, cellIn(table, row, column)];
        if (typeof value === "number") expect(found).toBeCloseTo(value, 9);
        else expect(found).toBe(value === null ? null : guarded(value));
      }
  }
  expect(manifest.tables?.map(({ title, rows }) => ({ title, rows }))).toEqual(
    tables.map(({ title, rows }) => ({ title, rows: rows.length })),
  );
  expect(await checkFile({ file, db: world.db })).toMatchObject({ differences: [] });
  const told = { ...manifest, contentSha256: "0".repeat(64), rows: manifest.rows + 1 };
  fs.writeFileSync(manifestNameOf(file), writeManifest(told));
  const { differences } = await checkFile({ file, db: null });
  expect(differences).toEqual([
    expect.stringContaining("rows: "),
    expect.stringContaining("contents: "),
    expect.stringContaining("manifest: rows within"),
    expect.stringContaining("manifest: contentSha256 within"),
  ]);
});

it("reads on paper as on the page", async () => {
  const { bytes, file } = await exported(manager, { format: "pdf" });
  const { text, pages } = await readPdf(bytes);
  for (const { title } of await shown(manager, {})) expect(unbroken(text)).toContain(title);
  const opened = String(openedIn(await shown(manager, {})));
  // The chart's own total, and its page: a heading never stands without it.
  const [drawn = ""] = pages.filter((page) => unbroken(page).includes("Opened and closed"));
  expect(unbroken(drawn)).toContain(`Opened ${opened}`);
  expect(unbroken(drawn)).toMatch(/21 Oct 2026 19 Nov 2026/);
  expect(unbroken(text)).toMatch(/Re-verifications \d+ \d+ Same person \d+ \d+/);
  expect(unbroken(pages.slice(-2).join(" "))).toContain("Manifest Manifest Report Made by");
  expect(await checkFile({ file, db: world.db })).toMatchObject({ differences: [] });
});

it("is an analyst's own work and nobody else's, whomever they ask about, and support's not at all", async () => {
  const { bytes, manifest } = await exported(analyst, { state: `person=${manager.actor.id}` });
  const records = parse(bytes, { columns: true }) as Record<string, string>[];
  const people = records.filter(({ Table }) => Table === "Work of each person").map(({ Row }) => Row);
  expect(new Set(people)).toEqual(new Set([analyst.actor.name]));
  expect(manifest.filters).toContain(`Person: ${analyst.actor.name}`);
  expect(opened(bytes)).toBe(String(openedIn(await shown(analyst, {}))));
  const support = { ...manager, actor: { ...manager.actor, role: "support" as const } };
  await expect(exported(support, {})).rejects.toThrow(Forbidden);
});

it("has nothing to give in the clear", async () => {
  const sure = { ...manager, confirmedAt: new Date() };
  await expect(exported(sure, { personal: "on", reason: "internal_audit" })).rejects.toThrow(Forbidden);
  expect(exportChoices(sure, "report")).toEqual({ columns: [], mayClear: false });
});

it("keeps to the branches of whoever asks, by schedule too", async () => {
  const limited = await ctxFor(world.db, "manager", { now: () => NOW });
  const [branch = ""] = branches;
  const actor = { ...limited.actor, scope: [branch] };
  const scoped = openScopedDatabases(world.url, 2);
  await world.db.userSubsidiary.create({ data: { userId: limited.actor.id, subsidiaryId: branch } });
  const input = askInput.parse({ list: "report", state: "period=30d", every: "day", hour: "6" });
  const made = await createSchedule(limited, { ...input, every: "day" }, "en");
  if (!made.ok) throw new Error(made.failure.code);
  const now = () => made.value.nextAt;
  const storage = limited.storage;
  await runSchedules({ ...programCtx(world.db, { now, storage }) });
  expect(await runExports({ ...sourcesOf(limited), ...programCtx(world.db, { now, storage }) })).toBe(1);
  const { id } = await world.db.export.findFirstOrThrow({ where: { ownerId: limited.actor.id } });
  const found = await downloadExport(sourcesOf(limited), id);
  if (!found.ok) throw new Error(found.failure.code);
  const pieces: Buffer[] = [];
  for await (const piece of found.value.pieces) pieces.push(piece);
  const ofBranch = { ...limited, actor, now, readDb: scoped.of([branch]) };
  expect(opened(Buffer.concat(pieces))).toBe(String(openedIn(await shown(ofBranch, { period: "30d" }))));
  expect(Buffer.concat(pieces).toString()).not.toContain("IDCheck scores");
  // By a connection that shows nothing of other branches.
  const taken = await exported(ofBranch, { state: "period=30d" });
  expect(opened(taken.bytes)).toBe(opened(Buffer.concat(pieces)));
  await scoped.end();
});

it("is one snapshot, whatever is written meanwhile", async () => {
  const before = openedIn(await shown(manager, {}));
  const readDb = new Proxy(world.db, {
    get: (db, name) =>
      name === "$transaction"
        ? (run: (tx: Tx) => Promise<unknown>, options: object) =>
            db.$transaction(async (tx) => {
              await tx.$queryRaw`SELECT 1`;
              await aCase(world.db, { openedAt: NOW });
              return run(tx);
            }, options)
        : Reflect.get(db, name),
  });
  const { bytes } = await exported({ ...manager, readDb }, {});
  expect(opened(bytes)).toBe(String(before));
  expect(openedIn(await shown(manager, {}))).toBe(Number(before) + 1);
});
