-- Who connects as whom, and which rows they see.
--
-- contraprova_app     the program for jobs and for people who see every branch
-- contraprova_branch  the same program for people limited to branches: every right of contraprova_app, by inheritance,
--                     so that what is granted to the one is never forgotten for the other, and row security on top
-- contraprova_export  reads what exports hold, and no secret of anybody's
--
-- None of them owns a table. The connecting login becomes one of them by SET ROLE and is otherwise nobody: it is given the
-- limited roles without inheriting from them, or their limits would bind migrations and the seed.

DO $$ BEGIN
  CREATE ROLE contraprova_branch NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
DO $$ BEGIN
  CREATE ROLE contraprova_export NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
GRANT contraprova_app TO contraprova_branch WITH INHERIT TRUE, SET FALSE;
GRANT contraprova_branch TO CURRENT_USER WITH INHERIT FALSE, SET TRUE;
GRANT contraprova_export TO CURRENT_USER WITH INHERIT FALSE, SET TRUE;

-- Whoever sees everything is not asked about rows: under a policy, even one that says `true`, the planner looks at no
-- statistics by operators that are not leakproof, and those of enums are not; a count of the open cases then reads the
-- whole table. The attribute is not inherited, so contraprova_branch has none of it. Where the login cannot give it, the
-- policies below show the same rows, only slower.
DO $$ BEGIN
  ALTER ROLE contraprova_app BYPASSRLS;
  ALTER ROLE contraprova_export BYPASSRLS;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE WARNING 'this login cannot give BYPASSRLS: large queues will be slow; let an administrator run ALTER ROLE contraprova_app BYPASSRLS';
END $$;

-- The default since PostgreSQL 15; a database that was made before has it still.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- The branches of the transaction at hand; none where nobody named them, so that who forgets sees nothing.
CREATE FUNCTION contraprova_scope() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(string_to_array(nullif(current_setting('contraprova.scope', true), ''), ',')::uuid[], '{}')
$$;
REVOKE ALL ON FUNCTION contraprova_scope() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contraprova_scope() TO contraprova_app, contraprova_export;

-- Everything is shown to contraprova_app, and with it to contraprova_branch, which inherits; the restrictive policies cut
-- from that. The owner, who is bound as well (FORCE), passes as a member of contraprova_app, as which the program connects
-- in any case. Rows of no branch belong to nobody who is limited. The scope stands in a subselect: it is read once a query.

ALTER TABLE "case" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY case_everything ON "case" TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY case_export ON "case" FOR SELECT TO contraprova_export USING (true);
CREATE POLICY case_branch ON "case" AS RESTRICTIVE TO contraprova_branch
  USING (subsidiary_id = ANY ((SELECT contraprova_scope())::uuid[]))
  WITH CHECK (subsidiary_id = ANY ((SELECT contraprova_scope())::uuid[]));

ALTER TABLE reverification ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reverification_everything ON reverification TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY reverification_export ON reverification FOR SELECT TO contraprova_export USING (true);
CREATE POLICY reverification_branch ON reverification AS RESTRICTIVE TO contraprova_branch
  USING (subsidiary_id = ANY ((SELECT contraprova_scope())::uuid[]))
  WITH CHECK (subsidiary_id = ANY ((SELECT contraprova_scope())::uuid[]));

ALTER TABLE reference_process ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reference_process_everything ON reference_process TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY reference_process_export ON reference_process FOR SELECT TO contraprova_export USING (true);
CREATE POLICY reference_process_branch ON reference_process AS RESTRICTIVE TO contraprova_branch
  USING (subsidiary_id = ANY ((SELECT contraprova_scope())::uuid[]))
  WITH CHECK (subsidiary_id = ANY ((SELECT contraprova_scope())::uuid[]));

-- What hangs on a row is seen with it: the row is looked for with the eyes of whoever asks.
ALTER TABLE case_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY case_event_everything ON case_event TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY case_event_export ON case_event FOR SELECT TO contraprova_export USING (true);
CREATE POLICY case_event_branch ON case_event AS RESTRICTIVE TO contraprova_branch
  USING (EXISTS (SELECT FROM "case" AS c WHERE c.number = case_number))
  WITH CHECK (EXISTS (SELECT FROM "case" AS c WHERE c.number = case_number));

ALTER TABLE reverification_attempt ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reverification_attempt_everything ON reverification_attempt TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY reverification_attempt_export ON reverification_attempt FOR SELECT TO contraprova_export USING (true);
CREATE POLICY reverification_attempt_branch ON reverification_attempt AS RESTRICTIVE TO contraprova_branch
  USING (EXISTS (SELECT FROM reverification AS r WHERE r.id = reverification_id))
  WITH CHECK (EXISTS (SELECT FROM reverification AS r WHERE r.id = reverification_id));

ALTER TABLE reconciliation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reconciliation_everything ON reconciliation TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY reconciliation_export ON reconciliation FOR SELECT TO contraprova_export USING (true);
CREATE POLICY reconciliation_branch ON reconciliation AS RESTRICTIVE TO contraprova_branch
  USING (EXISTS (SELECT FROM reverification AS r WHERE r.id = reverification_id))
  WITH CHECK (EXISTS (SELECT FROM reverification AS r WHERE r.id = reverification_id));

GRANT USAGE ON SCHEMA public TO contraprova_export;
GRANT SELECT ON
  "case", case_event, reverification, reverification_attempt, reconciliation, reference_process, subsidiary, process, audit_event
  TO contraprova_export;
-- Sealed columns stay sealed in here; the key is the program's.
GRANT SELECT (id, name, cpf, email, phone, created_at) ON subject TO contraprova_export;
GRANT SELECT (id, name, role) ON app_user TO contraprova_export;

-- The lists of people limited to branches, in the order in which they open.
CREATE INDEX case_subsidiary_id_due_at_number_idx ON "case" (subsidiary_id, due_at, number);
CREATE INDEX reverification_subsidiary_id_started_at_id_idx ON reverification (subsidiary_id, started_at, id);
CREATE INDEX reference_process_subsidiary_id_created_at_id_idx ON reference_process (subsidiary_id, created_at, id);
