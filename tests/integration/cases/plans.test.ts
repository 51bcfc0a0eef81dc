import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASE_STATUSES, DECISIONS, PRIORITIES } from "#lib/features/cases/rules.ts";
import { caseSource, whereOf } from "#lib/features/cases/table.ts";
import { CASE_SORTS, CASE_VIEWS, type CaseFilter, caseTable } from "#lib/features/cases/table-schema.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS } from "#lib/features/signals.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { BULK_TAGS, seedBulk } from "#lib/seed/bulk.ts";
import { SUBSIDIARIES } from "#lib/seed/people.ts";
import { countUpTo, pageOfKeys } from "#lib/table/query.ts";
import { dayOf } from "#lib/time.ts";
import { aUser, openWorld, testVault, type World } from "#tests/support/ctx.ts";
import { explainingReader } from "./explained.ts";

const CASES = 200_000;
const PAGE = 50;
const DAY_MS = 86_400_000;
const NOW = new Date();
const daysAgo = (days: number) => dayOf(new Date(NOW.getTime() - days * DAY_MS));

let world: World;
let me: string;
let someone: string;
let tableBlocks: number;
beforeAll(async () => {
  world = await openWorld();
  me = (await aUser(world.db, "analyst")).id;
  await aUser(world.db, "analyst");
  await world.db.subsidiary.createMany({ data: [...SUBSIDIARIES] });
  await seedBulk(world.url, testVault, CASES);
  await withClient(world.url, async (client) => {
    await client.query('VACUUM ANALYZE "case"');
    const { rows } = await client.query<{ blocks: number }>(
      `SELECT (pg_relation_size('"case"') / 8192)::integer AS blocks`,
    );
    tableBlocks = rows[0]?.blocks ?? 0;
  });
  someone = (await world.db.subject.findFirstOrThrow({ select: { id: true } })).id;
}, 300_000);
afterAll(() => world.end());

async function explained(given: object, after?: string) {
  const filter = caseTable.parse(given);
  const { reader, seen } = explainingReader(world.db);
  const where = whereOf(filter, me, NOW);
  await pageOfKeys(reader, caseSource, { where, sort: filter.sort, size: PAGE, after });
  const { count: matching } = await countUpTo(reader, caseSource, where);
  const [page, count] = seen;
  if (!page || !count) throw new Error("a list is a page and a count");
  return { page, count, matching };
}

/** From this share on, reading the table once costs about as many blocks as looking each row up: either plan is right. */
const LARGE_SHARE = CASES / 50;

/** No page reads every case; but a count of many may, and one that stops at its cap may begin at the table's first row. */
async function expectServed(name: string, given: object) {
  const { page, count, matching } = await explained(given);
  expect(page.readsWhole, name).not.toContain("case");
  // A page by name reads people as well.
  expect(page.blocks, name).toBeLessThan((tableBlocks * 2) / 3);
  if (matching < LARGE_SHARE) expect(count.readsWhole, `count of ${name}`).not.toContain("case");
}

const [paulista] = SUBSIDIARIES;
const SINGLE: Partial<Record<keyof CaseFilter, () => readonly (string | number)[]>> = {
  q: () => ["20007", "helena", "helena prado", "nobody at all", randomUUID()],
  status: () => CASE_STATUSES,
  decision: () => DECISIONS,
  reason: () => ["customer_confirmed", "faces_differ", "poor_photo"],
  tag: () => [...BULK_TAGS.map(([name]) => name), "nobody uses it"],
  fraudsters: () => FRAUDSTERS,
  biometry: () => BIOMETRY,
  liveness: () => LIVENESS,
  scoreMin: () => [-100, 50, 100],
  scoreMax: () => [-100, -50, 100],
  priority: () => PRIORITIES,
  assignee: () => ["me", "none", randomUUID()],
  subsidiary: () => [paulista.id, randomUUID()],
  openedFrom: () => [daysAgo(0), daysAgo(30), daysAgo(300), daysAgo(1000)],
  openedTo: () => [daysAgo(0), daysAgo(300), daysAgo(1094)],
  due: () => ["overdue", "1h", "4h", "today"],
  age: () => ["1h", "24h", "older"],
  touchedFrom: () => [daysAgo(30), daysAgo(300)],
  touchedTo: () => [daysAgo(1000)],
  dueFrom: () => [daysAgo(30), daysAgo(1000)],
  dueTo: () => [daysAgo(300)],
  met: () => ["yes", "no"],
  closedFrom: () => [daysAgo(0), daysAgo(30), daysAgo(300)],
  closedTo: () => [daysAgo(1000)],
  decidedBy: () => [me, randomUUID()],
  approvedBy: () => [me, randomUUID()],
  first: () => DECISIONS,
  firstBy: () => [me, randomUUID()],
  overturned: () => ["yes"],
  reopenedFrom: () => [daysAgo(30), daysAgo(1000)],
  reopenedTo: () => [daysAgo(300)],
  origin: () => ["reverification", "idcheck", "manual"],
  subject: () => [someone, randomUUID()],
};

describe(`of ${CASES} cases`, () => {
  it.each(Object.entries(SINGLE))("no page by %s alone reads them all", async (name, values) => {
    for (const value of values()) await expectServed(`${name}=${value}`, { [name]: value });
  });

  it.each([
    ["status and priority", { ...CASE_VIEWS.open, priority: "urgent" }],
    ["status and assignee", { ...CASE_VIEWS.open, assignee: "me" }],
    ["status and fraudsters", { ...CASE_VIEWS.open, fraudsters: "yes" }],
    ["fraudsters and openedFrom", { fraudsters: "yes", openedFrom: daysAgo(300) }],
    ["status and due", { status: "open", due: "today" }],
    ["tag and status", { tag: "lote antigo", ...CASE_VIEWS.open }],
    ["two tags", { tag: ["cliente vip", "conta laranja"] }],
    ["decision and openedFrom", { decision: "confirmed_fraud", openedFrom: daysAgo(300) }],
    ["assignee and due", { assignee: "me", due: "overdue" }],
    ["subsidiary and status", { subsidiary: paulista.id, ...CASE_VIEWS.open }],
    ["biometry and liveness", { biometry: "no_match", liveness: "live" }],
    ["q and status", { q: "helena", ...CASE_VIEWS.open }],
    ["status closed and priority", { status: "closed", priority: "urgent" }],
    ["status closed and assignee", { status: "closed", assignee: "me" }],
    ["closedFrom and closedTo", { closedFrom: daysAgo(60), closedTo: daysAgo(30) }],
    ["closedFrom and decidedBy", { closedFrom: daysAgo(60), closedTo: daysAgo(30), decidedBy: me }],
    ["closedFrom and overturned", { closedFrom: daysAgo(60), closedTo: daysAgo(30), overturned: "yes" }],
    ["closedFrom and first", { closedFrom: daysAgo(60), closedTo: daysAgo(30), first: "confirmed_fraud" }],
    ["dueFrom and met", { dueFrom: daysAgo(60), dueTo: daysAgo(30), met: "no" }],
    ["openedFrom by latest due", { openedFrom: daysAgo(30), sort: "-dueAt" }],
  ])("no page by %s reads them all", async (name, given) => expectServed(name, given));

  it.each(Object.entries(CASE_VIEWS))(
    "the view %s is served by an index in every order",
    async (name, view) => {
      for (const sort of CASE_SORTS.flatMap((each) => [each, `-${each}`]))
        await expectServed(`${name} by ${sort}`, { ...view, sort });
    },
  );

  it.each([
    ["what nobody has", CASE_VIEWS.unassigned],
    ["what is open and nobody has", { status: "open", assignee: "none" }],
  ])("%s comes in the order of its index, as many rows as a page has", async (_, given) => {
    const { page, matching } = await explained(given);
    expect(matching).toBeGreaterThan(20 * PAGE);
    expect(page.indexes).toEqual(["case_unclosed_nobodys"]);
    // A row may lie in a block of its own.
    expect(page.blocks).toBeLessThan(2 * PAGE);
  });

  it.each(CASE_SORTS.flatMap((sort) => [sort, `-${sort}`]))(
    "page 2,000 by %s reads as little as page 1",
    async (sort) => {
      const down = sort.startsWith("-") ? "DESC" : "ASC";
      const by = {
        dueAt: "due_at",
        openedAt: "opened_at",
        number: "number",
        priority: "priority",
        score: "coalesce(score, -101)",
      }[sort.replace("-", "") as (typeof CASE_SORTS)[number]];
      const [last] = await world.db.$queryRawUnsafe<{ key: string }[]>(
        `SELECT number::text AS key FROM "case" ORDER BY ${by} ${down}, number ${down} LIMIT 1 OFFSET ${1_999 * PAGE - 1}`,
      );
      const first = await explained({ sort });
      const far = await explained({ sort }, last?.key ?? "");
      expect(far.page.readsWhole).toEqual([]);
      // The row at which it starts is looked up: an index and the row itself. What is due at the same time was opened
      // days apart, so that each row of a page may lie in a block of its own.
      const least = by === "due_at" ? PAGE : 0;
      expect(far.page.blocks).toBeLessThanOrEqual(Math.max(1.2 * first.page.blocks, least) + 12);
    },
  );
});
