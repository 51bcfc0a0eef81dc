import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openExportRows } from "#lib/db/export-rows.ts";
import { PDF_ROWS } from "#lib/export/pdf-file.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { downloadExport } from "#lib/features/exports/downloading.ts";
import { listOf } from "#lib/features/exports/lists.ts";
import { askInput, EXPORT_LISTS, type ExportListName } from "#lib/features/exports/schema.ts";
import type { SourceReading } from "#lib/features/exports/source.ts";
import { sourceOf } from "#lib/features/exports/sources.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { ctxFor, openWorld, testVault, type World } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification, aSubject } from "#tests/support/factories.ts";
import { readPdf, unbroken } from "#tests/support/pdf.ts";
import { wholeOf } from "#tests/support/storage-contract.ts";

const PRIORITIES = { urgent: 11, high: 222, normal: 400 };
const ROWS = PRIORITIES.urgent + PRIORITIES.high + PRIORITIES.normal;

let world: World;
let manager: UserCtx;
const subsidiaryId = randomUUID();
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager");
  await world.db.subsidiary.create({ data: { id: subsidiaryId, name: "Filial Centro" } });
  for (const [priority, count] of Object.entries(PRIORITIES))
    await world.db.$executeRaw`
      INSERT INTO "case" (priority, origin, rule, opened_at, due_at, subsidiary_id)
      SELECT ${priority}::text::case_priority, 'manual', 'manual', now(), now(), ${subsidiaryId}::uuid
      FROM generate_series(1, ${count})`;
  await aCase(world.db, {});
});
afterAll(() => world.end());

const rows = () => openExportRows(world.url);

const readingOf = (params: Record<string, string[]>, locale: Locale): SourceReading => ({
  asked: { params, keys: null, columns: ["number"], separator: ",", bom: false, locale },
  format: "pdf",
  isMasked: true,
  actor: manager.actor,
  isOwnOnly: false,
  now: new Date(),
});

/** What is said for each chart of a list, of a snapshot that is there before `meanwhile`. */
async function chartsOf(
  list: ExportListName,
  params: Record<string, string[]>,
  locale: Locale = "en",
  meanwhile = async () => {},
): Promise<string[]> {
  const deps = { rows: rows(), readDb: world.db, vault: testVault };
  const found = sourceOf(list).within(deps, readingOf(params, locale), async function* (content) {
    await meanwhile();
    yield await content.readCharts();
  });
  const said: string[] = [];
  for await (const charts of found) said.push(...charts.map(({ picture }) => picture.says));
  return said;
}

it("draws every row of a list, tagged and said in words, though the paper shows the first of them", async () => {
  const input = { list: "cases", format: "pdf", state: `subsidiary=${subsidiaryId}`, columns: "number" };
  const asked = await askExport(manager, askInput.parse(input), "en");
  if (!asked.ok) throw new Error(asked.failure.code);
  const found = await downloadExport({ ...manager, rows: rows() }, asked.value.id);
  if (!found.ok) throw new Error(found.failure.code);
  const { text, roles, alts } = await readPdf(await wholeOf(found.value.pieces));
  expect(ROWS).toBeGreaterThan(PDF_ROWS);
  expect(unbroken(text)).toContain(`${PDF_ROWS} rows of ${ROWS} are shown here`);
  expect(alts).toEqual([
    `Status: number of rows: Open ${ROWS}`,
    "Priority: number of rows: Normal 400; High 222; Urgent 11",
    `Decision: number of rows: No value ${ROWS}`,
  ]);
  // Beside each bar stands its number, for whoever sees no length or shade.
  expect(unbroken(text)).toContain("Normal 400 High 222 Urgent 11");
  expect(roles.filter((role) => role === "Figure")).toHaveLength(3);
  expect(roles.filter((role) => role === "H2")).toHaveLength(4);
});

it("draws months one beside the other, those with nothing too, and what was long ago as one", async () => {
  const { id: subjectId } = await aSubject(world.db);
  // Late in the evening of São Paulo's day: another month by UTC.
  for (const day of ["2025-03-05", "2025-11-30", "2026-01-31", "2026-12-01", "2026-12-31"])
    await aReference(world.db, { subjectId, createdAt: new Date(`${day}T23:30:00-03:00`) });
  const months = ["fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov."];
  expect((await chartsOf("references", { subject: [subjectId] }, "pt-BR")).at(-1)).toBe(
    `Incluída, por mês: número de linhas: Antes de jan. 2026 2; jan. 2026 1; ${months
      .map((month) => `${month} 2026 0; `)
      .join("")}dez. 2026 2`,
  );
});

it("counts the rows of every list", async () => {
  const { id: subjectId } = await aSubject(world.db);
  await aReverification(world.db, { startedById: manager.actor.id, subjectId });
  await world.db.process.create({
    data: { id: randomUUID(), subjectId, outcome: "approve", state: "PROCESS_STATE_FINISHED" },
    select: { id: true },
  });
  for (const list of EXPORT_LISTS) {
    const said = await chartsOf(list, {});
    expect(said, list).toHaveLength(listOf(list).charts.length);
    for (const words of said) expect(words, list).toMatch(/number of rows: .*\d/);
  }
});

it("draws nothing where there is nothing", async () => {
  expect(await chartsOf("cases", { subsidiary: [randomUUID()] })).toEqual([]);
});

it("counts within the snapshot of the rows", async () => {
  const said = await chartsOf("cases", { subsidiary: [subsidiaryId] }, "en", async () => {
    await aCase(world.db, { subsidiaryId });
  });
  expect(said[0]).toBe(`Status: number of rows: Open ${ROWS}`);
});

it("knows of every list what it draws of it", () => {
  for (const name of EXPORT_LISTS) {
    const { charts, columns } = listOf(name);
    expect(charts.length, name).toBeGreaterThan(0);
    expect(charts.length, name).toBeLessThanOrEqual(3);
    for (const { column } of charts) expect(columns.map(({ id }) => id)).toContain(column);
  }
});
