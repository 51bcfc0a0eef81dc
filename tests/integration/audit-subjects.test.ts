import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import { personOf } from "#lib/features/audit/person-of.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { findPersonOfCpf, listSubjectEvents, openSubjectAudit } from "#lib/features/audit/subjects.ts";
import { LOOKS, type SubjectAuditFilter, subjectAuditTable } from "#lib/features/audit/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase, aCpf, aReference, aReverification, aSubject } from "#tests/support/factories.ts";

let world: World;
let manager: UserCtx;
let analyst: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager");
  analyst = await ctxFor(world.db, "analyst");
});
afterAll(() => world.end());

const filterOf = (change: Partial<SubjectAuditFilter> = {}): SubjectAuditFilter => ({
  ...subjectAuditTable.parse({}),
  ...change,
});
const told = async (id: string, change: Partial<SubjectAuditFilter> = {}) => {
  const { rows, count } = await listSubjectEvents(manager, id, filterOf(change));
  return { count, rows: rows.map(({ action, entityId }) => `${action} ${entityId}`) };
};
const tell = (action: AuditEntry["action"], entityType: AuditEntry["entityType"], entityId: string) =>
  recordAudit(world.db, analyst, { action, entityType, entityId, detail: {} } as AuditEntry);

/** A person with one of everything, reached each in another way. */
async function aPersonWithEverything() {
  const { id, cpf } = await aSubject(world.db);
  const reference = await aReference(world.db, { subjectId: id });
  const own = await aReverification(world.db, { startedById: analyst.actor.id, subjectId: id });
  const byReference = await aReverification(world.db, {
    startedById: analyst.actor.id,
    referenceId: reference.id,
  });
  const process = randomUUID();
  await world.db.process.create({
    data: { id: process, subjectId: id, outcome: "approve", state: "FINISHED" },
    select: { id: true },
  });
  const ownCase = await aCase(world.db, { subjectId: id });
  const byReverification = await aCase(world.db, { reverificationId: byReference.id });
  const byProcess = await aCase(world.db, { processId: process });
  return { id, cpf, reference, own, byReference, process, ownCase, byReverification, byProcess };
}

describe("who saw a person", () => {
  it("is reached from whatever is theirs, and from nothing that is nobody's", async () => {
    const { id, reference, own, byReference, process, ownCase, byReverification, byProcess } =
      await aPersonWithEverything();
    const of = (entityType: string, entityId: string | null) => personOf(world.db, { entityType, entityId });
    for (const { number } of [ownCase, byReverification, byProcess])
      expect(await of("case", String(number))).toBe(id);
    for (const each of [own, byReference]) expect(await of("reverification", each.id)).toBe(id);
    expect(await of("process", process)).toBe(id);
    expect(await of("reference", reference.id)).toBe(id);
    for (const [kind, entity] of [
      ["case", "999999999"],
      ["case", "1e3"],
      ["process", "not-an-id"],
      ["process", randomUUID()],
      ["session", own.id],
      ["case", null],
    ] as const)
      expect(await of(kind, entity)).toBeNull();
  });

  it("tells of events on them and on everything of theirs, and of nobody else's", async () => {
    const one = await aPersonWithEverything();
    const other = await aPersonWithEverything();
    for (const each of [one, other]) {
      await tell("reference.link", "reference", each.reference.id);
      await tell("reverification.view", "reverification", each.own.id);
      await tell("selfie.view", "reverification", each.byReference.id);
      await tell("process.lookup", "process", each.process);
      await tell("case.view", "case", String(each.ownCase.number));
      await tell("case.note", "case", String(each.byReverification.number));
      await tell("case.take", "case", String(each.byProcess.number));
    }
    await findPersonOfCpf(manager, one.cpf);
    await openSubjectAudit(manager, one.id);
    expect(await told(one.id)).toEqual({
      count: 9,
      rows: [
        `audit.subject ${one.id}`,
        `subject.search ${one.id}`,
        `case.take ${one.byProcess.number}`,
        `case.note ${one.byReverification.number}`,
        `case.view ${one.ownCase.number}`,
        `process.lookup ${one.process}`,
        `selfie.view ${one.byReference.id}`,
        `reverification.view ${one.own.id}`,
        `reference.link ${one.reference.id}`,
      ],
    });
    const looks = await told(one.id, { looks: "yes" });
    expect(looks.rows.map((row) => row.split(" ")[0])).toEqual([
      "audit.subject",
      "subject.search",
      "case.view",
      "process.lookup",
      "selfie.view",
      "reverification.view",
    ]);
    expect((await told(one.id, { actor: [analyst.actor.id] })).count).toBe(7);
  });

  it("takes every act by which somebody sees personal data for a look", () => {
    for (const action of ["selfie.view", "case.view", "process.view", "subject.search", "audit.export"])
      expect(LOOKS).toContain(action);
    for (const action of ["case.decide", "session.start", "user.create"]) expect(LOOKS).not.toContain(action);
  });

  it("names the person masked, and by name only to those who may read cases", async () => {
    const { id, cpf } = await aSubject(world.db, { name: "Zuleica Canária" });
    const shown = await openSubjectAudit(manager, id);
    expect(shown).toMatchObject({ name: "Zuleica Canária" });
    expect(JSON.stringify(shown)).not.toContain(cpf);
    const admin = await ctxFor(world.db, "admin");
    expect(await openSubjectAudit(admin, id)).toMatchObject({ name: null });
  });

  it("finds nobody for a CPF that nobody has, and records that somebody looked", async () => {
    const found = await findPersonOfCpf(manager, aCpf());
    expect(found).toMatchObject({ ok: false, failure: { code: "cpf_unknown" } });
    const last = await world.db.auditEvent.findFirst({ orderBy: { seq: "desc" } });
    expect(last).toMatchObject({ action: "subject.search", entityId: null, detail: { found: false } });
    expect(await openSubjectAudit(manager, randomUUID())).toBeNull();
  });

  it.each(["support", "analyst"] as const)("is not for %s", async (role) => {
    const ctx = await ctxFor(world.db, role);
    const { id, cpf } = await aSubject(world.db);
    await expect(openSubjectAudit(ctx, id)).rejects.toBeInstanceOf(Forbidden);
    await expect(listSubjectEvents(ctx, id, filterOf())).rejects.toBeInstanceOf(Forbidden);
    await expect(findPersonOfCpf(ctx, cpf)).rejects.toBeInstanceOf(Forbidden);
  });
});
