import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { runBulk, tryBulk } from "#lib/features/cases/bulk.ts";
import { bulkInput } from "#lib/features/cases/bulk-schema.ts";
import { listCases, readCase } from "#lib/features/cases/reading.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import { TAGS_A_CASE, TAGS_A_COMPANY } from "#lib/features/cases/tag-name.ts";
import { listTagNames, tagCase, untagCase } from "#lib/features/cases/tags.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";
import { deskOver } from "./desk.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff, read, auditsOf, eventsOf, decided } = deskOver(() => world.db);
const TEN = Array.from({ length: TAGS_A_CASE }, (_each, i) => `tag ${i}`);

describe("a tag", () => {
  it("is put on a case and taken off, told and audited, and nobody's form grows stale by it", async () => {
    const { number } = await aCase(world.db);
    const ctx = await staff();
    await tagCase(ctx, { number, tag: "conta laranja" });
    expect(await readCase(ctx, number)).toMatchObject({ tags: ["conta laranja"], version: 1 });
    expect(await listTagNames(ctx)).toContain("conta laranja");
    // Twice is once.
    await tagCase(ctx, { number, tag: "conta laranja" });
    await untagCase(ctx, { number, tag: "conta laranja" });
    await untagCase(ctx, { number, tag: "conta laranja" });
    expect(await read(number)).toMatchObject({ tags: [], version: 1 });
    expect(await auditsOf(number)).toEqual(["case.tag", "case.view", "case.untag"]);
    expect([await eventsOf(number, "tagged"), await eventsOf(number, "untagged")]).toEqual([1, 1]);
    const { id } = await world.db.caseTag.findUniqueOrThrow({ where: { name: "conta laranja" } });
    const told = await world.db.auditEvent.findMany({
      where: { entityId: String(number), action: "case.tag" },
    });
    expect(told.map(({ detail }) => detail)).toEqual([{ tag: id }]);
  });
  it("stands on a closed case too, and is found by it", async () => {
    const { number, first } = await decided("inconclusive");
    expect(await tagCase(first, { number, tag: "modelo" })).toEqual({ ok: true, value: { number } });
    const filter = caseTable.parse({ tag: ["MODELO", "other"] });
    expect((await listCases(first, filter)).rows.map((row) => row.number)).toEqual([number]);
  });
  it("of 20 people at once is one tag, and each of theirs is kept", async () => {
    const { number } = await aCase(world.db);
    const people = await Promise.all(Array.from({ length: 20 }, () => staff()));
    const same = await Promise.all(people.map((ctx) => tagCase(ctx, { number, tag: "corrida" })));
    expect(same.every(({ ok }) => ok)).toBe(true);
    expect((await read(number)).tags).toEqual(["corrida"]);
    expect(await world.db.caseTag.count({ where: { name: "corrida" } })).toBe(1);
    const own = await Promise.all(people.map((ctx, i) => tagCase(ctx, { number, tag: `corrida ${i}` })));
    expect(own.filter(({ ok }) => ok)).toHaveLength(TAGS_A_CASE - 1);
    expect((await read(number)).tags).toHaveLength(TAGS_A_CASE);
    expect(own.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "case_tags_full" } });
  });
  it("is for those who work on the case, and of their branches", async () => {
    const { number } = await aCase(world.db, { tags: ["segredo"] });
    const support = await staff("support");
    await expect(tagCase(support, { number, tag: "x" })).rejects.toThrow(Forbidden);
    await expect(untagCase(support, { number, tag: "segredo" })).rejects.toThrow(Forbidden);
    await expect(listTagNames(support)).rejects.toThrow(Forbidden);
    expect(JSON.stringify(await readCase(support, number))).not.toContain("segredo");
    const asked = await listCases(support, caseTable.parse({ tag: "segredo", q: String(number) }));
    // The filter is left out: what it finds would tell who has the tag.
    const other = await listCases(support, caseTable.parse({ tag: "other", q: String(number) }));
    expect([asked.count, other.count]).toEqual([1, 1]);
    const ctx = await staff();
    const far = { ...ctx, actor: { ...ctx.actor, scope: [randomUUID()] } };
    for (const act of [tagCase, untagCase])
      expect(await act(far, { number, tag: "segredo" })).toEqual({
        ok: false,
        failure: { code: "case_unknown" },
      });
  });
  it("is not put on where that cannot be written down", async () => {
    const { number } = await aCase(world.db);
    const broken = { ...(await staff()), request: { id: "not a uuid", address: null } };
    await expect(tagCase(broken, { number, tag: "never" })).rejects.toThrow();
    expect((await read(number)).tags).toEqual([]);
    expect(await world.db.caseTag.count({ where: { name: "never" } })).toBe(0);
  });
});

describe("many cases at once", () => {
  const given = (tag: string, numbers: readonly number[]) =>
    bulkInput.parse({ act: "tag", run: randomUUID(), tag, numbers });

  it("are counted before, then each is told what became of it", async () => {
    const manager = await staff("manager");
    const [free, has, full] = [
      await aCase(world.db),
      await aCase(world.db, { tags: ["lote"] }),
      await aCase(world.db, { tags: TEN }),
    ];
    const numbers = [free, has, full].map(({ number }) => number);
    const asked = given(" LOTE ", numbers);
    expect(await tryBulk(manager, asked)).toMatchObject({
      total: 3,
      changes: 1,
      same: 1,
      refused: [{ code: "case_tags_full", count: 1 }],
    });
    expect((await read(free.number)).tags).toEqual([]);
    expect(await runBulk(manager, asked)).toMatchObject({
      results: [
        { number: free.number, failure: null },
        { number: full.number, failure: { code: "case_tags_full" } },
      ],
      same: 1,
      next: null,
    });
    expect((await read(free.number)).tags).toEqual(["lote"]);
    expect(await auditsOf(free.number)).toEqual(["case.tag"]);
  });
  it("are for managers alone", async () => {
    const { number } = await aCase(world.db);
    for (const ctx of [await staff(), await staff("support")])
      await expect(runBulk(ctx, given("x", [number]))).rejects.toThrow(Forbidden);
  });
});

it("a company has so many tags and no more; those that it has go on", async () => {
  const ctx = await staff();
  const { number } = await aCase(world.db);
  const known = await world.db.caseTag.count();
  const data = Array.from({ length: TAGS_A_COMPANY - known }, (_each, i) => ({ name: `fill ${i}` }));
  await world.db.caseTag.createMany({ data });
  expect(await tagCase(ctx, { number, tag: "one more" })).toEqual({
    ok: false,
    failure: { code: "case_tags_many" },
  });
  expect(await tagCase(ctx, { number, tag: "fill 1" })).toMatchObject({ ok: true });
  expect(await listTagNames(ctx)).toHaveLength(TAGS_A_COMPANY);
});
