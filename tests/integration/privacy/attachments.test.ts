import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { attachFile } from "#lib/features/attachments/attaching.ts";
import { takeAttachment } from "#lib/features/attachments/reading.ts";
import { removeLeft } from "#lib/features/attachments/removing.ts";
import { addNote, editNote } from "#lib/features/cases/notes.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { rotateKeys } from "#lib/features/rotation/service.ts";
import { removeErasedFiles } from "#lib/features/titular/erased-files.ts";
import { eraseSubject } from "#lib/features/titular/erasing.ts";
import { titularFile } from "#lib/features/titular/file.ts";
import { readTitularStanding } from "#lib/features/titular/service.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { memoryStorage, type Storage } from "#lib/storage/storage.ts";
import { anAttachment, bodyOf, TEXT } from "#tests/support/attachments.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";
import { aPerson } from "#tests/support/privacy.ts";
import { everyRow, findsIn } from "#tests/support/whole-database.ts";
import { beginErasing, expectWaiting, whileHeld } from "./held.ts";

const [older, newer] = ["k1", "k2"].map((id) => ({ id, key: randomBytes(32) })) as [Key, Key];
type Key = { id: string; key: Buffer };
const index = Buffer.alloc(32);
const vault = createVault([older], index);
const storage = memoryStorage();
let world: World;
let admin: UserCtx;
let manager: UserCtx;
let analyst: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  const given = { storage, vault };
  admin = { ...(await ctxFor(world.db, "admin", given)), confirmedAt: new Date() };
  manager = { ...(await ctxFor(world.db, "manager", given)), confirmedAt: new Date() };
  analyst = await ctxFor(world.db, "analyst", given);
});
afterAll(() => world.end());

const keyOf = (id: string) => `attachments/${id}`;
const DAY_MS = 86_400_000;

/** A closed case about somebody new, with a file that somebody put there. */
async function aClosedCase(daysAgo = 0) {
  const person = await aPerson(world.db, { vault });
  const at = new Date(Date.now() - daysAgo * DAY_MS);
  const closed = { status: "closed" as const, closedAt: at, reasons: ["other"] };
  const by = {
    decision: "inconclusive" as const,
    decidedById: analyst.actor.id,
    decidedAt: at,
    openedAt: at,
  };
  const { number } = await aCase(world.db, { subjectId: person.subjectId, ...closed, ...by });
  const id = await anAttachment(analyst, number, { name: `${person.name}.csv` });
  return { ...person, number, id };
}

it("a person's own file lists what was attached, and an erasure takes it, its name and what it was noted by", async () => {
  const { subjectId: subject, number, id, name } = await aClosedCase();
  const ask = { subject, reason: "titular_asked" } as const;
  const file = await titularFile(manager, ask);
  expect(file).toMatchObject({
    value: {
      casos: [{ numero: number, arquivos: [{ nome: `${name}.csv`, tipo: "text", removido_em: null }] }],
    },
  });
  const broken: Storage = { ...storage, remove: () => Promise.reject(new Error("read-only")) };
  const erased = await eraseSubject({ ...admin, storage: broken }, ask);
  expect(erased).toMatchObject({ ok: true, value: { attachments: 1, selfies: 0, left: 1 } });
  expect(await readTitularStanding(admin, subject)).toMatchObject({ filesLeft: 1 });
  expect(await takeAttachment(manager, number, id)).toMatchObject({ failure: { code: "unknown" } });
  await removeErasedFiles(programCtx(world.db, { storage }), subject);
  expect(await storage.get(keyOf(id))).toBeNull();
  expect(findsIn(await everyRow(world.url), [name])).toEqual([]);
  const last = await world.db.auditEvent.findFirst({
    where: { action: "subject.erase", entityId: subject },
    orderBy: { seq: "desc" },
  });
  expect(last?.detail).toEqual({ step: "file", file: id });
  expect(await attachFile(analyst, number, { name: "x", body: bodyOf("x") })).toMatchObject({
    failure: { code: "erased" },
  });
});

it("a file that comes in the instant of an erasure is refused or goes with the rest", async () => {
  const { subjectId: subject, number } = await aClosedCase();
  const put = Promise.withResolvers<void>();
  const erased = Promise.withResolvers<void>();
  const slow: Storage = {
    ...storage,
    async putStream(key, source) {
      await storage.putStream(key, source);
      put.resolve();
      await erased.promise;
    },
  };
  const attaching = attachFile({ ...analyst, storage: slow }, number, { name: "x.txt", body: bodyOf("x") });
  await put.promise;
  await eraseSubject(admin, { subject, reason: "titular_asked" });
  erased.resolve();
  expect(await attaching).toEqual({ ok: false, failure: { code: "erased" } });
  expect(await world.db.caseAttachment.count({ where: { caseNumber: number, removedAt: null } })).toBe(0);
});

it("a note that is edited in the instant of an erasure does not bring its text back", async () => {
  const { subjectId: subject, number } = await aClosedCase();
  await addNote(analyst, { number, note: "The first text." });
  const { id: event } = await world.db.caseEvent.findFirstOrThrow({
    where: { caseNumber: number, kind: "noted" },
  });
  // An editor who has read the note, and has not yet committed what it says now.
  await whileHeld(world.url, async (held) => {
    await held.client.query('SELECT number FROM "case" WHERE number = $1 FOR NO KEY UPDATE', [number]);
    await held.client.query(
      "INSERT INTO case_note_edit (event_id, place, author_id, at, note) VALUES ($1, 1, $2, $3, 'Zuleide, once more')",
      [event, analyst.actor.id, new Date()],
    );
    const patient = { ...admin, db: held.db, programDb: held.db };
    const erasing = eraseSubject(patient, { subject, reason: "titular_asked" });
    await expectWaiting(held, erasing);
    await held.client.query("COMMIT");
    expect((await erasing).ok).toBe(true);
  });
  expect(findsIn(await everyRow(world.url), ["Zuleide, once more"])).toEqual([]);
  expect(await editNote(analyst, { number, event, edits: 1, text: "And again." })).toMatchObject({
    failure: { code: "note_unknown" },
  });
});

it("an edit that begins while an erasure is under way waits for it, and finds nothing to edit", async () => {
  const { subjectId: subject, number } = await aClosedCase();
  await addNote(analyst, { number, note: "The first text." });
  const { id: event } = await world.db.caseEvent.findFirstOrThrow({
    where: { caseNumber: number, kind: "noted" },
  });
  await whileHeld(world.url, async (held) => {
    await beginErasing(held.client, subject);
    const edit = { number, event, edits: 0, text: "Zuleide, too late" };
    const editing = editNote({ ...analyst, db: held.db }, edit);
    await expectWaiting(held, editing);
    await held.client.query("COMMIT");
    expect(await editing).toMatchObject({ failure: { code: "note_unknown" } });
  });
});

it("a note that is written while an erasure is under way waits for it, and is refused, as every later one", async () => {
  const { subjectId: subject, number } = await aClosedCase();
  const erased = { ok: false, failure: { code: "case_erased" } };
  await whileHeld(world.url, async (held) => {
    await beginErasing(held.client, subject);
    const adding = addNote({ ...analyst, db: held.db }, { number, note: "Zuleide, too late" });
    await expectWaiting(held, adding);
    await held.client.query("COMMIT");
    expect(await adding).toEqual(erased);
  });
  expect(await addNote(analyst, { number, note: "Zuleide, later" })).toEqual(erased);
  expect(findsIn(await everyRow(world.url), ["Zuleide"])).toEqual([]);
});

it("files leave with a case that is past its days", async () => {
  const [old, fresh] = [await aClosedCase(4_000), await aClosedCase()];
  const program = programCtx(world.db, { storage });
  await runRetention(program);
  expect(await world.db.case.findUnique({ where: { number: old.number } })).toBeNull();
  // As if an hour had gone by.
  await world.db.attachmentLeft.updateMany({ data: { dueAt: new Date(0) } });
  await removeLeft(program);
  expect(await storage.get(keyOf(old.id))).toBeNull();
  expect(await storage.get(keyOf(fresh.id))).not.toBeNull();
});

it("names and bytes are taken up by a new key, and open without the old one", async () => {
  const { number, id, name } = await aClosedCase();
  const both = createVault([newer, older], index);
  const rotated = await rotateKeys(programCtx(world.db, { storage, vault: both }));
  expect([rotated.isDone, Object.keys(rotated.byKey["storage.attachments"] ?? {})]).toEqual([true, ["k2"]]);
  const file = await takeAttachment({ ...manager, vault: createVault([newer], index) }, number, id);
  if (!file.ok) throw new Error(file.failure.code);
  const pieces: Buffer[] = [];
  for await (const piece of file.value.pieces) pieces.push(piece);
  expect([file.value.name, Buffer.concat(pieces).toString()]).toEqual([`${name}.csv`, TEXT]);
});
