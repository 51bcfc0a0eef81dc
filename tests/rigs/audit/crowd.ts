import { withClient } from "#lib/postgres/embedded.ts";

/** Our policy: one statement's worth. */
const BATCH = 500_000;

/**
 * Fills a log with events about other people, over a year of months, by the database itself: here it only counts how
 * many there are, so nothing of it is sealed or would hold.
 */
export async function fillWithOthers(url: string, count: number, onBatch: (done: number) => void) {
  await withClient(url, async (client) => {
    // Made anew at the end, as they were: row by row they would take most of the time.
    const { rows: indexes } = await client.query<{ name: string; made: string }>(
      `SELECT indexname AS name, indexdef AS made FROM pg_indexes
       WHERE tablename = 'audit_event' AND indexname NOT LIKE '%_pkey'`,
    );
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    for (let done = 0; done < count; ) {
      const until = Math.min(done + BATCH, count);
      await client.query(
        `INSERT INTO audit_event (at, actor_kind, actor_id, actor_role, session_id, address, request_id, action, outcome,
          entity_type, entity_id, detail, hash)
        SELECT now() + random() * interval '11 months', 'user', md5('actor' || n % 200)::uuid, 'analyst',
          gen_random_uuid(), '10.4.18.77', gen_random_uuid(),
          (ARRAY['case.view', 'reverification.view', 'process.view', 'case.note', 'audit.subject'])[1 + n % 5], 'done',
          (ARRAY['case', 'reverification', 'process', 'case', 'subject'])[1 + n % 5],
          CASE WHEN n % 5 IN (0, 3) THEN (1000000 + n % 2000000)::text ELSE md5('thing' || n / 7)::uuid::text END,
          jsonb_build_object('noteLength', n % 97, 'snapshotId', gen_random_uuid()), sha256(convert_to(n::text, 'UTF8'))
        FROM generate_series($1::bigint + 1, $2::bigint) AS n`,
        [done, until],
      );
      done = until;
      onBatch(done);
    }
    for (const { made } of indexes) await client.query(made.replace(" ON ONLY ", " ON "));
  });
}

type Thing = { readonly type: string; readonly id: string };

/** Events about one person's things, in turn, over the same months. */
export async function fillWithOne(url: string, things: readonly Thing[], count: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `INSERT INTO audit_event (at, actor_kind, actor_id, actor_role, session_id, address, request_id, action, outcome,
        entity_type, entity_id, detail, hash)
      SELECT now() + random() * interval '11 months', 'user', md5('actor' || n % 200)::uuid, 'analyst',
        gen_random_uuid(), '10.4.18.77', gen_random_uuid(),
        CASE ($1::text[])[1 + n % $3] WHEN 'case' THEN 'case.view' WHEN 'process' THEN 'process.view'
          WHEN 'reverification' THEN 'selfie.view' WHEN 'reference' THEN 'reference.add' ELSE 'pii.reveal' END,
        'done', ($1::text[])[1 + n % $3], ($2::text[])[1 + n % $3], '{}', sha256(convert_to(n::text, 'UTF8'))
      FROM generate_series(0, $4::integer - 1) AS n`,
      [things.map(({ type }) => type), things.map(({ id }) => id), things.length, count],
    );
    await client.query("VACUUM (ANALYZE) audit_event");
  });
}
