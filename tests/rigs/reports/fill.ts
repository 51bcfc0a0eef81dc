import type { Database } from "#lib/db/client.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { seedBulk } from "#lib/seed/bulk.ts";
import { SUBSIDIARIES } from "#lib/seed/people.ts";
import { aUser, testVault } from "#tests/support/ctx.ts";
import { aReference } from "#tests/support/factories.ts";

/** Three years of work: cases, as many re-verifications, an IDCheck process for every fifth, and what was looked at again. */
export async function fillForReports(db: Database, url: string, count: number): Promise<void> {
  const people = [await aUser(db, "analyst"), await aUser(db, "analyst"), await aUser(db, "analyst")];
  await db.subsidiary.createMany({ data: [...SUBSIDIARIES] });
  const { id: referenceId } = await aReference(db);
  await seedBulk(url, testVault, count);
  await withClient(url, async (client) => {
    const whose = people.map(({ id }) => id);
    await client.query("SET synchronous_commit = off");
    await client.query(
      `INSERT INTO reverification (state, idempotency_key, started_by_id, started_at, sent_at, settled_at, reference_id, subsidiary_id,
         reason, capture, image_sha256, image_bytes, image_format, image_width, image_height, key_liveness, key_alert,
         outcome, fraudsters, biometry, liveness, failure)
       SELECT (CASE WHEN i % 61 = 0 THEN 'unknown' WHEN i % 43 = 0 THEN 'failed' WHEN i % 97 = 0 THEN 'refused' ELSE 'completed' END)::reverification_state,
         gen_random_uuid(), ($1::uuid[])[1 + i % 3], at, at + interval '140 ms', at + make_interval(secs => 0.8 + (i * 37 % 4001) / 1000.0), $2,
         ($3::uuid[])[1 + i % cardinality($3::uuid[])], 'second_look', 'file', sha256(i::text::bytea), 1, 'jpeg', 640, 480, true, true,
         CASE WHEN i % 61 > 0 AND i % 43 > 0 AND i % 97 > 0 THEN ('{match,match,match,match_flagged,no_match,not_live,undecided}'::outcome[])[1 + i % 7] END,
         CASE WHEN i % 7 = 3 THEN 'yes' WHEN i % 301 = 0 THEN 'other' ELSE 'inconclusive' END::fraudsters,
         CASE WHEN i % 7 = 4 THEN 'no_match' ELSE 'match' END::biometry,
         CASE WHEN i % 7 = 5 THEN 'not_live' WHEN i % 2 = 0 THEN 'live' ELSE 'not_measured' END::liveness,
         CASE WHEN i % 61 = 0 OR i % 43 = 0 OR i % 97 = 0 THEN 'unico_error' END
       FROM (SELECT i, now() - interval '3 years' + i * (interval '3 years' / $4::integer) AS at FROM generate_series(1, $4::integer) AS i) AS each`,
      [whose, referenceId, SUBSIDIARIES.map(({ id }) => id), count],
    );
    await client.query(
      `INSERT INTO process (id, outcome, state, score, first_seen_at, last_seen_at)
       SELECT gen_random_uuid(), 'review', 'PROCESS_STATE_FINISHED', CASE WHEN i % 9 > 0 THEN (i * 37 % 2001) / 10.0 - 100 END, at, at
       FROM (SELECT i, now() - interval '3 years' + i * (interval '3 years' / $1::integer) AS at FROM generate_series(1, $1::integer) AS i) AS each`,
      [Math.ceil(count / 5)],
    );
    // Every case was decided once; one in twenty-five was looked at again before.
    await client.query(
      `INSERT INTO case_event (case_number, at, actor_id, kind, detail)
       SELECT number, closed_at, decided_by_id, kind, jsonb_build_object('decision', CASE WHEN number % 2 = 0 THEN 'confirmed_fraud' ELSE 'false_positive' END)
       FROM "case", unnest(CASE WHEN number % 25 = 0 THEN ARRAY[CASE WHEN number % 50 = 0 THEN 'reopened' ELSE 'sent_back' END, 'decided'] ELSE ARRAY['decided'] END::case_event_kind[]) AS kind
       WHERE status = 'closed'`,
    );
    await client.query(
      `INSERT INTO avoided_call (at, reverification_id, person_id, why) SELECT started_at, id, started_by_id, 'same_form' FROM reverification WHERE number % 50 = 0`,
    );
    await client.query('VACUUM (ANALYZE) "case", case_event, reverification, process, avoided_call');
  });
}
