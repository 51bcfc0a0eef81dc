import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openExportRows } from "#lib/db/export-rows.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { downloadExport, readManifest } from "#lib/features/exports/downloading.ts";
import { manifestNameOf, writeManifest } from "#lib/features/exports/manifest.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { checkFile } from "#lib/features/file-check/checking.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import { readPdf, unbroken } from "#tests/support/pdf.ts";
import { someSettings } from "#tests/support/settings.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

const CASES = 4;
const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const folder = openTemporaryFolder("file-check");

let world: World;
let manager: UserCtx;
let state: string;
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager");
  const subsidiary = { id: crypto.randomUUID(), name: "Filial; “Centro”" };
  await world.db.subsidiary.create({ data: subsidiary, select: { id: true } });
  for (let at = 0; at < CASES; at += 1) {
    const { id: subjectId } = await aSubject(world.db, { name: '=cmd|"José"; Łukasz' });
    await aCase(world.db, { subjectId, subsidiaryId: subsidiary.id, score: -12.5 });
  }
  state = `subsidiary=${subsidiary.id}&sort=-number`;
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await world.end();
});

/** An export as a person has it on disk, its manifest beside it. */
async function anExport(given: Record<string, unknown>): Promise<string> {
  // Nobody asks for so many in a minute.
  const somebody = await ctxFor(world.db, "manager");
  const asked = await askExport(somebody, askInput.parse({ list: "cases", state, ...given }), "en");
  if (!asked.ok) throw new Error(asked.failure.code);
  const { id } = asked.value;
  const found = await downloadExport({ ...somebody, rows: openExportRows(world.url) }, id);
  if (!found.ok) throw new Error(found.failure.code);
  const pieces: Buffer[] = [];
  for await (const piece of found.value.pieces) pieces.push(piece);
  const file = path.join(folder, found.value.name);
  fs.writeFileSync(file, Buffer.concat(pieces));
  const manifest = await readManifest(somebody, id);
  if (!manifest) throw new Error("no manifest");
  fs.writeFileSync(manifestNameOf(file), writeManifest(manifest));
  return file;
}

const changed = (file: string, name: string, change: (bytes: Buffer) => Buffer): string => {
  const other = path.join(folder, name);
  fs.writeFileSync(other, change(fs.readFileSync(file)));
  fs.copyFileSync(manifestNameOf(file), manifestNameOf(other));
  return other;
};
const inText = (change: (text: string) => string) => (bytes: Buffer) => Buffer.from(change(bytes.toString()));
const differencesOf = async (file: string, db: World["db"] | null = null) =>
  (await checkFile({ file, db })).differences.join("\n");

describe("a file and its manifest", () => {
  it.each([
    { format: "csv", separator: ";", bom: "on" },
    { format: "xlsx" },
    { format: "csv", state: "scoreMin=99" },
    { format: "xlsx", state: "scoreMin=99" },
    { format: "pdf" },
  ])("agree where nothing was changed: %j", async (given) => {
    const report = await checkFile({ file: await anExport(given), db: world.db });
    expect(report.differences).toEqual([]);
    expect(report.checked.join("\n")).toContain("what the audit log tells of it");
  });

  it("hold for a PDF, which shows the first rows and ends with its manifest", async () => {
    const file = await anExport({ format: "pdf" });
    const { pages, text, info, roles } = await readPdf(fs.readFileSync(file));
    expect(info).toMatchObject({ Title: "Cases", Language: "en" });
    expect(unbroken(text)).toContain("4 rows in all.");
    expect(unbroken(pages[0] ?? "")).toMatch(/Number .*Person .*CPF/);
    expect(unbroken(text)).toContain('=cmd|"José"; Łukasz');
    expect(unbroken(pages.at(-1) ?? "")).toMatch(/^Manifest .*Rows 4 .*contraprova\/export-manifest\/1/);
    expect(roles).toContain("Table");
    const none = await readPdf(fs.readFileSync(await anExport({ format: "pdf", state: "scoreMin=99" })));
    expect(unbroken(none.text)).toContain("No rows match these filters.");
    expect(unbroken(none.text)).toContain("0 rows in all.");
    const changedFile = changed(file, "changed.pdf", (bytes) => Buffer.concat([bytes, Buffer.from("\n")]));
    expect(await differencesOf(changedFile)).toMatch(/^size: .*\nSHA-256: /);
  });

  it("differ in what was changed, and the line says in what", async () => {
    const file = await anExport({ format: "csv", separator: ";" });
    const lines = (text: string) => text.split("\r\n");
    const fewer = changed(
      file,
      "fewer.csv",
      inText((text) => lines(text).toSpliced(2, 1).join("\r\n")),
    );
    expect(await differencesOf(fewer)).toMatch(
      /^size: .*\nSHA-256: .*\nrows: the manifest tells of 4, the file has 3$/,
    );
    const column = changed(
      file,
      "column.csv",
      inText((text) => text.replace("Number", "Case")),
    );
    expect(await differencesOf(column)).toMatch(
      /SHA-256: .*\ncolumn 1: the manifest tells of “Number”, the file has “Case”$/,
    );
    const cell = changed(
      file,
      "cell.csv",
      inText((text) => text.replace("-12.5", "+12.5")),
    );
    expect(await differencesOf(cell)).toMatch(/^SHA-256: [^\n]*$/);
    expect(await differencesOf(cell, world.db)).toMatch(/\naudit log: it tells of SHA-256 /);
  });

  it("differ where the manifest was made to fit a changed file: the audit log tells of another", async () => {
    const file = await anExport({ format: "csv" });
    const forged = changed(
      file,
      "forged.csv",
      inText((text) => text.replace("-12.5", "-11.5")),
    );
    const bytes = fs.readFileSync(forged);
    const manifest = JSON.parse(fs.readFileSync(manifestNameOf(forged), "utf8"));
    manifest.file.sha256 = createHash("sha256").update(bytes).digest("hex");
    fs.writeFileSync(manifestNameOf(forged), JSON.stringify(manifest));
    expect(await differencesOf(forged)).toBe("");
    expect(await differencesOf(forged, world.db)).toMatch(
      /^audit log: it tells of SHA-256 [0-9a-f]{64}, the file has /,
    );
    manifest.id = crypto.randomUUID();
    manifest.auditHead = { block: 7, head: "ab".repeat(32), sealedAt: new Date().toISOString() };
    fs.writeFileSync(manifestNameOf(forged), JSON.stringify(manifest));
    expect(await differencesOf(forged, world.db)).toMatch(
      /^audit log: block 7 of this database has not been sealed\naudit log: it tells of no export /,
    );
  });

  it("is found within a workbook that came without, down to its cells", async () => {
    const file = await anExport({ format: "xlsx" });
    fs.rmSync(manifestNameOf(file));
    const alone = await checkFile({ file, db: null });
    expect([alone.differences, alone.checked[1]]).toEqual([
      [],
      expect.stringMatching(/^4 rows of \d+ columns$/),
    ]);
    expect((await checkFile({ file, db: world.db })).differences).toEqual([]);
  });

  it("are asked for where there is none, and a case's file is found in the log by its hash", async () => {
    const file = path.join(folder, "case-10001.pdf");
    fs.writeFileSync(file, "%PDF");
    expect(await differencesOf(file, world.db)).toContain("the audit log tells of no file with its hash");
    const sha256 = createHash("sha256").update("%PDF").digest("hex");
    const detail = { file: crypto.randomUUID(), sha256, bytes: 4, auditHead: null };
    await recordAudit(world.db, manager, {
      action: "case.file",
      entityType: "case",
      entityId: "10001",
      detail,
    });
    const report = await checkFile({ file, db: world.db });
    expect(report.differences).toEqual([]);
    expect(report.checked[0]).toMatch(/^case 10001 was taken as this very file on /);
  });

  it("npm run export:verify ends with 1 and the line that says what differs", {
    timeout: 60_000,
  }, async () => {
    const file = await anExport({ format: "csv" });
    const cut = changed(file, "cut.csv", (bytes) => bytes.subarray(0, bytes.length - 1));
    const command = ["--conditions=react-server", "lib/commands/run.mjs", "export-verify", file, cut];
    const options = { cwd: root, env: { ...process.env, ...someSettings({ DATABASE_URL: world.url }) } };
    const {
      code = 0,
      stdout,
      stderr,
    } = await run(process.execPath, command, options).catch((error) => error);
    expect(code).toBe(1);
    expect(stdout).toContain(`${file}: it is as it was made\n`);
    expect(stdout).toContain(`${cut}: IT IS NOT AS IT WAS MADE\n`);
    expect(stderr).toMatch(/cut\.csv: size: the manifest tells of \d+ bytes, the file has \d+\n/);
  });
});
