import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden, type Role } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { findInput } from "#lib/features/finding/schema.ts";
import { find, type Hit } from "#lib/features/finding/service.ts";
import { PER_MINUTE } from "#lib/features/limits/rules.ts";
import { resolveSearch } from "#lib/features/subjects/search.ts";
import { maskCpf } from "#lib/privacy/mask.ts";
import { FENCES, type Fences, openCompany } from "#tests/integration/fences/branches.ts";
import { aUser } from "#tests/support/ctx.ts";
import { aCase, aCpf, aReference, aReverification, aSubject } from "#tests/support/factories.ts";

type Company = Awaited<ReturnType<typeof openCompany>>;
let company: Company;
let here = "";
let there = "";

/** Somebody with everything in one branch, and the ids of all of it. */
async function somebody(name: string, subsidiaryId: string) {
  const { db } = company;
  const subject = await aSubject(db, { name });
  const startedById = (await aUser(db, "analyst")).id;
  const common = { subjectId: subject.id, subsidiaryId };
  const reference = await aReference(db, common);
  const unicoProcessId = randomUUID();
  const reverification = await aReverification(db, {
    ...common,
    startedById,
    referenceId: reference.id,
    unicoProcessId,
  });
  const opened = await aCase(db, { ...common, reverificationId: reverification.id });
  return { ...subject, name, reference, reverification, unicoProcessId, number: opened.number };
}
let zilda: Awaited<ReturnType<typeof somebody>>;
let zuleica: Awaited<ReturnType<typeof somebody>>;

beforeAll(async () => {
  company = await openCompany(2);
  [here = "", there = ""] = company.branches;
  zilda = await somebody("Zilda Conceição Prado", here);
  zuleica = await somebody("Zuleica Conceição", there);
});
afterAll(() => company.end());

/** Of every branch where none is given. */
const aPerson = async (role: Role, scope: readonly string[] | null = null, fences: Fences = "both") => {
  const ctx = await company.personOf(role, scope ?? [], fences);
  return scope ? ctx : { ...ctx, db: company.db, readDb: company.db, actor: { ...ctx.actor, scope: null } };
};
async function ask(ctx: UserCtx, typed: string): Promise<Hit[] | string> {
  const found = await find(ctx, findInput.parse({ q: typed }));
  return found.ok ? found.value : found.failure.code;
}
async function hits(ctx: UserCtx, typed: string): Promise<Hit[]> {
  const found = await ask(ctx, typed);
  if (typeof found === "string") throw new Error(found);
  return found;
}
const told = (hit: Hit) => ("number" in hit ? `${hit.kind} ${hit.number}` : `${hit.kind} ${hit.id}`);
const searches = (ctx: UserCtx) =>
  company.db.auditEvent.findMany({
    where: { action: "subject.search", actorId: ctx.actor.id },
    select: { entityId: true, detail: true },
  });

describe("one box", () => {
  it("finds by part of the name, accents ignored, people whose name begins so first", async () => {
    const analyst = await aPerson("analyst");
    const begins = await aSubject(company.db, { name: "Conceição Aguiar" });
    await aCase(company.db, { subjectId: begins.id });
    expect((await hits(analyst, "conceicao")).map(told)).toEqual([
      `person ${begins.id}`,
      `person ${zilda.id}`,
      `person ${zuleica.id}`,
    ]);
    expect(await hits(analyst, "ZILDA")).toEqual([
      {
        kind: "person",
        id: zilda.id,
        place: "cases",
        person: { name: zilda.name, cpf: maskCpf(zilda.cpf) },
      },
    ]);
    expect(await hits(analyst, "%%%")).toEqual([]);
    expect(await hits(analyst, "zil_a")).toEqual([]);
    expect(await hits(analyst, "zi")).toEqual([]);
    expect(await searches(analyst)).toEqual([]);
  });

  it("finds a case and a re-verification by number, and by the ids that they were made of", async () => {
    const analyst = await aPerson("analyst");
    const { number } = zilda.reverification;
    expect((await hits(analyst, String(zilda.number))).map(told)).toEqual([`case ${zilda.number}`]);
    expect((await hits(analyst, `R-${number}`)).map(told)).toEqual([`reverification ${number}`]);
    const both = [`reverification ${number}`, `case ${zilda.number}`];
    expect((await hits(analyst, zilda.unicoProcessId)).map(told)).toEqual(both);
    expect((await hits(analyst, `veja https://x/${zilda.unicoProcessId.toUpperCase()}`)).map(told)).toEqual(
      both,
    );
    expect((await hits(analyst, zilda.reference.id)).map(told)).toContain(`reference ${zilda.reference.id}`);
    expect(await hits(analyst, randomUUID())).toEqual([]);
  });

  it("finds a process that was looked up", async () => {
    const support = await aPerson("support");
    const process = await company.db.process.create({
      data: { id: randomUUID(), outcome: "wait", state: "x", subjectId: zilda.id },
      select: { id: true },
    });
    expect((await hits(support, process.id)).map(told)).toEqual([`process ${process.id}`]);
  });

  it("finds a person by CPF, audited, found or not, and never says it whole", async () => {
    const analyst = await aPerson("analyst");
    const found = await hits(analyst, `CPF ${zilda.cpf}`);
    expect(found.map(told)).toEqual([`person ${zilda.id}`]);
    expect(JSON.stringify(found)).not.toContain(zilda.cpf);
    expect(await ask(analyst, aCpf())).toBe("cpf_unknown");
    expect(await searches(analyst)).toEqual([
      { entityId: zilda.id, detail: { found: true } },
      { entityId: null, detail: { found: false } },
    ]);
    expect(findInput.safeParse({ q: "123.456.789-00" }).error?.issues[0]?.message).toBe("field.cpf");
  });

  it("gives eight at the most", async () => {
    const analyst = await aPerson("analyst");
    for (let i = 0; i < 10; i += 1) {
      const { id } = await aSubject(company.db, { name: `Quitéria ${i}` });
      await aReference(company.db, { subjectId: id });
    }
    const found = await hits(analyst, "quiteria");
    expect(found).toHaveLength(8);
    expect(found[0]).toMatchObject({ place: "references", person: { name: "Quitéria 0" } });
  });

  it("has a limit of its own, which nothing takes that looks for nothing", async () => {
    const analyst = await aPerson("analyst");
    for (let i = 0; i < PER_MINUTE.find; i += 1) await hits(analyst, "ze");
    for (let i = 0; i < PER_MINUTE.find; i += 1) expect(await hits(analyst, "nobody at all")).toEqual([]);
    expect(await ask(analyst, "nobody at all")).toBe("too_many");
    expect((await resolveSearch(analyst, "case:read", { q: { text: "zilda" } })).ok).toBe(true);
  });

  it("takes from the searches of the lists for a CPF", async () => {
    const analyst = await aPerson("analyst");
    for (let i = 0; i < PER_MINUTE.search; i += 1)
      await resolveSearch(analyst, "case:read", { q: { text: "zilda" } });
    expect(await ask(analyst, zilda.cpf)).toBe("too_many");
    expect((await hits(analyst, "zilda")).map(told)).toEqual([`person ${zilda.id}`]);
  });
});

describe("who may find", () => {
  it("is nobody without a list to read", async () => {
    await expect(ask(await aPerson("admin"), "zilda")).rejects.toThrow(Forbidden);
    expect(await searches(await aPerson("admin"))).toEqual([]);
  });

  it("sees no re-verification as support, and of a case no more than that it is there", async () => {
    const support = await aPerson("support");
    const { number } = zilda.reverification;
    expect(await hits(support, `R-${number}`)).toEqual([]);
    expect(await hits(support, String(zilda.number))).toEqual([
      { kind: "case", number: zilda.number, person: { name: zilda.name, cpf: maskCpf(zilda.cpf) } },
    ]);
    const onlyThere = await aSubject(company.db, { name: "Valfrido" });
    const startedById = (await aUser(company.db, "analyst")).id;
    await aReverification(company.db, { startedById, subjectId: onlyThere.id });
    expect(await hits(support, "valfrido")).toEqual([]);
    expect(await ask(support, onlyThere.cpf)).toBe("cpf_unknown");
    expect((await hits(await aPerson("analyst"), "valfrido"))[0]).toMatchObject({ place: "reverifications" });
  });

  it.each(FENCES)("finds nothing of another branch, by %s", async (fences) => {
    const limited = await aPerson("manager", [here], fences);
    expect((await hits(limited, "conceicao")).map(told)).toEqual([`person ${zilda.id}`]);
    for (const typed of [
      "zuleica",
      String(zuleica.number),
      `R-${zuleica.reverification.number}`,
      zuleica.unicoProcessId,
      zuleica.reverification.id,
      zuleica.reference.id,
    ])
      expect(await hits(limited, typed)).toEqual([]);
    expect(await ask(limited, zuleica.cpf)).toBe("cpf_unknown");
    expect(await searches(limited)).toEqual([{ entityId: zuleica.id, detail: { found: true } }]);
    expect((await hits(limited, String(zilda.number))).map(told)).toEqual([`case ${zilda.number}`]);
  });
});
