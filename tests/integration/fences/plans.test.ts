import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Scope } from "#lib/auth/roles.ts";
import type { Database } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { caseSource, whereOf } from "#lib/features/cases/table.ts";
import { CASE_SORTS, type CaseFilter, caseTable } from "#lib/features/cases/table-schema.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { seedBulk } from "#lib/seed/bulk.ts";
import { SUBSIDIARIES } from "#lib/seed/people.ts";
import { countUpTo, pageOfKeys, type Reader } from "#lib/table/query.ts";
import { aLoginFor } from "#tests/integration/fences/logins.ts";
import { aUser, openWorld, programCtx, testVault, type World } from "#tests/support/ctx.ts";

// W16_CASES=200000 tries it at the size of a queue of years.
const CASES = Number(process.env.W16_CASES ?? 12_000);
const NOW = new Date();

let world: World;
let me: string;
beforeAll(async () => {
  world = await openWorld();
  me = (await aUser(world.db, "analyst")).id;
  await aUser(world.db, "analyst");
  await world.db.subsidiary.createMany({ data: [...SUBSIDIARIES] });
  await seedBulk(world.url, testVault, CASES);
}, 300_000);
afterAll(() => world.end());

const FILTERS: Record<string, object> = {
  nothing: {},
  open: { status: ["open", "in_review", "awaiting_approval", "waiting", "escalated"] },
  alerts: { fraudsters: ["yes"] },
  "alerts of a time": { fraudsters: ["yes", "other"], openedFrom: "2025-01-01", openedTo: "2025-06-01" },
  overdue: { due: "overdue" },
  mine: { assignee: ["me"] },
  name: { q: "silva" },
  score: { scoreMin: "-100", scoreMax: "-80" },
};

/** The statements that a list consists of, as they are sent. */
async function statementsOf(filter: CaseFilter, scope: Scope): Promise<Prisma.Sql[]> {
  const sent: Prisma.Sql[] = [];
  const listen = {
    $queryRaw: async (strings: TemplateStringsArray, ...values: unknown[]) => {
      sent.push(Prisma.sql(strings, ...values));
      return [];
    },
  } as unknown as Database;
  const user = { kind: "user", id: me, name: "", role: "manager", sessionId: me, scope } as const;
  const reader: Reader = { actor: scope === null ? programCtx(listen).actor : user, readDb: listen };
  const where = whereOf(filter, me, NOW);
  await pageOfKeys(reader, caseSource, { where, sort: filter.sort, size: 50 });
  await countUpTo(reader, caseSource, where);
  return sent;
}

async function explain(client: pg.Client, statement: Prisma.Sql): Promise<string> {
  const { rows } = await client.query<{ "QUERY PLAN": string }>({
    text: `EXPLAIN (COSTS OFF) ${statement.text}`,
    values: statement.values as unknown[],
  });
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

async function connectedAs<T>(role: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: world.url, options: `-c role=${role}` });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

const EVERY = Object.entries(FILTERS).flatMap(([name, given]) =>
  CASE_SORTS.flatMap((sort) => [sort, `-${sort}`]).map((sort) => ({
    name: `${name} by ${sort}`,
    filter: caseTable.parse({ ...given, sort }),
  })),
);
const security = (verb: "ENABLE" | "DISABLE") =>
  withClient(world.url, (client) => client.query(`ALTER TABLE "case" ${verb} ROW LEVEL SECURITY`));

it("row security changes no plan of whoever sees every branch", async () => {
  const plans = await connectedAs("contraprova_app", async (client) => {
    const plansOf = async () => {
      const found = [];
      for (const { name, filter } of EVERY)
        for (const statement of await statementsOf(filter, null))
          found.push({ name, plan: await explain(client, statement) });
      return found;
    };
    await security("DISABLE");
    const without = await plansOf();
    await security("ENABLE");
    return { without, withIt: await plansOf() };
  });
  expect(plans.withIt).toEqual(plans.without);
}, 300_000);

it("whoever sees a branch has the scope read once a list, and a small branch found by an index", async () => {
  const small = randomUUID();
  await world.db.subsidiary.create({ data: { id: small, name: "Pequena" }, select: { id: true } });
  await withClient(world.url, (client) =>
    client.query(
      `UPDATE "case" SET subsidiary_id = '${small}', version = version + 1 WHERE number % 500 = 0`,
    ),
  );
  await withClient(world.url, (client) => client.query('ANALYZE "case"'));
  const [paulista, recife] = SUBSIDIARIES;
  await connectedAs("contraprova_branch", async (client) => {
    for (const scope of [[small], [paulista.id], [paulista.id, recife.id]]) {
      await client.query("SELECT set_config('contraprova.scope', $1, false)", [scope.join(",")]);
      for (const { name, filter } of EVERY) {
        for (const statement of await statementsOf(filter, scope))
          expect(await explain(client, statement), name).toContain("InitPlan 1");
      }
    }
    const [page] = await statementsOf(caseTable.parse({}), [small]);
    await client.query("SELECT set_config('contraprova.scope', $1, false)", [small]);
    expect(page && (await explain(client, page))).toContain("case_subsidiary_id_due_at_number_idx");
  });
}, 300_000);

it("where BYPASSRLS could not be given, the policies show everything all the same", async () => {
  // An attribute is not inherited: a member that does not become the role has its policies alone.
  const login = await aLoginFor(world.url, "contraprova_app", "inherits");
  const client = await login.connect();
  const all = await world.db.case.count();
  const seen = await client.query<{ count: number; active: boolean }>(
    `SELECT count(*)::integer AS count, row_security_active('"case"') AS active FROM "case"`,
  );
  expect(seen.rows).toEqual([{ count: all, active: true }]);
  await client.end();
  await login.drop();
});
