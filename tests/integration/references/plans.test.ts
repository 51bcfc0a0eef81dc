import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { source, whereOf } from "#lib/features/references/table.ts";
import {
  REFERENCE_CONTRADICTIONS,
  REFERENCE_ORIGINS,
  REFERENCE_SORTS,
  type ReferenceFilter,
  referenceFilter,
} from "#lib/features/references/table-schema.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { countUpTo, pageOfKeys } from "#lib/table/query.ts";
import { dayOf } from "#lib/time.ts";
import { explainingReader } from "#tests/integration/cases/explained.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";

const REFERENCES = 60_000;
const PAGE = 50;
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => dayOf(new Date(Date.now() - days * DAY_MS));
const BRANCHES = [randomUUID(), randomUUID(), randomUUID()];

/** People by number, one in 200 with two references; one reference in 300 under another CPF as well. */
const FILL = `
  INSERT INTO subsidiary (id, name) SELECT id, 'Filial ' || id FROM unnest($1::uuid[]) AS id;
  INSERT INTO subject (id, name, name_key, cpf, cpf_index)
    SELECT md5('s' || i)::uuid, 'Pessoa ' || i, 'pessoa ' || i, '\\x01', decode(md5('c' || i), 'hex')
    FROM generate_series(1, $2) AS i;
  INSERT INTO reference_process (id, subject_id, subsidiary_id, origin, enrolled_at, created_at, shares_person)
    SELECT md5('r' || i)::uuid, md5('s' || CASE WHEN i % 200 = 0 THEN i - 1 ELSE i END)::uuid, ($1::uuid[])[1 + i % 3],
      (CASE WHEN i % 997 = 0 THEN 'manual' WHEN i % 31 = 0 THEN 'import' ELSE 'idcheck' END)::reference_origin,
      CASE WHEN i % 5 > 0 THEN now() - make_interval(mins => ($2 - i) * 26 + (i * 7919) % 90000) END,
      now() - make_interval(mins => ($2 - i) * 26),
      i % 200 IN (0, 199)
    FROM generate_series(1, $2) AS i;
  INSERT INTO reference_claim (reference_id, subject_id, origin)
    SELECT md5('r' || i)::uuid, md5('s' || i + 1)::uuid, 'import' FROM generate_series(300, $2 - 300, 300) AS i;`;

let world: World;
let tableBlocks = 0;
beforeAll(async () => {
  world = await openWorld();
  await withClient(world.url, async (client) => {
    const branches = `ARRAY['${BRANCHES.join("','")}']`;
    // The marks are set by the rows themselves here.
    await client.query("ALTER TABLE reference_process DISABLE TRIGGER reference_added");
    await client.query(FILL.replaceAll("$1", branches).replaceAll("$2", String(REFERENCES)));
    await client.query("VACUUM ANALYZE reference_process, reference_claim, subject");
    const { rows } = await client.query<{ blocks: number }>(
      "SELECT (pg_relation_size('reference_process') / 8192)::integer AS blocks",
    );
    tableBlocks = rows[0]?.blocks ?? 0;
  });
}, 120_000);
afterAll(() => world.end());

async function explained(given: object) {
  const filter = referenceFilter.parse(given);
  const { reader, seen } = explainingReader(world.db);
  const where = whereOf(filter);
  await pageOfKeys(reader, source, { where, sort: filter.sort, size: PAGE });
  const { count: matching } = await countUpTo(reader, source, where);
  const [page, count] = seen;
  if (!page || !count) throw new Error("a list is a page and a count");
  return { page, count, matching };
}

/** From this share on, reading the table once costs about as many blocks as looking each row up: either plan is right. */
const LARGE_SHARE = REFERENCES / 50;

async function expectServed(name: string, given: object) {
  const { page, count, matching } = await explained(given);
  expect(page.readsWhole, name).not.toContain("reference_process");
  // A page by name reads people as well.
  expect(page.blocks, name).toBeLessThan((tableBlocks * 2) / 3);
  if (matching < LARGE_SHARE) expect(count.readsWhole, `count of ${name}`).not.toContain("reference_process");
}

const SINGLE: Partial<Record<keyof ReferenceFilter, () => readonly string[]>> = {
  q: () => ["pessoa 4711", "nobody at all", randomUUID()],
  subject: () => [randomUUID()],
  origin: () => REFERENCE_ORIGINS,
  contradiction: () => REFERENCE_CONTRADICTIONS,
  subsidiary: () => [BRANCHES[0] ?? "", randomUUID()],
  enrolledFrom: () => [daysAgo(0), daysAgo(30), daysAgo(600)],
  enrolledTo: () => [daysAgo(0), daysAgo(300), daysAgo(2_000)],
};

describe(`of ${REFERENCES} references`, () => {
  it.each(Object.entries(SINGLE))("no page by %s alone reads them all", async (name, values) => {
    for (const value of values()) await expectServed(`${name}=${value}`, { [name]: value });
  });

  it.each(REFERENCE_SORTS)(
    "in the order %s each contradiction and each origin has its index",
    async (sort) => {
      for (const contradiction of REFERENCE_CONTRADICTIONS) {
        await expectServed(`${contradiction} by ${sort}`, { contradiction, sort });
        const { page } = await explained({ contradiction, sort });
        const mark = contradiction === "several_people" ? "disputed" : "shares_person";
        expect(page.indexes.join(), `${contradiction} by ${sort}`).toContain(mark);
      }
      await expectServed(sort, { sort });
    },
  );
});
