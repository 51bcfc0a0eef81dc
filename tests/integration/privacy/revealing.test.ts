import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { revealInput } from "#lib/features/revealing/schema.ts";
import { mayReveal, revealableAmong, revealField } from "#lib/features/revealing/service.ts";
import { overwritePerson } from "#lib/features/titular/repository.ts";
import { ctxFor, openWorld, testVault, type World } from "#tests/support/ctx.ts";
import { aCase, aReverification } from "#tests/support/factories.ts";
import { aPerson, type Person } from "#tests/support/privacy.ts";

let world: World;
let people: Record<"support" | "analyst" | "manager" | "admin", UserCtx>;
beforeAll(async () => {
  world = await openWorld();
  people = {
    support: await ctxFor(world.db, "support"),
    analyst: await ctxFor(world.db, "analyst"),
    manager: await ctxFor(world.db, "manager"),
    admin: await ctxFor(world.db, "admin"),
  };
});
afterAll(() => world.end());

const revealsOf = (entityId: string) =>
  world.db.auditEvent.findMany({
    where: { entityId, action: "pii.reveal" },
    orderBy: { seq: "asc" },
    select: { outcome: true, actorId: true, detail: true },
  });
const why = { reason: "confirm_identity" } as const;
const withDots = (cpf: string) => cpf.replace(/(...)(...)(...)(..)/, "$1.$2.$3-$4");
const ofCase = async ({ subjectId }: Person) => String((await aCase(world.db, { subjectId })).number);

async function aReferenceOf({ subjectId }: Person): Promise<string> {
  const id = randomUUID();
  await world.db.referenceProcess.create({ data: { id, origin: "manual", subjectId }, select: { id: true } });
  return id;
}

describe("a reveal", () => {
  it.each(["cpf", "email", "phone"] as const)(
    "gives %s, and leaves who, what, why and where",
    async (field) => {
      const person = await aPerson(world.db);
      const record = await ofCase(person);
      const shown = await revealField(people.analyst, { field, place: "case", record, ...why });
      const value = field === "cpf" ? withDots(person.cpf) : person[field];
      expect(shown).toEqual({ ok: true, value });
      expect(await revealsOf(person.subjectId)).toEqual([
        {
          outcome: "done",
          actorId: people.analyst.actor.id,
          detail: { field, place: "case", record, reason: "confirm_identity" },
        },
      ]);
    },
  );

  it("never writes the value", async () => {
    const person = await aPerson(world.db);
    const record = await ofCase(person);
    for (const field of ["cpf", "email", "phone"] as const)
      await revealField(people.manager, { field, place: "case", record, ...why });
    const written = JSON.stringify(await revealsOf(person.subjectId));
    for (const value of [person.cpf, person.email, person.phone, person.name])
      expect(written).not.toContain(value);
  });

  it("shows on a process what its newest answer says", async () => {
    const person = await aPerson(world.db);
    const processId = await person.lookedUpBy(people.analyst, { email: "newer@canary.test" });
    const shown = await revealField(people.analyst, {
      field: "email",
      place: "process",
      record: processId,
      ...why,
    });
    expect(shown).toEqual({ ok: true, value: "newer@canary.test" });
  });

  it("is, for support, of people that they looked up themselves alone", async () => {
    const [own, other] = [await aPerson(world.db), await aPerson(world.db)];
    const processId = await own.lookedUpBy(people.support);
    const others = await other.lookedUpBy(people.analyst);
    const ask = (record: string) => ({ field: "cpf", place: "process", record, ...why }) as const;
    expect(await mayReveal(people.support, "process", processId)).toBe(true);
    expect(await mayReveal(people.support, "process", others)).toBe(false);
    expect(await revealField(people.support, ask(processId))).toEqual({ ok: true, value: withDots(own.cpf) });
    expect(await revealField(people.support, ask(others))).toEqual({
      ok: false,
      failure: { code: "not_own" },
    });
    const [refused] = await revealsOf(other.subjectId);
    expect(refused?.outcome).toBe("refused");
    expect(refused?.detail).toMatchObject({ why: "not_own" });
  });

  it("is offered in a list for those of whom it will be given alone", async () => {
    const [own, other] = [await aPerson(world.db), await aPerson(world.db)];
    await own.lookedUpBy(people.support);
    const all = [own.subjectId, other.subjectId];
    const offered = async (who: UserCtx) => [...(await revealableAmong(who, "reference", all))];
    expect(await offered(people.support)).toEqual([own.subjectId]);
    expect(await offered(people.analyst)).toEqual(all);
    expect(await offered(people.admin)).toEqual([]);
    const [recordOfOwn, recordOfOther] = [await aReferenceOf(own), await aReferenceOf(other)];
    const ask = (record: string) => ({ field: "cpf", place: "reference", record, ...why }) as const;
    expect(await revealField(people.support, ask(recordOfOwn))).toEqual({
      ok: true,
      value: withDots(own.cpf),
    });
    expect(await revealField(people.support, ask(recordOfOther))).toMatchObject({ ok: false });
    const [kept] = await revealsOf(own.subjectId);
    expect(kept?.detail).toMatchObject({ place: "reference", record: recordOfOwn });
  });

  it("is offered of nobody who was erased", async () => {
    const [gone, kept] = [await aPerson(world.db), await aPerson(world.db)];
    for (const each of [gone, kept]) await each.lookedUpBy(people.support);
    const [record, recordOfKept] = [await aReferenceOf(gone), await aReferenceOf(kept)];
    await world.db.$transaction((tx) => overwritePerson(tx, testVault, gone.subjectId, new Date()));
    for (const who of [people.support, people.analyst]) {
      const offered = await revealableAmong(who, "reference", [gone.subjectId, kept.subjectId]);
      expect([...offered]).toEqual([kept.subjectId]);
      expect(await mayReveal(who, "reference", record)).toBe(false);
      expect(await mayReveal(who, "reference", recordOfKept)).toBe(true);
    }
  });

  it("is nothing for an administrator, nor from a screen that the role does not have", async () => {
    const person = await aPerson(world.db);
    const record = await ofCase(person);
    await expect(revealField(people.admin, { field: "cpf", place: "case", record, ...why })).rejects.toThrow(
      Forbidden,
    );
    const { id } = await aReverification(world.db, {
      startedById: people.analyst.actor.id,
      subjectId: person.subjectId,
    });
    await expect(
      revealField(people.support, { field: "cpf", place: "reverification", record: id, ...why }),
    ).rejects.toThrow(Forbidden);
    expect(await mayReveal(people.admin, "case", record)).toBe(false);
    expect(await revealsOf(person.subjectId)).toEqual([]);
  });

  it("does not happen where it cannot be written down", async () => {
    const person = await aPerson(world.db);
    const record = await ofCase(person);
    const broken = { ...people.analyst, request: { ...people.analyst.request, id: "no uuid" } };
    await expect(revealField(broken, { field: "cpf", place: "case", record, ...why })).rejects.toThrow();
    expect(await revealsOf(person.subjectId)).toEqual([]);
  });

  it("stops when a person takes too much, and says how long", async () => {
    const taker = await ctxFor(world.db, "analyst");
    const record = await ofCase(await aPerson(world.db));
    const one = () => revealField(taker, { field: "cpf", place: "case", record, ...why });
    const given = [];
    for (let turn = 0; turn < 40; turn += 1) given.push(await one());
    expect(given.filter(({ ok }) => ok)).toHaveLength(30);
    expect(given.at(-1)).toMatchObject({ ok: false, failure: { code: "too_many" } });
  });

  it.each([
    { field: "name" },
    { field: ["cpf", "email"] },
    { place: "house" },
    { record: "10482 OR 1=1" },
    { record: "__proto__" },
    { reason: "because" },
    { reason: undefined },
  ])("takes no %o", (wrong) => {
    const good = { field: "cpf", place: "case", record: randomUUID(), ...why };
    expect(revealInput.safeParse(good).success).toBe(true);
    expect(revealInput.safeParse({ ...good, ...wrong }).success).toBe(false);
  });
});
