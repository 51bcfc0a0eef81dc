-- Who was shown an answer that was kept already: a look-up of theirs as any other, for which Unico was not asked. It goes
-- with the answer.
CREATE TABLE process_look (
  person_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  process_id uuid NOT NULL REFERENCES process (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  snapshot_id uuid NOT NULL REFERENCES process_snapshot (id) ON DELETE CASCADE ON UPDATE CASCADE,
  looked_at timestamptz(3) NOT NULL,
  CONSTRAINT process_look_pkey PRIMARY KEY (person_id, process_id)
);
CREATE INDEX process_look_person_id_looked_at_idx ON process_look (person_id, looked_at);
CREATE INDEX process_look_process_id_idx ON process_look (process_id);
CREATE INDEX process_look_snapshot_id_idx ON process_look (snapshot_id);
GRANT SELECT, INSERT, UPDATE ON process_look TO contraprova_app;

-- The newest answer that is kept of a process, held until the transaction ends: what removes it comes before or waits.
-- The program may change no answer, and so may not lock one by itself.
CREATE FUNCTION hold_newest_snapshot(process uuid) RETURNS uuid LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT s.id FROM process_snapshot AS s WHERE s.process_id = process
  ORDER BY s.taken_at DESC, s.id DESC LIMIT 1 FOR KEY SHARE
$$;
REVOKE ALL ON FUNCTION hold_newest_snapshot(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_newest_snapshot(uuid) TO contraprova_app;

-- Whom a file with personal data in the clear held: written before its first row is, and kept as the log is, for it tells
-- who saw a person. Without references to either, no row of which is ever deleted: a file may hold a million people, and
-- to look for both again for each of them takes as long as the file.
CREATE TABLE export_held (
  subject_id uuid NOT NULL,
  export_id uuid NOT NULL,
  CONSTRAINT export_held_pkey PRIMARY KEY (subject_id, export_id)
);
GRANT SELECT, INSERT ON export_held TO contraprova_app;

-- Two classes more. A value that an enum is given cannot be used in the same transaction, so the type is made anew.
ALTER TABLE retention_setting DROP CONSTRAINT retention_setting_days;
DROP FUNCTION retained_since(retention_class);
ALTER TABLE retention_setting ALTER COLUMN class TYPE text;
DROP TYPE retention_class;
CREATE TYPE retention_class AS ENUM ('selfies', 'snapshots', 'answers', 'cases', 'lists', 'imports', 'audit');
ALTER TABLE retention_setting ALTER COLUMN class TYPE retention_class USING class::retention_class;
ALTER TABLE retention_setting ADD CONSTRAINT retention_setting_days CHECK (days BETWEEN
  CASE class WHEN 'selfies' THEN 0 WHEN 'cases' THEN 365 WHEN 'audit' THEN 365 ELSE 30 END AND 36500);
INSERT INTO retention_setting (class, days) VALUES ('lists', 365), ('imports', 365);
CREATE FUNCTION retained_since(of retention_class) RETURNS timestamptz LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT clock_timestamp() - make_interval(days => days) FROM retention_setting WHERE class = of
$$;

ALTER TABLE retention_run
  ADD COLUMN lists integer NOT NULL DEFAULT 0,
  ADD COLUMN imports integer NOT NULL DEFAULT 0;

CREATE INDEX look_up_list_ended_at_id_idx ON look_up_list (ended_at, id);

-- Lists of ids that are over. They hold ids and lines and nobody's data, so nobody's hold keeps them; what Unico answered
-- stands with the process. A list has up to 5,000 ids: few of them are a batch.
CREATE FUNCTION purge_lists(batch integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  old uuid[];
BEGIN
  SELECT coalesce(array_agg(found.id), '{}') INTO old FROM (
    SELECT list.id FROM look_up_list AS list WHERE list.ended_at < retained_since('lists')
    ORDER BY list.ended_at, list.id LIMIT greatest(batch / 100, 1) FOR UPDATE SKIP LOCKED) AS found;
  DELETE FROM look_up_item WHERE list_id = ANY (old);
  DELETE FROM look_up_list WHERE id = ANY (old);
  RETURN cardinality(old);
END $$;

-- Since then the refused lines of an import are gone, or going: what is left of them is no report. Its counts and the hash
-- of its file stay, for references name it.
ALTER TABLE reference_import
  ADD COLUMN report_removed_at timestamptz(3),
  ADD COLUMN report_has_lines boolean NOT NULL DEFAULT true;
CREATE INDEX reference_import_report ON reference_import (finished_at, id)
  WHERE report_has_lines AND refused_count > 0;

CREATE FUNCTION purge_imports(batch integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  old uuid;
  removed integer;
BEGIN
  LOOP
    SELECT i.id INTO old FROM reference_import AS i
    WHERE i.report_has_lines AND i.refused_count > 0 AND i.finished_at < retained_since('imports')
    ORDER BY i.finished_at, i.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF old IS NULL THEN RETURN 0; END IF;
    DELETE FROM reference_import_refusal WHERE id IN (
      SELECT r.id FROM reference_import_refusal AS r WHERE r.import_id = old ORDER BY r.line, r.id LIMIT batch * 20);
    GET DIAGNOSTICS removed = ROW_COUNT;
    UPDATE reference_import SET report_removed_at = coalesce(report_removed_at, clock_timestamp()),
      report_has_lines = EXISTS (SELECT FROM reference_import_refusal AS r WHERE r.import_id = old)
      WHERE id = old;
    -- One whose lines were never written has nothing to remove: on to the next.
    IF removed > 0 THEN RETURN removed; END IF;
  END LOOP;
END $$;

REVOKE ALL ON FUNCTION purge_lists(integer), purge_imports(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_lists(integer), purge_imports(integer) TO contraprova_app;
