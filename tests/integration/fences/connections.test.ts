import { afterAll, beforeAll, expect, it } from "vitest";
import { openScopedDatabases } from "#lib/db/client.ts";
import { type Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { scopedFactories } from "#lib/db/scoped.ts";
import type { Branch } from "./branches.ts";
import { countsBy, type FilledCompany, openFilledCompany, TABLES } from "./full-tables.ts";

// The full count is W16_REQUESTS=10000.
const REQUESTS = Number(process.env.W16_REQUESTS ?? 2_000);
const AT_ONCE = 40;

let company: FilledCompany;
beforeAll(async () => {
  company = await openFilledCompany();
});
afterAll(() => company.end());

type Row = { subsidiaryId: string | null };
type Client = ReturnType<FilledCompany["scoped"]["of"]>;

/** What a request may do with the database, each way that there is; gives the branches of what it saw. */
const REQUEST_KINDS: readonly ((db: Client) => Promise<(string | null)[]>)[] = [
  async (db) => (await db.case.findMany()).map(branchOf),
  async (db) =>
    (await db.$queryRaw<Row[]>`SELECT subsidiary_id::text AS "subsidiaryId" FROM reverification`).map(
      branchOf,
    ),
  async (db) => (await db.referenceProcess.findMany({ include: { subsidiary: true } })).map(branchOf),
  (db) =>
    db.$transaction(async (tx) => {
      const first = await tx.case.findMany();
      await tx.$executeRaw`SELECT pg_sleep(0.001)`;
      const second = await tx.reverification.findMany();
      expect(second).toHaveLength(first.length);
      return second.map(branchOf);
    }),
  async (db) => {
    const [cases, references] = await db.$transaction([db.case.findMany(), db.referenceProcess.findMany()]);
    expect(references).toHaveLength(cases.length);
    return cases.map(branchOf);
  },
  async (db) => {
    // One that breaks off gives its connection back to whoever comes next.
    await expect(
      db.$transaction(async (tx) => {
        await tx.case.findMany();
        await tx.$queryRaw`SELECT 1 / 0`;
      }),
    ).rejects.toThrow();
    return (await db.case.findMany()).map(branchOf);
  },
  async (db) => {
    await expect(db.$queryRaw`SELECT nothing FROM nowhere`).rejects.toThrow();
    return (await db.case.findMany({ orderBy: { number: "desc" } })).map(branchOf);
  },
];
const branchOf = ({ subsidiaryId }: Row) => subsidiaryId;

const pick = <T>(values: readonly T[]): T => values[Math.floor(Math.random() * values.length)] as T;
const someOf = (branches: readonly Branch[]) => branches.filter(() => Math.random() < 0.35);

it(`${REQUESTS} interleaved requests of many scopes over five connections see their own branches and all of them`, async () => {
  const scopes = Array.from({ length: 24 }, () => someOf(company.branches));
  let left = REQUESTS;
  let leaks = 0;
  let seen = 0;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const scope = pick(scopes);
      const found = await pick(REQUEST_KINDS)(company.scoped.of(scope));
      leaks += found.filter((branch) => branch === null || !scope.includes(branch)).length;
      expect(found).toHaveLength(company.sumOf(scope));
      seen += found.length;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  expect(leaks).toBe(0);
  expect(seen).toBeGreaterThan(REQUESTS);
  const [used] = await company.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'contraprova' AND usesysid IS NOT NULL
      AND backend_type = 'client backend'`;
  // Five of theirs, and those of the program that made the rows.
  expect(used?.count).toBeLessThanOrEqual(5 + 12);
}, 300_000);

it("hands out a client for more sets of branches than it keeps, and each still sees its own", async () => {
  const many = openScopedDatabases(company.url, 2);
  const sets = Array.from({ length: 63 }, (_, bits) =>
    company.branches.filter((_branch, i) => ((bits + 1) >> i) & 1),
  );
  const first = many.of(sets[0] ?? []);
  for (let round = 0; round < 2; round += 1)
    for (const scope of sets)
      expect(await many.of([...scope, ...scope]).case.count()).toBe(company.sumOf(scope));
  expect(await first.case.count()).toBe(company.sumOf(sets[0] ?? []));
  await many.end();
}, 60_000);

it("leaves no branches behind on the connection, after an answer, an error or a transaction", async () => {
  const [own = ""] = company.branches;
  const pool = company.asBranch();
  const db = new PrismaClient({ adapter: scopedFactories(pool)(own) });
  const left = async () =>
    (await pool.query("SELECT current_setting('contraprova.scope', true) AS left")).rows;
  expect(await db.case.count()).toBe(1);
  expect(await left()).toEqual([{ left: "" }]);
  await expect(db.$queryRaw`SELECT nothing FROM nowhere`).rejects.toThrow();
  expect(await left()).toEqual([{ left: "" }]);
  await db.$transaction([db.case.count(), db.case.count()]);
  await db.$transaction((tx) => tx.case.count(), { isolationLevel: "Serializable" });
  expect(await left()).toEqual([{ left: "" }]);
  expect(await countsBy(pool)).toEqual(TABLES.map(() => 0));
  await db.$disconnect();
  await pool.end();
});

it("a client of one scope cannot be told another by its own queries' outcome", async () => {
  const [own = "", other = ""] = company.branches;
  const db = company.scoped.of([own]);
  // Whatever a transaction names for itself ends with it.
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('contraprova.scope', ${other}, true)`;
  });
  const rows: Prisma.CaseGetPayload<object>[] = await db.case.findMany();
  expect(rows.map(branchOf)).toEqual([own]);
});
