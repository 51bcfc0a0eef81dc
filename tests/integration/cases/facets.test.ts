import { afterAll, beforeAll, expect, it } from "vitest";
import { listChoices } from "#lib/features/cases/choices.ts";
import { countFacets, facetValues } from "#lib/features/cases/facets.ts";
import { countCases, listCases } from "#lib/features/cases/reading.ts";
import { type CaseFilter, caseTable } from "#lib/features/cases/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { sealedSubject } from "#lib/features/subjects/repository.ts";
import { ctxFor, openWorld, testVault, type World } from "#tests/support/ctx.ts";
import { aCase, aCpf } from "#tests/support/factories.ts";

let world: World;
let analyst: UserCtx;
let support: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  analyst = await ctxFor(world.db, "analyst");
  support = await ctxFor(world.db, "support");
  const held = { status: "in_review", assigneeId: analyst.actor.id } as const;
  const quiet = { fraudsters: "inconclusive", priority: "low" } as const;
  await world.db.caseTag.createMany({ data: [{ name: "laranja" }, { name: "vip" }] });
  for (const row of [
    { tags: ["laranja", "vip"] },
    { tags: ["vip"] },
    quiet,
    held,
    { ...held, ...quiet },
    { status: "escalated" } as const,
  ])
    await aCase(world.db, row);
  const helena = sealedSubject(testVault, { cpf: aCpf(), name: "Helena Prado" });
  await world.db.subject.createMany({ data: [helena] });
  await aCase(world.db, { subjectId: helena.id });
  await aCase(world.db, { subjectId: helena.id, rule: "not_live", ...quiet });
});
afterAll(() => world.end());

const filterOf = (given: object): CaseFilter => caseTable.parse(given);

it.each([
  {},
  { fraudsters: ["yes"] },
  { status: ["open", "in_review"], priority: "low" },
  { assignee: "me", due: "4h" },
  { q: "helena" },
  { q: "HELENA", status: "open", fraudsters: "yes" },
  { q: "nobody at all" },
])("beside each value stands what the list would find by it: %j", async (given) => {
  const filter = filterOf(given);
  const facets = await countFacets(analyst, filter);
  expect(facets.map(({ name }) => name)).toEqual(
    Object.entries(facetValues(filter, await listChoices(analyst, filter))).flatMap(([name, values]) =>
      values.map(() => name),
    ),
  );
  for (const { name, value, count } of facets) {
    const { rows } = await listCases(analyst, { ...filter, ...filterOf({ ...given, [name]: value }) });
    expect(rows.length, `${name}=${value}`).toBe(count);
  }
});

it.each([{}, { q: "helena" }])("all of them are one statement: %j", async (given) => {
  let statements = 0;
  const readDb = new Proxy(world.db, {
    get(db, name, receiver) {
      if (name === "$queryRaw") statements += 1;
      return Reflect.get(db, name, receiver);
    },
  });
  await countFacets({ ...analyst, readDb }, filterOf(given));
  expect(statements).toBe(1);
});

it("counts each tag of the company, and one that is asked for though nobody uses it", async () => {
  const facets = await countFacets(analyst, filterOf({ tag: ["gone"] }));
  const counts = facets.filter(({ name }) => name === "tag").map(({ value, count }) => [value, count]);
  expect(counts).toEqual([
    ["gone", 0],
    ["laranja", 1],
    ["vip", 2],
  ]);
});

it("a masked reader gets none of what is hidden, and only what their filters allow", async () => {
  const facets = await countFacets(support, filterOf({ fraudsters: ["yes"] }));
  expect([...new Set(facets.map(({ name }) => name))]).toEqual(["status", "assignee"]);
  const countOf = (value: string) => facets.find((facet) => facet.value === value)?.count;
  expect(countOf("escalated")).toBeUndefined();
  // Escalated is shown as open.
  expect([countOf("in_review"), countOf("open")]).toEqual([2, 6]);
  expect(await countCases(support, [{ status: ["in_review"] }, { status: ["open"] }])).toEqual([
    { count: 2, capped: false },
    { count: 6, capped: false },
  ]);
});
