import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPeople, findPlace } from "#lib/features/finding/repository.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { seedBulk } from "#lib/seed/bulk.ts";
import { SUBSIDIARIES } from "#lib/seed/people.ts";
import { explainingReader } from "#tests/integration/cases/explained.ts";
import { aUser, openWorld, testVault, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";

// FINDING_CASES=200000 tries it at the size of a queue of years.
const CASES = Number(process.env.FINDING_CASES ?? 40_000);
const ALL = { places: ["cases", "reverifications", "processes", "references"], scope: null } as const;

let world: World;
let rare: string;
beforeAll(async () => {
  world = await openWorld();
  await aUser(world.db, "analyst");
  await aUser(world.db, "analyst");
  await world.db.subsidiary.createMany({ data: [...SUBSIDIARIES] });
  await seedBulk(world.url, testVault, CASES);
  rare = (await aSubject(world.db, { name: "Xisto Quaresma" })).id;
  await aCase(world.db, { subjectId: rare });
  // What came in at once waits in a list of its own until then, which every search would read.
  await withClient(world.url, (client) => client.query("VACUUM (ANALYZE) subject"));
}, 300_000);
afterAll(() => world.end());

describe("what the box that finds everything costs", () => {
  it.each([
    ["a rare name", "quaresma", 120],
    ["three letters of it", "xis", 120],
    ["a name of nobody", "wzyxwv", 120],
    ["a name of many", "prado", 300],
  ])("%s is found by an index, or by the first few rows", async (_, typed, mostBlocks) => {
    const { reader, seen } = explainingReader(world.db);
    await findPeople(reader.readDb, typed, ALL, 8);
    const [plan] = seen;
    expect(plan?.blocks).toBeLessThan(mostBlocks);
    if (typed !== "prado") expect(plan?.readsWhole).not.toContain("subject");
  });
  it("a name of everybody, to somebody of whose branch nobody is met, costs what 2,000 looks cost", async () => {
    const { reader, seen } = explainingReader(world.db);
    const met = { ...ALL, scope: [randomUUID()] };
    // Processes belong to no branch: their people would be met.
    await findPeople(reader.readDb, "a", { ...met, places: ["cases", "reverifications", "references"] }, 8);
    expect(seen[0]?.blocks).toBeLessThan(2_000 * 12);
  });
  it("one person's place is a look into indexes", async () => {
    const { reader, seen } = explainingReader(world.db);
    expect(await findPlace(reader.readDb, rare, ALL)).toBe("cases");
    expect(seen[0]?.blocks).toBeLessThan(60);
  });
});
