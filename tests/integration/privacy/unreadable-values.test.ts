import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { takeAttachment } from "#lib/features/attachments/reading.ts";
import { listCases, readCase } from "#lib/features/cases/reading.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { readForgottenProcess } from "#lib/features/processes/forgotten.ts";
import { readProcessPage } from "#lib/features/processes/page.ts";
import { revealField } from "#lib/features/revealing/service.ts";
import { placeOfSelfie, readSelfie } from "#lib/features/reverifications/selfies.ts";
import { titularFile } from "#lib/features/titular/file.ts";
import { writeCpf } from "#lib/privacy/cpf.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { memoryStorage } from "#lib/storage/storage.ts";
import { anAttachment } from "#tests/support/attachments.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase, aReverification } from "#tests/support/factories.ts";
import { addSnapshot, aPerson, type Person } from "#tests/support/privacy.ts";

/** A key that left the ring while something still lay under it. */
const lost = createVault([{ id: "lost", key: randomBytes(32) }], Buffer.alloc(32));
const storage = memoryStorage();
const CPF = "???.???.???-??";
let world: World;
let manager: UserCtx;
let person: Person;
let processId: string;
let number: number;
let file: string;
beforeAll(async () => {
  world = await openWorld();
  manager = { ...(await ctxFor(world.db, "manager", { storage })), confirmedAt: new Date() };
  person = await aPerson(world.db, { vault: lost });
  processId = await person.lookedUpBy(manager, { takenAt: new Date(Date.now() - 60_000) });
  number = (await aCase(world.db, { subjectId: person.subjectId, processId })).number;
  file = await anAttachment({ ...manager, vault: lost }, number);
});
afterAll(() => world.end());

it("a list goes on over a person whose values open no more, and so does a case", async () => {
  const other = await aPerson(world.db);
  await aCase(world.db, { subjectId: other.subjectId });
  const { rows } = await listCases(manager, caseTable.parse({}));
  expect(rows.map((row) => row.person?.cpf).sort()).toEqual([expect.stringMatching(/^\*{3}\.\d{3}/), CPF]);
  expect(await readCase(manager, number)).toMatchObject({
    person: { name: person.name, cpf: CPF, email: "???", phone: "???" },
    files: [{ id: file, name: "", sha256: "" }],
  });
});

it("nothing of them is given out: a file is damaged, a selfie not there, a value refused and told", async () => {
  expect(await takeAttachment(manager, number, file)).toEqual({ ok: false, failure: { code: "damaged" } });
  const { id } = await aReverification(world.db, { startedById: manager.actor.id });
  const selfieKey = `selfies/${id}`;
  await storage.put(selfieKey, lost.sealBytes(placeOfSelfie(id), Buffer.from("a picture")));
  await world.db.reverification.update({ where: { id }, data: { selfieKey }, select: { id: true } });
  expect(await readSelfie(manager, id)).toBeNull();
  const input = { place: "case", record: String(number), field: "cpf", reason: "compare_document" } as const;
  expect(await revealField(manager, input)).toEqual({ ok: false, failure: { code: "unreadable" } });
  const told = await world.db.auditEvent.findFirst({
    where: { action: "pii.reveal", entityId: person.subjectId },
  });
  expect(told).toMatchObject({ outcome: "refused", detail: { field: "cpf", why: "unreadable" } });
});

it("a value that opens is revealed, whatever became of the others", async () => {
  const { subjectId, cpf } = await aPerson(world.db);
  const email = lost.seal({ table: "subject", row: subjectId, column: "email" }, "perdida@canary.test");
  await world.db.subject.update({ where: { id: subjectId }, data: { email }, select: { id: true } });
  const record = String((await aCase(world.db, { subjectId })).number);
  const reveal = (field: "cpf" | "email" | "phone") =>
    revealField(manager, { place: "case", record, field, reason: "compare_document" });
  expect(await reveal("cpf")).toEqual({ ok: true, value: writeCpf(cpf) });
  expect(await reveal("phone")).toMatchObject({ ok: true });
  expect(await reveal("email")).toEqual({ ok: false, failure: { code: "unreadable" } });
  const told = await world.db.auditEvent.findMany({
    where: { action: "pii.reveal", entityId: subjectId },
    orderBy: { seq: "asc" },
  });
  expect(told.map(({ outcome, detail }) => [Object(detail).field, outcome])).toEqual([
    ["cpf", "done"],
    ["phone", "done"],
    ["email", "refused"],
  ]);
});

it("a process says that its answer cannot be read, until Unico is asked again", async () => {
  expect(await readProcessPage(manager, processId)).toBeNull();
  expect(await readForgottenProcess(manager, processId)).toMatchObject({
    outcome: "approve",
    isUnreadable: true,
  });
  await addSnapshot(manager, {
    processId,
    takenAt: new Date(),
    person: { ...person, email: "b@canary.test" },
  });
  expect(await readForgottenProcess(manager, processId)).toBeNull();
  const page = await readProcessPage(manager, processId);
  expect(page?.looks.map(({ changes }) => changes)).toEqual([null, null]);
});

it("the person's own file is made of all the rest, and names what is missing", async () => {
  const made = await titularFile(manager, { subject: person.subjectId, reason: "titular_asked" });
  expect(made).toMatchObject({
    ok: true,
    value: {
      titular: { nome: person.name, cpf: null, ilegiveis: ["cpf", "email", "telefone"] },
      consultas: [
        {
          respostas_da_unico: expect.arrayContaining([
            expect.objectContaining({ resposta: null, ilegivel: true }),
          ]),
        },
      ],
      casos: [{ numero: number, arquivos: [{ nome: null, ilegivel: true }] }],
    },
  });
});
