import { createHash, randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { openCopier } from "#lib/db/copying.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { mergeImports } from "#lib/features/references/import-merging.ts";
import { receiveImport } from "#lib/features/references/import-receiving.ts";
import { findSubjectByCpf, maskedPerson, SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";
import { maskCpf } from "#lib/privacy/mask.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { ctxFor, openWorld, programCtx, testVault, type World } from "#tests/support/ctx.ts";
import { auditOf } from "#tests/support/events.ts";
import { aCpf, aReference, aSubject } from "#tests/support/factories.ts";
import { bringIn, csvOf, HEADS, send } from "#tests/support/references.ts";

let world: World;
let manager: UserCtx;
const paulista = { id: randomUUID(), name: "Avenida Paulista" };
const moema = { id: randomUUID(), name: "Moema" };
beforeAll(async () => {
  world = await openWorld();
  await world.db.subsidiary.createMany({ data: [paulista, moema] });
});
afterAll(() => world.end());
const asManager = async () => {
  manager = await ctxFor(world.db, "manager");
  return manager;
};

const line = (reference: string, cpf: string, ...rest: string[]) =>
  [reference, cpf, ...rest, ...Array<string>(5 - rest.length).fill("")].join(";");
const referenceOf = (id: string) =>
  world.db.referenceProcess.findUnique({
    where: { id },
    include: { subject: { select: SUBJECT_COLUMNS }, claims: true },
  });
const refusalsOf = async (importId: string) =>
  (await world.db.referenceImportRefusal.findMany({ where: { importId }, orderBy: { id: "asc" } })).map(
    ({ line: number, field, reason }) => `${number} ${field} ${reason}`,
  );

describe("a file of references", () => {
  it("is brought in whole, people sealed and found, and told", async () => {
    const ctx = await asManager();
    const [a, b, cpf] = [randomUUID(), randomUUID(), aCpf()];
    const file = csvOf(
      line(a, cpf, "Ana Sintética", "ana@example.com", "11987654321", "avenida paulista", "21/11/2025"),
      line(b.toUpperCase(), aCpf().replace(/^0+/, ""), "", "", "", moema.id),
    );
    const done = await bringIn(world, ctx, file);
    const sha256 = createHash("sha256").update(file).digest();
    expect(done).toMatchObject({
      state: "done",
      lineCount: 2,
      rightCount: 2,
      refusedCount: 0,
      addedCount: 2,
      changedCount: 0,
      disputedCount: 0,
      byteCount: BigInt(file.length),
      startedById: ctx.actor.id,
    });
    expect(Buffer.from(done.sha256 ?? []).equals(sha256)).toBe(true);
    const found = await referenceOf(a);
    expect(found).toMatchObject({
      origin: "import",
      subsidiaryId: paulista.id,
      enrolledAt: new Date("2025-11-21T03:00:00Z"),
      importId: done.id,
    });
    expect(found?.subject && maskedPerson(testVault, found.subject)).toMatchObject({
      name: "Ana Sintética",
      cpf: maskCpf(cpf),
      email: "a***@example.com",
      phone: "•••• 4321",
    });
    expect((await findSubjectByCpf(world.db, testVault, cpf))?.id).toBe(found?.subjectId);
    expect(await world.db.referenceImportLine.count()).toBe(0);
    const events = await auditOf(world.db, done.id);
    expect(events.map(({ action, actorKind, outcome }) => [action, actorKind, outcome])).toEqual([
      ["reference.import", "user", "done"],
      ["reference.import_end", "program", "done"],
    ]);
    expect(events[1]?.detail).toMatchObject({ sha256: sha256.toString("hex"), added: 2, refused: 0 });
    expect(
      JSON.stringify(events, (_, value) => (typeof value === "bigint" ? String(value) : value)),
    ).not.toContain(cpf);
  });

  it("brings in the right lines or none, as it was asked, and says of each wrong one why", async () => {
    const ctx = await asManager();
    const [a, b] = [randomUUID(), randomUUID()];
    const file = csvOf(
      line(a, aCpf()),
      line("no id", "1,23E+10", "=A1", "", "", "Elsewhere"),
      line(b, aCpf()),
      `${randomUUID()};${aCpf()}`,
    );
    const refused = await bringIn(world, ctx, file, "all");
    expect(refused).toMatchObject({ state: "refused", problem: null, refusedCount: 2, addedCount: 0 });
    const why = [
      "3 reference id_format",
      "3 cpf cpf_scientific",
      "3 name formula",
      "3 subsidiary subsidiary_unknown",
      "5 line columns",
    ];
    expect(await refusalsOf(refused.id)).toEqual(why);
    expect([await referenceOf(a), await referenceOf(b)]).toEqual([null, null]);

    const done = await bringIn(world, ctx, file, "right");
    expect(done).toMatchObject({
      state: "done",
      lineCount: 4,
      rightCount: 2,
      refusedCount: 2,
      addedCount: 2,
    });
    expect(await refusalsOf(done.id)).toEqual(why);
    expect(await referenceOf(b)).not.toBeNull();
  });

  it("changes nothing the second time, as the same file or as other bytes of the same lines", async () => {
    const ctx = await asManager();
    const [a, cpf] = [randomUUID(), aCpf()];
    const file = csvOf(line(a, cpf, "Ana Sintética", "ana@example.com"), line(a, cpf));
    const first = await bringIn(world, ctx, file);
    expect(first).toMatchObject({ state: "done", addedCount: 1, rightCount: 2 });
    const before = await referenceOf(a);
    expect(await bringIn(world, ctx, file, "all")).toMatchObject({
      state: "same",
      earlierId: first.id,
      addedCount: 0,
    });
    const other = Buffer.concat([file, Buffer.from("\r\n")]);
    expect(await bringIn(world, ctx, other)).toMatchObject({
      state: "done",
      addedCount: 0,
      changedCount: 0,
      disputedCount: 0,
    });
    expect(await referenceOf(a)).toEqual(before);
  });

  it("fills in what was not known and overwrites nothing; another CPF is kept as a contradiction", async () => {
    const ctx = await asManager();
    const owner = await aSubject(world.db, { name: "Ana Conhecida" });
    const { id: bare } = await aReference(world.db, { origin: "manual" });
    const { id: owned } = await aReference(world.db, { origin: "idcheck", subjectId: owner.id });
    const [known, other] = [aCpf(), aCpf()];
    const done = await bringIn(
      world,
      ctx,
      csvOf(
        line(bare, known, "Bia Sintética", "", "", "Moema", "2025-01-02"),
        line(owned, other, "Caio Sintético", "", "", "", "2025-03-04"),
        line(randomUUID(), owner.cpf, "Another Name", "ana@example.com", "11987654321"),
        line(randomUUID(), other, "", "caio@example.com"),
      ),
    );
    expect(done).toMatchObject({ state: "done", addedCount: 2, changedCount: 2, disputedCount: 1 });
    expect(await referenceOf(bare)).toMatchObject({
      origin: "manual",
      subsidiaryId: moema.id,
      enrolledAt: new Date("2025-01-02T03:00:00Z"),
      subject: { name: "Bia Sintética" },
    });
    const found = await referenceOf(owned);
    const claimant = await findSubjectByCpf(world.db, testVault, other);
    expect(found).toMatchObject({
      subjectId: owner.id,
      subsidiaryId: null,
      enrolledAt: new Date("2025-03-04T03:00:00Z"),
      isDisputed: true,
    });
    expect(found?.claims.map(({ subjectId }) => subjectId)).toEqual([claimant?.id]);
    const row = await world.db.subject.findUniqueOrThrow({
      where: { id: owner.id },
      select: SUBJECT_COLUMNS,
    });
    expect(maskedPerson(testVault, row)).toMatchObject({
      name: "Ana Conhecida",
      email: "a***@example.com",
      phone: "•••• 4321",
    });
    const late = await world.db.subject.findUniqueOrThrow({
      where: { id: claimant?.id ?? "" },
      select: SUBJECT_COLUMNS,
    });
    expect(maskedPerson(testVault, late)).toMatchObject({
      name: "Caio Sintético",
      email: "c***@example.com",
    });
    expect((await referenceOf(owned))?.sharesPerson).toBe(true);
  });

  it.each([
    [
      "bytes of another encoding",
      Buffer.from(`${HEADS}\n${randomUUID()};${aCpf()};Jos\xe9;;;;\n`, "latin1"),
      null,
    ],
    ["10,000 columns", Buffer.from(`${HEADS};${"x;".repeat(10_000)}\n1;2\n`), "too_many_columns"],
    ["no CPFs", Buffer.from(`reference;name\n${randomUUID()};x\n`), "no_cpf_column"],
    ["nothing", Buffer.alloc(0), "empty"],
  ])("with %s is refused, and nothing of it is in", async (_, file, problem) => {
    const before = await world.db.referenceProcess.count();
    const refused = await bringIn(world, await asManager(), file);
    expect(refused).toMatchObject({ state: "refused", problem });
    expect(await world.db.referenceProcess.count()).toBe(before);
    const [, end] = await auditOf(world.db, refused.id);
    expect(end).toMatchObject({ action: "reference.import_end", outcome: "refused" });
  });

  it("is nobody's but a manager's, and of one limited to branches only theirs", async () => {
    const file = csvOf(line(randomUUID(), aCpf()));
    for (const role of ["support", "analyst", "admin"] as const)
      await expect(send(world, await ctxFor(world.db, role), file)).rejects.toThrow(Forbidden);
    const ctx = await ctxFor(world.db, "manager");
    const limited: UserCtx = { ...ctx, actor: { ...ctx.actor, scope: [moema.id] } };
    const { id: elsewhere } = await aReference(world.db, { subsidiaryId: paulista.id });
    const own = randomUUID();
    const done = await bringIn(
      world,
      limited,
      csvOf(
        line(own, aCpf()),
        line(randomUUID(), aCpf(), "", "", "", paulista.name),
        line(elsewhere, aCpf(), "", "", "", moema.name),
      ),
    );
    expect(done).toMatchObject({ state: "done", addedCount: 1, refusedCount: 2 });
    expect(await refusalsOf(done.id)).toEqual([
      "3 subsidiary subsidiary_foreign",
      "4 reference subsidiary_foreign",
    ]);
    expect(await referenceOf(own)).toMatchObject({ subsidiaryId: moema.id });
    expect((await referenceOf(elsewhere))?.claims).toEqual([]);
  });

  it("asks again, before anything is brought in, what whoever sent it may do by now", async () => {
    const at = [randomUUID(), randomUUID(), randomUUID()] as const;
    const [lost, gone, kept] = await Promise.all([asManager(), asManager(), asManager()]);
    const ids = [];
    for (const [place, ctx] of [lost, gone, kept].entries())
      ids.push(await send(world, ctx, csvOf(line(at[place] ?? "", aCpf(), "", "", "", moema.name))));
    const [lostId = "", goneId = "", keptId = ""] = ids;
    await world.db.user.update({ where: { id: lost.actor.id }, data: { role: "analyst" } });
    await world.db.user.update({ where: { id: gone.actor.id }, data: { disabledAt: new Date() } });
    await world.db.userSubsidiary.create({ data: { userId: kept.actor.id, subsidiaryId: moema.id } });
    await mergeImports(programCtx(world.db));
    const endOf = (id: string) => world.db.referenceImport.findUniqueOrThrow({ where: { id } });
    for (const id of [lostId, goneId]) {
      expect(await endOf(id)).toMatchObject({ state: "refused", problem: "not_allowed", addedCount: 0 });
      expect((await auditOf(world.db, id)).at(-1)).toMatchObject({
        action: "reference.import_end",
        outcome: "refused",
        detail: { problem: "not_allowed" },
      });
    }
    expect(await endOf(keptId)).toMatchObject({ state: "done", addedCount: 1 });
    expect([await referenceOf(at[0]), await referenceOf(at[1])]).toEqual([null, null]);
    expect(await world.db.referenceImportLine.count()).toBe(0);
  });

  it("brings nothing in of what lies outside the branches that whoever sent it sees by now", async () => {
    const { id: elsewhere } = await aReference(world.db, { subsidiaryId: paulista.id });
    const inside = line(randomUUID(), aCpf(), "", "", "", moema.name);
    const outside = [
      line(randomUUID(), aCpf(), "", "", "", paulista.name),
      line(randomUUID(), aCpf()),
      line(elsewhere, aCpf()),
    ];
    const before = await world.db.referenceProcess.count();
    for (const each of outside) {
      const ctx = await ctxFor(world.db, "manager");
      const id = await send(world, ctx, csvOf(inside, each));
      await world.db.userSubsidiary.create({ data: { userId: ctx.actor.id, subsidiaryId: moema.id } });
      await mergeImports(programCtx(world.db));
      const end = await world.db.referenceImport.findUniqueOrThrow({ where: { id } });
      expect(end).toMatchObject({ state: "refused", problem: "branches_changed", addedCount: 0 });
    }
    expect(await world.db.referenceProcess.count()).toBe(before);
  });

  it("does not wait while the key of CPFs is turned: it is refused with words", async () => {
    const vault = createVault([{ id: "k1", key: randomBytes(32) }], randomBytes(32), randomBytes(32));
    const received = await receiveImport(
      { ...(await asManager()), vault },
      { mode: "right", body: (async function* () {})(), copier: openCopier(world.url) },
    );
    expect(received).toEqual({ ok: false, failure: { code: "key_changing" } });
  });
});
