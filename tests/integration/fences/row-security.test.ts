import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openScopedDatabases } from "#lib/db/client.ts";
import { type Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { scopedFactories } from "#lib/db/scoped.ts";
import { aUser } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification } from "#tests/support/factories.ts";
import { type Branch, type Company, openCompany } from "./branches.ts";

// The full count is W16_REQUESTS=10000.
const REQUESTS = Number(process.env.W16_REQUESTS ?? 2_000);
const AT_ONCE = 40;
const TABLES = [
  '"case"',
  "case_event",
  "reverification",
  "reverification_attempt",
  "reference_process",
  "reconciliation",
] as const;

let company: Company;
/** How many cases a branch has; each has one re-verification and one reference as well. */
let casesOf: Map<Branch, number>;
beforeAll(async () => {
  company = await openCompany(6);
  const { db, branches } = company;
  const startedById = (await aUser(db, "analyst")).id;
  casesOf = new Map(branches.map((branch, i) => [branch, i + 1]));
  for (const [branch, count] of [...casesOf, [null, 3] as const])
    for (let i = 0; i < count; i += 1) await aWholeRow(branch, startedById);
});
afterAll(() => company.end());

/** A row of each fenced table, all of one branch. */
async function aWholeRow(subsidiaryId: Branch | null, startedById: string): Promise<void> {
  const { db } = company;
  const { number } = await aCase(db, { subsidiaryId });
  await db.caseEvent.create({ data: { caseNumber: number, kind: "opened" }, select: { id: true } });
  const { id: referenceId } = await aReference(db, { subsidiaryId });
  const { id: reverificationId } = await aReverification(db, {
    startedById,
    referenceId,
    subsidiaryId,
    state: "unknown",
    failure: "unknown_timeout",
    outcome: null,
  });
  await db.reverificationAttempt.create({
    data: { reverificationId, startedAt: new Date() },
    select: { id: true },
  });
  await db.reconciliation.create({
    data: { reverificationId, says: "absent", note: "x", proposedById: startedById, proposedAt: new Date() },
    select: { id: true },
  });
}

const sumOf = (scope: readonly Branch[]) =>
  scope.reduce((sum, branch) => sum + (casesOf.get(branch) ?? 0), 0);
const asBranch = () =>
  new pg.Pool({ connectionString: company.url, options: "-c role=contraprova_branch", max: 1 });
const countsBy = async (client: pg.Pool | pg.PoolClient) => {
  const counts = [];
  for (const table of TABLES)
    counts.push((await client.query(`SELECT count(*)::integer AS count FROM ${table}`)).rows[0].count);
  return counts;
};

describe("without a context", () => {
  it("there is no row of any fenced table, not even on a connection that had one a moment ago", async () => {
    const pool = asBranch();
    expect(await countsBy(pool)).toEqual(TABLES.map(() => 0));
    const client = await pool.connect();
    await client.query("BEGIN");
    const [branch] = company.branches;
    await client.query("SELECT set_config('contraprova.scope', $1, true)", [branch]);
    expect(await countsBy(client)).toEqual(TABLES.map(() => 1));
    await client.query("COMMIT");
    expect(await countsBy(client)).toEqual(TABLES.map(() => 0));
    client.release();
    await pool.end();
  });

  it.each(["", ",", "null", "00000000-0000-0000-0000-000000000000"])("nor with %j", async (setting) => {
    const pool = asBranch();
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query("SELECT set_config('contraprova.scope', $1, true)", [setting]);
    // What is no list of ids is refused rather than read as some.
    const seen = await countsBy(client).catch((error: { code?: string }) => error.code);
    expect([TABLES.map(() => 0), "22P02"]).toContainEqual(seen);
    await client.query("ROLLBACK");
    client.release();
    await pool.end();
  });

  it("nothing is written", async () => {
    const nobody = company.scoped.of([]);
    expect(await nobody.case.updateMany({ data: { version: { increment: 1 } } })).toEqual({ count: 0 });
    await expect(aCase(nobody, { subsidiaryId: company.branches[0] ?? null })).rejects.toThrow(
      /row-level security|42501/,
    );
  });
});

describe("within a scope", () => {
  it("what is of another branch, or of none, is neither seen, changed, added nor moved", async () => {
    const [own = "", other = ""] = company.branches;
    const db = company.scoped.of([own]);
    expect(await db.case.count()).toBe(1);
    expect(await db.case.count({ where: { subsidiaryId: { not: own } } })).toBe(0);
    expect(await db.case.count({ where: { subsidiaryId: null } })).toBe(0);
    expect(await db.caseEvent.count()).toBe(1);
    const foreign = await company.db.case.findFirstOrThrow({ where: { subsidiaryId: other } });
    expect(await db.case.findUnique({ where: { number: foreign.number } })).toBeNull();
    const change = { where: { number: foreign.number }, data: { version: foreign.version + 1 } };
    expect((await db.case.updateMany(change)).count).toBe(0);
    for (const subsidiaryId of [other, null]) {
      await expect(aCase(db, { subsidiaryId })).rejects.toThrow(/row-level security|42501/);
      // Also where nothing of the new row is asked for, which the right to see it would stop by itself.
      await expect(db.$executeRaw`INSERT INTO "case" (priority, origin, rule, due_at, subsidiary_id)
        VALUES ('low', 'manual', 'manual', now(), ${subsidiaryId}::uuid)`).rejects.toThrow(
        /row-level security|42501/,
      );
    }
    const mine = await db.case.findFirstOrThrow();
    await expect(
      db.case.update({
        where: { number: mine.number },
        data: { subsidiaryId: other, version: mine.version + 1 },
      }),
    ).rejects.toThrow(/row-level security|42501/);
    await expect(
      db.caseEvent.create({ data: { caseNumber: foreign.number, kind: "noted" } }),
    ).rejects.toThrow(/row-level security|42501/);
  });

  it("triggers and checks work as for everybody", async () => {
    const [own = ""] = company.branches;
    const db = company.scoped.of([own]);
    const { number, version } = await aCase(db, { subsidiaryId: own, rule: "manual" });
    await expect(
      db.case.update({ where: { number }, data: { version: version + 2, priority: "low" } }),
    ).rejects.toThrow(/version/);
    expect(await db.case.update({ where: { number }, data: { version: version + 1 } })).toMatchObject({
      version: 2,
    });
    await company.db
      .$executeRaw`UPDATE "case" SET subsidiary_id = NULL, version = version + 1 WHERE number = ${number}`;
  });
});

type Row = { subsidiaryId: string | null };
type Client = ReturnType<Company["scoped"]["of"]>;

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
      expect(found).toHaveLength(sumOf(scope));
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
    for (const scope of sets) expect(await many.of([...scope, ...scope]).case.count()).toBe(sumOf(scope));
  expect(await first.case.count()).toBe(sumOf(sets[0] ?? []));
  await many.end();
}, 60_000);

it("leaves no branches behind on the connection, after an answer, an error or a transaction", async () => {
  const [own = ""] = company.branches;
  const pool = asBranch();
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
