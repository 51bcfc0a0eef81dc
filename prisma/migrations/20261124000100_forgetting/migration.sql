-- Files of people who were erased, removals that go past what is held, what sign-ins leave behind, the key of the CPF index.

-- Written with the erasure, removed one by one after it: whatever is killed in between is still named here.
CREATE TABLE erased_file (
  key text PRIMARY KEY,
  subject_id uuid NOT NULL REFERENCES subject (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  reverification_id uuid NOT NULL,
  since timestamptz(3) NOT NULL
);
CREATE INDEX erased_file_subject_id_idx ON erased_file (subject_id);

ALTER TABLE retention_run
  ADD COLUMN sessions integer NOT NULL DEFAULT 0,
  ADD COLUMN links integer NOT NULL DEFAULT 0,
  ADD COLUMN tries integer NOT NULL DEFAULT 0;

-- Fingerprints of the keys that indexes of CPFs lie under.
CREATE TABLE index_key (
  fingerprint text PRIMARY KEY CHECK (fingerprint ~ '^[0-9a-f]{16}$'),
  since timestamptz(3) NOT NULL,
  -- Since then nothing new is put under it.
  closed_at timestamptz(3),
  -- Since then nothing lies under it.
  emptied_at timestamptz(3),
  CONSTRAINT index_key_emptied CHECK (emptied_at IS NULL OR closed_at IS NOT NULL)
);

GRANT SELECT, INSERT, DELETE ON erased_file TO contraprova_app;
GRANT SELECT, INSERT, UPDATE ON index_key TO contraprova_app;

-- Each looks at the next rows that are past their days, in order and beyond the last one looked at, and removes those
-- that nobody needs: what is held is looked at once a run, however much of it lies in front.
DROP INDEX process_snapshot_taken_at_idx;
CREATE INDEX process_snapshot_taken_at_id_idx ON process_snapshot (taken_at, id);
DROP FUNCTION purge_snapshots(integer), purge_cases(integer), purge_answers(integer), selfies_past(integer);

CREATE FUNCTION purge_snapshots(batch integer, after_at timestamptz, after_key text)
RETURNS TABLE (removed integer, last_at timestamptz, last_key text) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  old uuid[];
BEGIN
  SELECT array_agg(found.id ORDER BY found.taken_at, found.id), max(found.taken_at) INTO old, last_at FROM (
    SELECT s.id, s.taken_at FROM process_snapshot AS s
    WHERE s.taken_at < retained_since('snapshots')
      AND (after_at IS NULL OR (s.taken_at, s.id) > (after_at, after_key::uuid))
    ORDER BY s.taken_at, s.id LIMIT batch) AS found;
  last_key := old[cardinality(old)];
  DELETE FROM process_snapshot WHERE id IN (
    SELECT s.id FROM process_snapshot AS s JOIN process ON process.id = s.process_id
    WHERE s.id = ANY (old) AND NOT subject_is_kept(process.subject_id)
      AND NOT EXISTS (SELECT FROM "case" WHERE "case".process_id = process.id AND "case".status <> 'closed')
    FOR UPDATE OF s SKIP LOCKED);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN NEXT;
END $$;

CREATE FUNCTION purge_answers(batch integer, after_at timestamptz, after_key text)
RETURNS TABLE (removed integer, last_at timestamptz, last_key text) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  old uuid[];
BEGIN
  SELECT array_agg(found.id ORDER BY found.at, found.id), max(found.at) INTO old, last_at FROM (
    SELECT r.id, coalesce(r.settled_at, r.started_at) AS at FROM reverification AS r
    WHERE r.answer IS NOT NULL AND coalesce(r.settled_at, r.started_at) < retained_since('answers')
      AND (after_at IS NULL OR (coalesce(r.settled_at, r.started_at), r.id) > (after_at, after_key::uuid))
    ORDER BY coalesce(r.settled_at, r.started_at), r.id LIMIT batch) AS found;
  last_key := old[cardinality(old)];
  UPDATE reverification SET answer = NULL WHERE id IN (
    SELECT r.id FROM reverification AS r
    WHERE r.id = ANY (old) AND r.answer IS NOT NULL AND NOT reverification_is_kept(r.id, r.subject_id, r.case_number)
    FOR UPDATE SKIP LOCKED);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN NEXT;
END $$;

CREATE FUNCTION purge_cases(batch integer, after_at timestamptz, after_key text)
RETURNS TABLE (removed integer, last_at timestamptz, last_key text) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  old integer[];
  gone integer[];
BEGIN
  SELECT array_agg(found.number ORDER BY found.closed_at, found.number), max(found.closed_at) INTO old, last_at FROM (
    SELECT c.number, c.closed_at FROM "case" AS c
    WHERE c.status = 'closed' AND c.closed_at < retained_since('cases')
      AND (after_at IS NULL OR (c.closed_at, c.number) > (after_at, after_key::integer))
    ORDER BY c.closed_at, c.number LIMIT batch) AS found;
  last_key := old[cardinality(old)];
  SELECT coalesce(array_agg(free.number), '{}') INTO gone FROM (
    SELECT c.number FROM "case" AS c
    WHERE c.number = ANY (old) AND c.status = 'closed'
      AND NOT subject_is_kept(person_of_case(c.subject_id, c.process_id, c.reverification_id))
    ORDER BY c.number FOR UPDATE SKIP LOCKED) AS free;
  PERFORM set_config('contraprova.disposal', 'on', true);
  UPDATE reverification SET case_number = NULL WHERE case_number = ANY (gone);
  DELETE FROM case_event WHERE case_number = ANY (gone);
  DELETE FROM "case" WHERE number = ANY (gone);
  PERFORM set_config('contraprova.disposal', 'off', true);
  removed := cardinality(gone);
  RETURN NEXT;
END $$;

-- The copies that are past their days, and whether somebody needs them: their files go first, then the key in the row.
CREATE FUNCTION selfies_past(batch integer, after_at timestamptz, after_key text)
RETURNS TABLE (id uuid, selfie_key text, at timestamptz, is_kept boolean) LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT found.id, found.selfie_key, found.at,
    found.state IN ('pending', 'sent') OR reverification_is_kept(found.id, found.subject_id, found.case_number)
  FROM (
    SELECT r.*, coalesce(r.settled_at, r.started_at) AS at FROM reverification AS r
    WHERE r.selfie_key IS NOT NULL AND coalesce(r.settled_at, r.started_at) < retained_since('selfies')
      AND (after_at IS NULL OR (coalesce(r.settled_at, r.started_at), r.id) > (after_at, after_key::uuid))
    ORDER BY coalesce(r.settled_at, r.started_at), r.id LIMIT batch) AS found
  ORDER BY found.at, found.id
$$;

-- What sign-ins leave behind. The program may remove what is long over, and nothing that somebody could still use.
CREATE FUNCTION purge_sessions(batch integer, days integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  removed integer;
BEGIN
  IF days < 30 THEN RAISE EXCEPTION 'only what is long over' USING ERRCODE = 'insufficient_privilege'; END IF;
  DELETE FROM session WHERE id IN (
    SELECT s.id FROM session AS s
    WHERE coalesce(s.ended_at, s.last_seen_at) < clock_timestamp() - make_interval(days => purge_sessions.days)
    LIMIT batch FOR UPDATE SKIP LOCKED);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;

CREATE FUNCTION purge_links(batch integer, days integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  removed integer;
BEGIN
  IF days < 30 THEN RAISE EXCEPTION 'only what is long over' USING ERRCODE = 'insufficient_privilege'; END IF;
  DELETE FROM one_time_link WHERE id IN (
    SELECT l.id FROM one_time_link AS l
    WHERE least(l.used_at, l.expires_at) < clock_timestamp() - make_interval(days => purge_links.days)
    LIMIT batch FOR UPDATE SKIP LOCKED);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;

-- The first byte is the length of the key's id, which follows.
CREATE FUNCTION sealing_key(sealed bytea) RETURNS bytea LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT substring(sealed FROM 2 FOR get_byte(sealed, 0))
$$;

-- The same document under another key: a row is changed only where it lies under another key afterwards and is as long as
-- it was, and none that changed meanwhile.
CREATE OR REPLACE FUNCTION reseal_snapshots(documents jsonb) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  changed integer;
BEGIN
  PERFORM set_config('contraprova.resealing', 'on', true);
  UPDATE process_snapshot AS snapshot SET document = given.fresh
  FROM (SELECT d.id, decode(d.old, 'base64') AS old, decode(d.fresh, 'base64') AS fresh
    FROM jsonb_to_recordset(documents) AS d (id uuid, old text, fresh text)) AS given
  WHERE snapshot.id = given.id AND sha256(snapshot.document) = given.old
    AND sealing_key(snapshot.document) <> sealing_key(given.fresh)
    AND octet_length(snapshot.document) - octet_length(sealing_key(snapshot.document))
      = octet_length(given.fresh) - octet_length(sealing_key(given.fresh));
  GET DIAGNOSTICS changed = ROW_COUNT;
  PERFORM set_config('contraprova.resealing', 'off', true);
  RETURN changed;
END $$;

REVOKE ALL ON FUNCTION purge_snapshots(integer, timestamptz, text), purge_cases(integer, timestamptz, text),
  purge_answers(integer, timestamptz, text), purge_sessions(integer, integer), purge_links(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_snapshots(integer, timestamptz, text), purge_cases(integer, timestamptz, text),
  purge_answers(integer, timestamptz, text), purge_sessions(integer, integer), purge_links(integer, integer) TO contraprova_app;

-- The row of a CPF, made where there is none; `indexes` holds the CPF's index under each key that is known, newest first.
-- Refused under a key that new ones no longer lie under: such a row would be found by nobody. While two keys are in use,
-- whoever writes under the one waits for whoever writes under the other.
CREATE FUNCTION subject_of_cpf(fingerprint text, indexes bytea[], id uuid, name text, name_key text, cpf bytea, email bytea, phone bytea)
RETURNS uuid LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  each bytea;
  found_id uuid;
BEGIN
  PERFORM FROM index_key AS k WHERE k.fingerprint = $1 AND k.closed_at IS NULL FOR SHARE;
  IF NOT FOUND AND EXISTS (SELECT FROM index_key) THEN
    RAISE EXCEPTION 'CPFs are indexed under another key than INDEX_KEY' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF cardinality(indexes) > 1 THEN
    FOR each IN SELECT i FROM unnest(indexes) AS i ORDER BY i LOOP
      PERFORM pg_advisory_xact_lock(hashtextextended(encode(each, 'hex'), 0));
    END LOOP;
  END IF;
  SELECT s.id INTO found_id FROM subject AS s WHERE s.cpf_index = ANY (indexes)
    ORDER BY array_position(indexes, s.cpf_index) LIMIT 1;
  IF found_id IS NOT NULL THEN RETURN found_id; END IF;
  INSERT INTO subject (id, name, name_key, cpf, cpf_index, email, phone) VALUES ($3, $4, $5, $6, indexes[1], $7, $8)
    ON CONFLICT (cpf_index) DO NOTHING;
  SELECT s.id INTO found_id FROM subject AS s WHERE s.cpf_index = indexes[1];
  RETURN found_id;
END $$;
