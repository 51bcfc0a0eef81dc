import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROCESS_OUTCOMES } from "#lib/features/processes/rules.ts";
import { processSource, whereOf } from "#lib/features/processes/table.ts";
import {
  AUTHENTICATIONS,
  PROCESS_SORTS,
  type ProcessFilter,
  processFilter,
  RESULTS,
  STATES,
} from "#lib/features/processes/table-schema.ts";
import { LIVENESS } from "#lib/features/signals.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { countUpTo, pageOfKeys } from "#lib/table/query.ts";
import { explainingReader } from "#tests/integration/cases/explained.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";

const PROCESSES = 25_000;
const PEOPLE = 3_000;
const PAGE = 50;

/** Nobody opens what is sealed here. One in fifty is called Helena. */
const MEET = `
INSERT INTO subject (id, name, name_key, cpf, cpf_index)
SELECT gen_random_uuid(), 'Pessoa ' || n, CASE WHEN n % 50 = 0 THEN 'helena ' ELSE 'pessoa ' END || n, 'x', sha256(n::text::bytea)
FROM generate_series(1, ${PEOPLE}) AS n`;

/** What years of look-ups look like: most of them over and fine, each oddity in its share, one a minute. */
const FILL = `
INSERT INTO process (id, subject_id, outcome, state, result, authentication, liveness, fraudsters, score, flow, first_seen_at, last_seen_at)
SELECT gen_random_uuid(), CASE WHEN n % 7 > 0 THEN people[1 + n % ${PEOPLE}] END,
  (ARRAY['approve', 'review', 'reprove', 'retry', 'wait'])[1 + least(n % 11, 4)]::process_outcome,
  CASE WHEN n % 5000 = 0 THEN 'PROCESS_STATE_NEW' WHEN n % 900 = 0 THEN 'PROCESS_STATE_FAILED'
    WHEN n % 1100 = 0 THEN 'PROCESS_STATE_CANCELED' WHEN n % 700 = 0 THEN 'PROCESS_STATE_AWAITING_FOR_DOCUMENT'
    WHEN n % 12 = 0 THEN 'PROCESS_STATE_CREATED' ELSE 'PROCESS_STATE_FINISHED' END,
  CASE WHEN n % 4000 = 0 THEN NULL WHEN n % 800 = 0 THEN 'PROCESS_RESULT_WARNING' WHEN n % 600 = 0 THEN 'PROCESS_RESULT_ERROR'
    WHEN n % 500 = 0 THEN 'PROCESS_RESULT_EXPIRED' WHEN n % 40 = 0 THEN 'PROCESS_RESULT_INVALID_IDENTITY'
    WHEN n % 12 = 0 THEN 'PROCESS_RESULT_UNSPECIFIED' ELSE 'PROCESS_RESULT_OK' END,
  CASE WHEN n % 3000 = 0 THEN NULL WHEN n % 45 = 0 THEN 'AUTHENTICATION_RESULT_NEGATIVE'
    WHEN n % 13 = 0 THEN 'AUTHENTICATION_RESULT_INCONCLUSIVE' ELSE 'AUTHENTICATION_RESULT_POSITIVE' END,
  CASE WHEN n % 2500 = 0 THEN 'LIVENESS_RESULT_NEW' WHEN n % 60 = 0 THEN 'LIVENESS_RESULT_NOT_LIVE'
    ELSE 'LIVENESS_RESULT_LIVE' END,
  'TRUST_RESULT_INCONCLUSIVE',
  CASE WHEN n % 6 = 0 THEN (n * 7919 % 2001) / 10.0 - 100 END,
  CASE WHEN n % 2000 = 0 THEN 'seldom' ELSE 'idcheck' END,
  at, at
FROM (SELECT n, timestamptz '2026-11-20 12:00Z' - n * interval '1 minute' AS at FROM generate_series(1, ${PROCESSES}) AS n) AS given,
  (SELECT array_agg(id) AS people FROM subject WHERE name LIKE 'Pessoa %') AS known`;

const MAKE_LIST = `
WITH person AS (INSERT INTO app_user (email, name, role) VALUES ('list@contraprova.test', 'Pessoa Sintética', 'support') RETURNING id)
INSERT INTO look_up_list (asked_by_id, session_id, from_file, ids, repeated) SELECT id, $1, false, 100, 0 FROM person RETURNING id`;

let world: World;
let subject: string;
let caseNumber: number;
let list: string;
let tableBlocks: number;
beforeAll(async () => {
  world = await openWorld();
  subject = (await aSubject(world.db, { name: "Zenóbia Sintética" })).id;
  await withClient(world.url, async (client) => {
    await client.query(MEET);
    await client.query(FILL);
    await client.query(
      "UPDATE process SET subject_id = $1 WHERE id IN (SELECT id FROM process ORDER BY last_seen_at LIMIT 3)",
      [subject],
    );
    const { rows: made } = await client.query<{ id: string }>(MAKE_LIST, [randomUUID()]);
    list = made[0]?.id ?? "";
    await client.query(
      "INSERT INTO look_up_item (list_id, position, line, process_id, state, ended_at) SELECT $1, 1, 1, id, 'done', now() FROM process LIMIT 100",
      [list],
    );
    await client.query("VACUUM ANALYZE process, subject, look_up_item");
    const { rows } = await client.query<{ blocks: number }>(
      "SELECT (pg_relation_size('process') / 8192)::integer AS blocks",
    );
    tableBlocks = rows[0]?.blocks ?? 0;
  });
  const { id } = await world.db.process.findFirstOrThrow({ select: { id: true } });
  caseNumber = (await aCase(world.db, { processId: id, subjectId: subject })).number;
}, 120_000);
afterAll(() => world.end());

async function explained(given: object, after?: string) {
  const filter = processFilter.parse(given);
  const { reader, seen } = explainingReader(world.db);
  const where = whereOf(filter);
  await pageOfKeys(reader, processSource, { where, sort: filter.sort, size: PAGE, after });
  const { capped } = await countUpTo(reader, processSource, where);
  const [page, count] = seen;
  if (!page || !count) throw new Error("a list is a page and a count");
  return { page, count, capped };
}

/** Nothing reads every process; but a count that stops at its cap may begin at the table's first row. */
async function expectServed(name: string, given: object) {
  const { page, count, capped } = await explained(given);
  expect(page.readsWhole, name).not.toContain("process");
  expect(page.blocks, name).toBeLessThan((tableBlocks * 2) / 3);
  if (!capped) expect(count.readsWhole, `count of ${name}`).not.toContain("process");
}

const ALONE: Partial<Record<keyof ProcessFilter, () => readonly (string | number)[]>> = {
  q: () => ["zenobia", "nobody at all", randomUUID(), String(caseNumber), "99999"],
  subject: () => [subject, randomUUID()],
  list: () => [randomUUID(), list],
  outcome: () => PROCESS_OUTCOMES,
  state: () => STATES,
  result: () => RESULTS,
  authentication: () => AUTHENTICATIONS,
  liveness: () => LIVENESS,
  flow: () => ["idcheck", "seldom", "never"],
  scoreMin: () => [-100, 90, 100],
  scoreMax: () => [-100, -90, 100],
  seenFrom: () => ["2026-11-20", "2026-11-18", "2030-01-01"],
  seenTo: () => ["2026-11-04", "2026-11-20", "2020-01-01"],
};

describe(`of ${PROCESSES} processes`, () => {
  it.each(Object.entries(ALONE))("no page by %s alone reads them all", async (name, values) => {
    for (const value of values()) await expectServed(`${name}=${value}`, { [name]: value });
  });

  it.each([
    ["what is odd", { state: "other", result: ["other", "warning"] }],
    ["refused ones of a week", { outcome: "reprove", seenFrom: "2026-11-13" }],
    ["failed ones by score", { state: "failed", sort: "score" }],
    ["not live with a low score", { liveness: "not_live", scoreMax: -80 }],
    ["a person's", { subject: "SUBJECT", outcome: "approve" }],
    ["a name's", { q: "zenobia", state: "finished" }],
  ])("no page of %s reads them all", async (name, given) =>
    expectServed(name, { ...given, ...("subject" in given ? { subject } : {}) }),
  );

  it("a page by a frequent name goes through the newest, and looks up who they are about", async () => {
    const { page, count } = await explained({ q: "helena" });
    expect([...page.readsWhole, ...count.readsWhole]).not.toContain("process");
  });

  it.each(PROCESS_SORTS)("page 400 by %s reads as little as page 1", async (sort) => {
    const down = sort.startsWith("-") ? "DESC" : "ASC";
    const by = sort.endsWith("score") ? "coalesce(score, 101)" : "last_seen_at";
    const [last] = await world.db.$queryRawUnsafe<{ key: string }[]>(
      `SELECT id::text AS key FROM process ORDER BY ${by} ${down}, id ${down} LIMIT 1 OFFSET ${399 * PAGE - 1}`,
    );
    const first = await explained({ sort });
    const far = await explained({ sort }, last?.key ?? "");
    expect(far.page.readsWhole).toEqual([]);
    // The row at which it starts is looked up; rows of one score lie anywhere.
    const least = by === "last_seen_at" ? 0 : PAGE;
    expect(far.page.blocks).toBeLessThanOrEqual(Math.max(1.2 * first.page.blocks, least) + 10);
  });
});
