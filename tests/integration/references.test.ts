import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listBranches, listReferences, mayReverify } from "#lib/features/references/service.ts";
import { referenceFilter } from "#lib/features/references/table-schema.ts";
import { maskCpf } from "#lib/privacy/mask.ts";
import { readAddress } from "#lib/table/address.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aReference, aReverification, aSubject } from "#tests/support/factories.ts";

let world: World;
let analyst: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  analyst = await ctxFor(world.db, "analyst");
});
afterAll(() => world.end());

it("lists what can be compared against, filtered, sorted and masked", async () => {
  const { db } = world;
  const branch = await db.subsidiary.create({ data: { id: randomUUID(), name: "Filial Sul" } });
  const person = await aSubject(db, { name: "Otávio Sintético Leão" });
  const at = (day: number) => new Date(Date.UTC(2026, 9, day, 12));
  const old = await aReference(db, {
    subjectId: person.id,
    origin: "idcheck",
    enrolledAt: at(1),
    createdAt: at(20),
  });
  const branched = await aReference(db, {
    subsidiaryId: branch.id,
    origin: "import",
    enrolledAt: at(5),
    createdAt: at(19),
  });
  const bare = await aReference(db, { origin: "manual", createdAt: at(3) });
  await aReverification(db, { startedById: analyst.actor.id, referenceId: old.id });

  const list = async (params: Record<string, string | string[]>) => {
    const { filter } = readAddress(referenceFilter, params);
    const { rows, count } = await listReferences(analyst, filter);
    expect(count).toBe(rows.length);
    return rows.map(({ id }) => id);
  };
  expect(await list({})).toEqual([old.id, branched.id, bare.id]);
  expect(await list({ sort: "enrolledAt" })).toEqual([old.id, bare.id, branched.id]);
  expect(await list({ origin: ["import", "manual"] })).toEqual([branched.id, bare.id]);
  expect(await list({ subsidiary: branch.id })).toEqual([branched.id]);
  expect(await list({ enrolledFrom: "2026-10-02" })).toEqual([branched.id]);
  expect(await list({ enrolledTo: "2026-10-01" })).toEqual([old.id]);
  expect(await list({ q: "otavio" })).toEqual([old.id]);
  expect(await list({ q: bare.id })).toEqual([bare.id]);
  expect(await list({ subject: person.id })).toEqual([old.id]);
  const second = await listReferences(analyst, readAddress(referenceFilter, { after: old.id }).filter);
  expect(second.rows.map(({ id }) => id)).toEqual([branched.id, bare.id]);

  const support = await ctxFor(db, "support");
  const { rows } = await listReferences(support, readAddress(referenceFilter, { q: old.id }).filter);
  expect(rows).toMatchObject([
    { person: { name: "Otávio Sintético Leão", cpf: maskCpf(person.cpf) }, reverifications: 1 },
  ]);
  expect(JSON.stringify(rows)).not.toContain(person.cpf);
  expect(await listBranches(support)).toEqual([branch]);
  expect([mayReverify(support), mayReverify(analyst)]).toEqual([false, true]);
});

it("is refused to who may not", async () => {
  const admin = await ctxFor(world.db, "admin");
  const { filter } = readAddress(referenceFilter, {});
  await expect(listReferences(admin, filter)).rejects.toThrow(Forbidden);
  await expect(listBranches(admin)).rejects.toThrow(Forbidden);
});
