import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { contentOf } from "#lib/features/audit/rules.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { PER_MINUTE } from "#lib/features/limits/rules.ts";
import { setHold } from "#lib/features/retention/holds.ts";
import { revealField } from "#lib/features/revealing/service.ts";
import { findSubjectByCpf } from "#lib/features/subjects/repository.ts";
import { eraseSubject } from "#lib/features/titular/erasing.ts";
import { titularFile } from "#lib/features/titular/file.ts";
import { memoryStorage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, testVault, type World } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification } from "#tests/support/factories.ts";
import { aPerson, type Person } from "#tests/support/privacy.ts";
import { everyRow, findsIn } from "#tests/support/whole-database.ts";
import { aWholePerson } from "#tests/support/whole-person.ts";

let world: World;
let admin: UserCtx;
let manager: UserCtx;
let analyst: UserCtx;
const storage = memoryStorage();
beforeAll(async () => {
  world = await openWorld();
  const fresh = async (role: "admin" | "manager" | "analyst") => ({
    ...(await ctxFor(world.db, role, { storage })),
    confirmedAt: new Date(),
  });
  admin = await fresh("admin");
  manager = await fresh("manager");
  analyst = await fresh("analyst");
});
afterAll(() => world.end());

const canaries = ({ name, cpf, email, phone }: Person) => [name, cpf, email, phone];

describe("the person's file", () => {
  it("holds all that we hold, what each reading means, and who saw it", async () => {
    const person = await aWholePerson(world.db, { analyst, storage });
    await recordAudit(world.db, analyst, {
      action: "case.view",
      entityType: "case",
      entityId: String(person.number),
      detail: {},
    });
    const made = await titularFile(manager, { subject: person.subjectId, reason: "titular_asked" });
    const text = JSON.stringify(made.ok ? made.value : null);
    for (const value of [...canaries(person), person.processId, person.referenceId, person.reverificationId])
      expect(text).toContain(value);
    for (const words of [
      "Alerta de fraude",
      "decisao_por_pessoa",
      "Cópia da selfie",
      analyst.actor.name,
      "Called ",
      "artigo 20",
    ])
      expect(text).toContain(words);
    const [event] = await world.db.auditEvent.findMany({
      where: { action: "subject.file", entityId: person.subjectId },
    });
    expect(event?.actorId).toBe(manager.actor.id);
    expect(event?.detail).toMatchObject({ reason: "titular_asked", processes: 1, cases: 1 });
    for (const value of canaries(person)) expect(JSON.stringify(event?.detail)).not.toContain(value);
  });

  it("is for those who may, with a fresh proof, and not where it cannot be written down", async () => {
    const { subjectId: subject } = await aPerson(world.db);
    const ask = { subject, reason: "internal_check" } as const;
    await expect(titularFile(analyst, ask)).rejects.toThrow(Forbidden);
    await expect(titularFile({ ...manager, confirmedAt: null }, ask)).rejects.toThrow();
    await expect(
      titularFile({ ...manager, request: { ...manager.request, id: "x" } }, ask),
    ).rejects.toThrow();
    expect((await titularFile(manager, { ...ask, subject: randomUUID() })).ok).toBe(false);
    expect(await world.db.auditEvent.count({ where: { action: "subject.file", entityId: subject } })).toBe(0);
  });
});

describe("the limit of files", () => {
  it("holds for the person's file as for any export, and views are counted", async () => {
    const hasty = { ...(await ctxFor(world.db, "manager", { storage })), confirmedAt: new Date() };
    const { subjectId: subject } = await aPerson(world.db);
    const ask = { subject, reason: "internal_check" } as const;
    expect(await titularFile(hasty, { ...ask, subject: randomUUID() })).toMatchObject({ ok: false });
    const given = [];
    for (let i = 0; i < PER_MINUTE.export; i += 1) given.push((await titularFile(hasty, ask)).ok);
    expect(given.filter(Boolean)).toHaveLength(PER_MINUTE.export - 1);
    expect(await titularFile(hasty, ask)).toMatchObject({ ok: false, failure: { code: "too_many" } });
    const watched = await world.db.personWatch.findMany({
      where: { userId: hasty.actor.id },
      orderBy: { what: "asc" },
      select: { what: true, counted: true },
    });
    expect(watched).toEqual([
      { what: "not_found", counted: 1 },
      { what: "subject_view", counted: PER_MINUTE.export - 1 },
    ]);
  });
});

describe("an erasure", () => {
  it("leaves no trace of the person in any table or file, and the decision without them", async () => {
    const person = await aWholePerson(world.db, { analyst, storage });
    expect(findsIn(await everyRow(world.url), [person.name, person.phone])).not.toEqual([]);
    const erased = await eraseSubject(admin, { subject: person.subjectId, reason: "titular_asked" });
    expect(erased).toEqual({
      ok: true,
      value: { snapshots: 1, notes: 1, answers: 1, selfies: 1, attachments: 0, left: 0 },
    });
    expect(findsIn(await everyRow(world.url), canaries(person))).toEqual([]);
    expect(await storage.get(`selfies/${person.reverificationId}`)).toBeNull();
    expect(await findSubjectByCpf(world.db, testVault, person.cpf)).toBeNull();
    const found = await world.db.case.findUniqueOrThrow({ where: { number: person.number } });
    expect(found).toMatchObject({ decision: "false_positive", reasons: ["other"], status: "closed" });
    const process = await world.db.process.findUniqueOrThrow({ where: { id: person.processId } });
    expect(process.outcome).toBe("approve");
    expect(await world.db.caseEvent.count({ where: { caseNumber: person.number } })).toBe(1);
  });

  it("takes the tags of their cases with it, from case and timeline", async () => {
    const person = await aWholePerson(world.db, { analyst, storage });
    const { number } = person;
    await world.db.case.update({ where: { number }, data: { tags: ["prima da Łucja"] } });
    for (const kind of ["tagged", "untagged", "tagged"] as const)
      await world.db.caseEvent.create({
        data: { caseNumber: number, kind, detail: { tag: "prima da Łucja" } },
      });
    await eraseSubject(admin, { subject: person.subjectId, reason: "titular_asked" });
    expect((await world.db.case.findUniqueOrThrow({ where: { number } })).tags).toEqual([]);
    expect(findsIn(await everyRow(world.url), ["prima da Łucja"])).toEqual([]);
  });

  it("shows nothing of them afterwards: no reveal, no name, no second erasure", async () => {
    const person = await aWholePerson(world.db, { analyst, storage });
    const ask = { subject: person.subjectId, reason: "titular_asked" } as const;
    await eraseSubject(admin, ask);
    const record = String(person.number);
    for (const field of ["cpf", "email", "phone"] as const)
      expect(await revealField(manager, { field, place: "case", record, reason: "report_fraud" })).toEqual({
        ok: false,
        failure: { code: "not_there" },
      });
    expect(await eraseSubject(admin, ask)).toEqual({ ok: false, failure: { code: "erased" } });
    const file = await titularFile(manager, ask);
    for (const value of canaries(person)) expect(JSON.stringify(file)).not.toContain(value);
  });

  it("leaves the log as it was: every event still gives its hash", async () => {
    const person = await aWholePerson(world.db, { analyst, storage });
    const before = await world.db.auditEvent.findMany({ orderBy: { seq: "asc" } });
    await eraseSubject(admin, { subject: person.subjectId, reason: "authority_ordered" });
    const after = await world.db.auditEvent.findMany({ orderBy: { seq: "asc" } });
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.every((event) => contentOf(event as Parameters<typeof contentOf>[0]) === "same")).toBe(true);
    expect(after.at(-1)).toMatchObject({ action: "subject.erase", entityId: person.subjectId });
  });

  it("is refused, and told, while somebody needs the person", async () => {
    const [held, open, running] = [await aPerson(world.db), await aPerson(world.db), await aPerson(world.db)];
    await setHold(admin, { subject: held.subjectId, reason: "claim" });
    await aCase(world.db, { subjectId: open.subjectId });
    await aReverification(world.db, {
      startedById: analyst.actor.id,
      subjectId: running.subjectId,
      state: "sent",
      settledAt: null,
      outcome: null,
    });
    for (const [person, code] of [
      [held, "held"],
      [open, "open_case"],
      [running, "unfinished"],
    ] as const) {
      const refused = await eraseSubject(admin, { subject: person.subjectId, reason: "purpose_ended" });
      expect(refused).toEqual({ ok: false, failure: { code } });
      const [event] = await world.db.auditEvent.findMany({
        where: { action: "subject.erase", entityId: person.subjectId },
      });
      expect([event?.outcome, event?.detail]).toEqual(["refused", { why: code }]);
      const row = await world.db.subject.findUniqueOrThrow({ where: { id: person.subjectId } });
      expect(row.name).toBe(person.name);
    }
  });

  it("is refused for a case that hangs on the person by a reference alone", async () => {
    const { subjectId: subject } = await aPerson(world.db);
    const { id: referenceId } = await aReference(world.db);
    const { id } = await aReverification(world.db, { startedById: analyst.actor.id, referenceId });
    await aCase(world.db, { reverificationId: id });
    await world.db.referenceProcess.update({ where: { id: referenceId }, data: { subjectId: subject } });
    const refused = await eraseSubject(admin, { subject, reason: "purpose_ended" });
    expect(refused).toEqual({ ok: false, failure: { code: "open_case" } });
  });

  it("is an administrator's, with a fresh proof, and done once by two at the same time", async () => {
    const { subjectId: subject } = await aPerson(world.db);
    const ask = { subject, reason: "titular_asked" } as const;
    await expect(eraseSubject(manager, ask)).rejects.toThrow(Forbidden);
    await expect(eraseSubject({ ...admin, confirmedAt: null }, ask)).rejects.toThrow();
    const both = await Promise.all([eraseSubject(admin, ask), eraseSubject(admin, ask)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
