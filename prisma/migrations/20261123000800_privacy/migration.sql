-- How long what is kept, legal holds, erasure of a person, and the turn to a new data key.

CREATE TYPE retention_class AS ENUM ('selfies', 'snapshots', 'answers', 'cases', 'audit');
CREATE TYPE hold_reason AS ENUM ('court_order', 'investigation', 'regulator', 'claim', 'other');

CREATE TABLE retention_setting (
  class retention_class PRIMARY KEY,
  days integer NOT NULL,
  version integer NOT NULL DEFAULT 1,
  changed_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  changed_by_id uuid REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  -- 0: never kept, which only a copy that nobody needs can be.
  CONSTRAINT retention_setting_days CHECK (days BETWEEN
    CASE class WHEN 'selfies' THEN 0 WHEN 'cases' THEN 365 WHEN 'audit' THEN 365 ELSE 30 END AND 36500)
);
INSERT INTO retention_setting (class, days) VALUES
  ('selfies', 30), ('snapshots', 365), ('answers', 1825), ('cases', 1825), ('audit', 1825);

CREATE TABLE legal_hold (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  subject_id uuid NOT NULL REFERENCES subject (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  reason hold_reason NOT NULL,
  set_at timestamptz(3) NOT NULL,
  set_by_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  lifted_at timestamptz(3),
  lifted_by_id uuid REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT legal_hold_lifted CHECK ((lifted_at IS NULL) = (lifted_by_id IS NULL))
);
CREATE INDEX legal_hold_subject_id_idx ON legal_hold (subject_id);
CREATE UNIQUE INDEX legal_hold_one ON legal_hold (subject_id) WHERE lifted_at IS NULL;

CREATE TABLE retention_run (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  started_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  selfies integer NOT NULL DEFAULT 0,
  snapshots integer NOT NULL DEFAULT 0,
  answers integer NOT NULL DEFAULT 0,
  cases integer NOT NULL DEFAULT 0,
  -- Not removed: months of the log are taken out as a whole.
  audit_past bigint NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX retention_run_one ON retention_run ((true)) WHERE finished_at IS NULL;

CREATE TABLE key_rotation (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  key_id text NOT NULL,
  started_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  resealed integer NOT NULL DEFAULT 0,
  unreadable integer NOT NULL DEFAULT 0,
  -- How many values lie under which key, as counted at the end.
  by_key jsonb
);
CREATE UNIQUE INDEX key_rotation_one ON key_rotation (key_id) WHERE finished_at IS NULL;

ALTER TABLE subject ADD COLUMN erased_at timestamptz(3);
CREATE INDEX process_snapshot_taken_at_idx ON process_snapshot (taken_at);
CREATE INDEX reverification_selfie_kept ON reverification ((coalesce(settled_at, started_at)), id) WHERE selfie_key IS NOT NULL;
CREATE INDEX reverification_answer_kept ON reverification ((coalesce(settled_at, started_at)), id) WHERE answer IS NOT NULL;
CREATE INDEX case_closed_at_order ON "case" (closed_at, number) WHERE status = 'closed';

GRANT SELECT, UPDATE ON retention_setting TO contraprova_app;
GRANT SELECT, INSERT, UPDATE ON legal_hold, retention_run, key_rotation TO contraprova_app;

-- A reference may learn whose it is after something was compared with it.
CREATE FUNCTION person_of_reverification(reverification uuid) RETURNS uuid LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT coalesce(r.subject_id, reference.subject_id)
  FROM reverification AS r JOIN reference_process AS reference ON reference.id = r.reference_id WHERE r.id = $1
$$;

CREATE FUNCTION person_of_case(subject uuid, process uuid, reverification uuid) RETURNS uuid LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT coalesce($1, (SELECT p.subject_id FROM process AS p WHERE p.id = $2), person_of_reverification($3))
$$;

CREATE FUNCTION reverifications_of(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT r.id FROM reverification AS r WHERE r.subject_id = person
  UNION ALL
  SELECT r.id FROM reference_process AS reference JOIN reverification AS r ON r.reference_id = reference.id
  WHERE reference.subject_id = person AND r.subject_id IS NULL
$$;

-- Nothing is removed of somebody under legal hold, nor while a case about them is open.
CREATE FUNCTION subject_is_kept(subject uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM legal_hold AS hold WHERE hold.subject_id = subject AND hold.lifted_at IS NULL)
    OR EXISTS (SELECT FROM "case" WHERE "case".subject_id = subject AND "case".status <> 'closed')
    OR EXISTS (SELECT FROM process AS p JOIN "case" AS c ON c.process_id = p.id WHERE p.subject_id = subject AND c.status <> 'closed')
    OR EXISTS (SELECT FROM "case" AS c WHERE c.reverification_id IN (SELECT reverifications_of(subject)) AND c.status <> 'closed')
$$;

CREATE FUNCTION reverification_is_kept(reverification uuid, subject uuid, case_number integer) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT subject_is_kept(coalesce(subject, person_of_reverification(reverification))) OR EXISTS (SELECT FROM "case" AS c
    WHERE c.status <> 'closed' AND (c.reverification_id = reverification OR c.number = case_number))
$$;

CREATE FUNCTION retained_since(of retention_class) RETURNS timestamptz LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT clock_timestamp() - make_interval(days => days) FROM retention_setting WHERE class = of
$$;

-- History is out of the program's reach: what is older than the setting says leaves by these, a batch a call.
CREATE FUNCTION purge_snapshots(batch integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  removed integer;
BEGIN
  DELETE FROM process_snapshot WHERE id IN (
    SELECT snapshot.id FROM process_snapshot AS snapshot JOIN process ON process.id = snapshot.process_id
    WHERE snapshot.taken_at < retained_since('snapshots') AND NOT subject_is_kept(process.subject_id)
      AND NOT EXISTS (SELECT FROM "case" WHERE "case".process_id = process.id AND "case".status <> 'closed')
    ORDER BY snapshot.taken_at LIMIT batch FOR UPDATE OF snapshot SKIP LOCKED);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;

-- The log of a case is append-only and a snapshot immutable, but for the functions below, which say so.
DROP TRIGGER case_event_append_only ON case_event;
CREATE TRIGGER case_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_event
  FOR EACH STATEMENT WHEN (current_setting('contraprova.disposal', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION refuse_change();
DROP TRIGGER process_snapshot_immutable ON process_snapshot;
CREATE TRIGGER process_snapshot_immutable BEFORE UPDATE OR TRUNCATE ON process_snapshot
  FOR EACH STATEMENT WHEN (current_setting('contraprova.resealing', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION refuse_change();

-- The program may write here, so that saying so is not enough: it must be one of the functions below as well.
DROP TRIGGER reconciliation_step ON reconciliation;
CREATE TRIGGER reconciliation_step BEFORE INSERT OR UPDATE ON reconciliation FOR EACH ROW
  WHEN (current_user IN ('contraprova_app', 'contraprova_branch') OR current_setting('contraprova.disposal', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION reconciliation_step();

CREATE FUNCTION purge_cases(batch integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  gone integer[];
BEGIN
  SELECT coalesce(array_agg(number), '{}') INTO gone FROM (
    SELECT number FROM "case"
    WHERE status = 'closed' AND closed_at < retained_since('cases')
      AND NOT subject_is_kept(person_of_case(subject_id, process_id, reverification_id))
    ORDER BY closed_at, number LIMIT batch FOR UPDATE SKIP LOCKED) AS old;
  PERFORM set_config('contraprova.disposal', 'on', true);
  UPDATE reverification SET case_number = NULL WHERE case_number = ANY (gone);
  DELETE FROM case_event WHERE case_number = ANY (gone);
  DELETE FROM "case" WHERE number = ANY (gone);
  PERFORM set_config('contraprova.disposal', 'off', true);
  RETURN cardinality(gone);
END $$;

CREATE FUNCTION purge_answers(batch integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  removed integer;
BEGIN
  UPDATE reverification SET answer = NULL WHERE id IN (
    SELECT id FROM reverification AS r
    WHERE answer IS NOT NULL AND coalesce(settled_at, started_at) < retained_since('answers')
      AND NOT reverification_is_kept(r.id, r.subject_id, r.case_number)
    ORDER BY coalesce(settled_at, started_at), id LIMIT batch FOR UPDATE SKIP LOCKED);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;

-- The copies that are past their days: their files go first, then the key in the row.
CREATE FUNCTION selfies_past(batch integer) RETURNS TABLE (id uuid, selfie_key text) LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT r.id, r.selfie_key FROM reverification AS r
  WHERE r.selfie_key IS NOT NULL AND coalesce(r.settled_at, r.started_at) < retained_since('selfies')
    AND r.state NOT IN ('pending', 'sent') AND NOT reverification_is_kept(r.id, r.subject_id, r.case_number)
  ORDER BY coalesce(r.settled_at, r.started_at), r.id LIMIT batch
$$;

-- What history tells of a person that was erased: documents go, typed notes are emptied, codes stay.
CREATE FUNCTION erase_history(erased uuid) RETURNS TABLE (snapshots integer, notes integer) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  compared uuid[] := ARRAY(SELECT reverifications_of(erased));
  about integer[];
BEGIN
  IF NOT EXISTS (SELECT FROM subject WHERE id = erased AND erased_at IS NOT NULL) OR subject_is_kept(erased) THEN
    RAISE EXCEPTION 'only of somebody who was erased' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM process_snapshot USING process WHERE process.id = process_id AND process.subject_id = erased;
  GET DIAGNOSTICS snapshots = ROW_COUNT;
  PERFORM set_config('contraprova.disposal', 'on', true);
  SELECT coalesce(array_agg(number), '{}') INTO about FROM (
    SELECT number FROM "case" WHERE subject_id = erased
    UNION SELECT number FROM "case" WHERE process_id IN (SELECT id FROM process WHERE process.subject_id = erased)
    UNION SELECT number FROM "case" WHERE reverification_id = ANY (compared)) AS found;
  UPDATE case_event SET note = NULL FROM "case" WHERE "case".number = case_number AND "case".number = ANY (about)
    AND person_of_case("case".subject_id, "case".process_id, "case".reverification_id) = erased AND note IS NOT NULL;
  GET DIAGNOSTICS notes = ROW_COUNT;
  UPDATE reconciliation SET note = repeat('-', 10), ending_note = CASE WHEN ending_note IS NOT NULL THEN repeat('-', 10) END
  WHERE reverification_id = ANY (compared);
  PERFORM set_config('contraprova.disposal', 'off', true);
  RETURN NEXT;
END $$;

-- The same document under another key: no row is changed otherwise, and none that changed meanwhile.
CREATE FUNCTION reseal_snapshots(documents jsonb) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  changed integer;
BEGIN
  PERFORM set_config('contraprova.resealing', 'on', true);
  UPDATE process_snapshot AS snapshot SET document = decode(given.fresh, 'base64')
  FROM jsonb_to_recordset(documents) AS given (id uuid, old text, fresh text)
  WHERE snapshot.id = given.id AND sha256(snapshot.document) = decode(given.old, 'base64');
  GET DIAGNOSTICS changed = ROW_COUNT;
  PERFORM set_config('contraprova.resealing', 'off', true);
  RETURN changed;
END $$;

REVOKE ALL ON FUNCTION purge_snapshots(integer), purge_cases(integer), purge_answers(integer), erase_history(uuid), reseal_snapshots(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_snapshots(integer), purge_cases(integer), purge_answers(integer), erase_history(uuid), reseal_snapshots(jsonb) TO contraprova_app;
