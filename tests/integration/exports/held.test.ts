import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listSubjectEvents } from "#lib/features/audit/subjects.ts";
import { thingsOf } from "#lib/features/audit/subjects-repository.ts";
import { subjectAuditTable } from "#lib/features/audit/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { downloadExport } from "#lib/features/exports/downloading.ts";
import { type Making, makeFile } from "#lib/features/exports/making.ts";
import { find } from "#lib/features/exports/repository.ts";
import { beating } from "#lib/features/exports/running.ts";
import { askInput, EXPORT_LISTS, type ExportListName } from "#lib/features/exports/schema.ts";
import { sourceOf } from "#lib/features/exports/sources.ts";
import { listEventsAbout } from "#lib/features/titular/seen-by.ts";
import { ctxFor, openWorld, testVault, type World } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification, aSubject } from "#tests/support/factories.ts";
import { asked, exportsOver } from "./own-exports.ts";

let world: World;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  manager = { ...(await ctxFor(world.db, "manager")), confirmedAt: new Date() };
});
afterAll(() => world.end());

const { rows, downloaded } = exportsOver(() => world);

/** The cases of a branch of their own. */
async function someCases(count: number) {
  const { id: subsidiaryId } = await world.db.subsidiary.create({
    data: { id: randomUUID(), name: `Filial ${randomUUID()}` },
  });
  const people = [];
  for (let i = 0; i < count; i += 1) {
    const { id } = await aSubject(world.db);
    await aCase(world.db, { subjectId: id, subsidiaryId });
    people.push(id);
  }
  return { people, state: `subsidiary=${subsidiaryId}` };
}

async function file(given: Record<string, unknown>): Promise<string> {
  const id = await asked(manager, given);
  await downloaded(manager, id);
  return id;
}

const CLEAR = { personal: "on", reason: "internal_audit" };
const toldOf = async (subject: string, change = {}) => {
  const { rows: told } = await listSubjectEvents(manager, subject, {
    ...subjectAuditTable.parse({}),
    ...change,
  });
  return told
    .filter(({ entityType }) => entityType === "export")
    .map((row) => `${row.action} ${row.entityId}`);
};

it("tells of a person which files held them in the clear and who took those away, and of no other file", async () => {
  const { people, state } = await someCases(2);
  const [inside = "", withThem = ""] = people;
  const elsewhere = (await someCases(1)).people[0] ?? "";
  const masked = await file({ state });
  const clear = await file({ state, ...CLEAR });
  for (const person of [inside, withThem])
    expect(await toldOf(person)).toEqual([
      `export.finish ${clear}`,
      `export.download ${clear}`,
      `export.create ${clear}`,
    ]);
  // Taken away again it is told of again; who saw them are those who took it away.
  const again = await downloadExport({ ...manager, rows: rows() }, clear);
  expect(again.ok).toBe(true);
  expect(await toldOf(inside, { looks: "yes" })).toEqual([
    `export.download ${clear}`,
    `export.download ${clear}`,
  ]);
  expect(await toldOf(elsewhere)).toEqual([]);
  expect(await world.db.exportHeld.count({ where: { exportId: masked } })).toBe(0);
  // The person's own file says the same.
  const { things } = await thingsOf(world.db, inside, 100);
  const seen = (await listEventsAbout(world.db, things)).rows.map(({ action }) => action);
  expect(seen).toContain("export.download");
});

it("counts files by themselves: however many there are, nothing else of a person is lost to them", async () => {
  const { id: subjectId } = await aSubject(world.db);
  const old = await aCase(world.db, { subjectId, openedAt: new Date("2020-01-01T12:00:00Z") });
  for (let i = 0; i < 3; i += 1) {
    const { id: exportId } = await world.db.export.create({
      data: {
        ...{
          ownerId: manager.actor.id,
          list: "cases",
          format: "csv",
          masked: false,
          reason: "internal_audit",
        },
        ...{ state: "ready", direct: true, asked: new Uint8Array(1) },
      },
      select: { id: true },
    });
    await world.db.exportHeld.create({ data: { subjectId, exportId } });
  }
  const { things, isCut } = await thingsOf(world.db, subjectId, 2);
  expect(things.case).toEqual([String(old.number)]);
  expect(things.export).toHaveLength(2);
  expect(isCut).toBe(true);
  expect((await thingsOf(world.db, subjectId, 3)).isCut).toBe(false);
});

it("writes down whom a file holds before a byte of it leaves, and makes none where it cannot", async () => {
  const { people, state } = await someCases(3);
  const asked = await askExport(manager, askInput.parse({ list: "cases", state, ...CLEAR }), "en");
  const id = asked.ok ? asked.value.id : "";
  const found = await downloadExport({ ...manager, rows: rows() }, id);
  if (!found.ok) throw new Error(found.failure.code);
  const held = await world.db.exportHeld.findMany({ where: { exportId: id } });
  expect(held.map(({ subjectId }) => subjectId).sort()).toEqual(people.toSorted());
  await found.value.pieces.return(undefined);

  const other = await askExport(manager, askInput.parse({ list: "cases", state, ...CLEAR }), "en");
  const broken = new Proxy(world.db, {
    get: (db, name) =>
      name === "$executeRaw"
        ? (parts: TemplateStringsArray, ...values: unknown[]) =>
            parts.join("").includes("export_held")
              ? Promise.reject(new Error("full"))
              : db.$executeRaw(parts, ...values)
        : Reflect.get(db, name),
  });
  const refused = downloadExport({ ...manager, db: broken, rows: rows() }, other.ok ? other.value.id : "");
  await expect(refused).rejects.toThrow("full");
});

const clearOf = (list: ExportListName, params: Record<string, string[]> = {}): Omit<Making, "id"> => ({
  ...{ source: sourceOf(list), format: "csv", isMasked: false, reason: "internal_audit" },
  asked: { params, keys: null, columns: [], separator: ",", bom: false, locale: "en" },
  ...{ actor: manager.actor, isOwnOnly: false, now: new Date() },
});
const deps = () => ({ rows: rows(), db: world.db, readDb: world.db, vault: testVault });
const clearRow = (list: ExportListName) => ({
  ...{ ownerId: manager.actor.id, list, format: "csv", masked: false, reason: "internal_audit" },
  ...{ state: "ready" as const, direct: true, asked: new Uint8Array(1) },
});

it("writes down nobody of a file that was cancelled", async () => {
  const { people, state } = await someCases(1);
  const { id } = await world.db.export.create({
    data: { ...clearRow("cases"), state: "running" as const, attempt: 1 },
    select: { id: true },
  });
  const row = await find(world.db, id);
  if (!row) throw new Error("it is not there");
  const pulse = beating({ db: world.db }, row);
  await world.db.export.update({ where: { id }, data: { state: "cancelled" } });
  await pulse.now();
  pulse.end();
  const [name = "", branch = ""] = state.split("=");
  const making = { id, ...clearOf("cases", { [name]: [branch] }) };
  const file = makeFile(deps(), making, { ...pulse.watch, ended: () => undefined });
  await expect(file.next()).rejects.toThrow();
  expect(people).toHaveLength(1);
  expect(await world.db.exportHeld.count({ where: { exportId: id } })).toBe(0);
});

it("knows the people of every list", async () => {
  const { id: subjectId } = await aSubject(world.db);
  await aReference(world.db, { subjectId });
  await aReverification(world.db, { startedById: manager.actor.id, subjectId });
  await aCase(world.db, { subjectId });
  await world.db.process.create({
    data: { id: randomUUID(), subjectId, outcome: "approve", state: "PROCESS_STATE_FINISHED" },
    select: { id: true },
  });
  for (const list of EXPORT_LISTS) {
    const { id } = await world.db.export.create({ data: clearRow(list), select: { id: true } });
    const ignored = { check: () => undefined, wrote: () => undefined, ended: () => undefined };
    for await (const _ of makeFile(deps(), { id, ...clearOf(list) }, ignored));
    expect(await world.db.exportHeld.count({ where: { exportId: id, subjectId } }), list).toBe(1);
  }
});
