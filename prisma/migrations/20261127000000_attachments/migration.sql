-- Files that people attach to a case. Their bytes lie in the storage, sealed; what they are called and their hash are
-- sealed here: a name may name somebody, and of a short text the hash would tell what it says.
ALTER TYPE case_event_kind ADD VALUE 'attached';
ALTER TYPE case_event_kind ADD VALUE 'detached';

CREATE TYPE attachment_kind AS ENUM ('pdf', 'png', 'jpeg', 'webp', 'text');

CREATE TABLE case_attachment (
  id uuid NOT NULL,
  case_number integer NOT NULL REFERENCES "case" (number) ON DELETE CASCADE ON UPDATE CASCADE,
  author_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  at timestamptz(3) NOT NULL,
  kind attachment_kind NOT NULL,
  bytes integer NOT NULL,
  about bytea,
  storage_key text,
  -- Since then nothing is left of it but this row.
  removed_at timestamptz(3),
  -- Null where it went with the data of a person.
  removed_by_id uuid REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT case_attachment_pkey PRIMARY KEY (id),
  CONSTRAINT case_attachment_size CHECK (bytes BETWEEN 1 AND 10485760),
  CONSTRAINT case_attachment_removed CHECK (
    (about IS NULL) = (removed_at IS NOT NULL) AND (storage_key IS NULL) = (removed_at IS NOT NULL)
    AND (removed_by_id IS NULL OR removed_at IS NOT NULL))
);
CREATE UNIQUE INDEX case_attachment_storage_key_key ON case_attachment (storage_key);
CREATE INDEX case_attachment_case_number_at_idx ON case_attachment (case_number, at);
GRANT SELECT, INSERT ON case_attachment TO contraprova_app;
GRANT UPDATE (about, storage_key, removed_at, removed_by_id) ON case_attachment TO contraprova_app;

ALTER TABLE case_attachment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY case_attachment_everything ON case_attachment TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY case_attachment_branch ON case_attachment AS RESTRICTIVE TO contraprova_branch
  USING (EXISTS (SELECT FROM "case" AS c WHERE c.number = case_number))
  WITH CHECK (EXISTS (SELECT FROM "case" AS c WHERE c.number = case_number));

-- Bytes that no row names: on their way in, until they are whole, and on their way out, until they are gone. Whatever is
-- killed in between is removed once it is due.
CREATE TABLE attachment_left (
  key text NOT NULL,
  due_at timestamptz(3) NOT NULL,
  CONSTRAINT attachment_left_pkey PRIMARY KEY (key)
);
GRANT SELECT, INSERT, DELETE ON attachment_left TO contraprova_app;
-- To lock one: who removes its bytes and who names them exclude each other.
GRANT UPDATE (due_at) ON attachment_left TO contraprova_app;

CREATE FUNCTION case_attachment_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.removed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a file that was taken away does not come back' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_attachment_step BEFORE UPDATE ON case_attachment FOR EACH ROW EXECUTE FUNCTION case_attachment_step();

-- A case that is past its days takes its rows with it; their bytes are still to be removed, when nothing that has one in
-- hand can put it back any more.
CREATE FUNCTION case_attachment_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO attachment_left (key, due_at) VALUES (OLD.storage_key, clock_timestamp() + interval '60 minutes')
  ON CONFLICT (key) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER case_attachment_gone AFTER DELETE ON case_attachment FOR EACH ROW
  WHEN (OLD.storage_key IS NOT NULL) EXECUTE FUNCTION case_attachment_gone();

-- What stands in the way of attaching and taking away, whichever branches whoever asks may see.
CREATE FUNCTION case_person_standing(asked integer) RETURNS TABLE (is_erased boolean, is_held boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM subject AS s WHERE s.id = found.person AND s.erased_at IS NOT NULL),
    EXISTS (SELECT FROM legal_hold AS hold WHERE hold.subject_id = found.person AND hold.lifted_at IS NULL)
  FROM (SELECT person_of_case(c.subject_id, c.process_id, c.reverification_id) AS person
    FROM "case" AS c WHERE c.number = asked) AS found
$$;
REVOKE ALL ON FUNCTION case_person_standing(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_person_standing(integer) TO contraprova_app;

-- Whoever holds the person or erases them waits for what is done on their standing, or has done it before that is read.
CREATE FUNCTION keep_case_person(asked integer) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT FROM subject AS s WHERE s.id = (
    SELECT person_of_case(c.subject_id, c.process_id, c.reverification_id) FROM "case" AS c WHERE c.number = asked)
  FOR KEY SHARE
$$;
REVOKE ALL ON FUNCTION keep_case_person(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_case_person(integer) TO contraprova_app;

-- The cases that are about a person, by themselves or by what opened them.
CREATE FUNCTION cases_of(person uuid) RETURNS SETOF integer LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
  SELECT c.number FROM "case" AS c
  WHERE c.number IN (
    SELECT number FROM "case" WHERE subject_id = person
    UNION SELECT number FROM "case" WHERE process_id IN (SELECT id FROM process WHERE process.subject_id = person)
    UNION SELECT number FROM "case" WHERE reverification_id IN (SELECT reverifications_of(person)))
    AND person_of_case(c.subject_id, c.process_id, c.reverification_id) = person
$$;

-- A file of somebody who was erased is a copy of a selfie or an attachment.
ALTER TABLE erased_file
  ALTER COLUMN reverification_id DROP NOT NULL,
  ADD COLUMN attachment_id uuid,
  ADD CONSTRAINT erased_file_of CHECK (num_nonnulls(reverification_id, attachment_id) = 1);

-- The same as before, but for its cases being locked first: what is written to one at the same moment is erased with the
-- rest, or finds that there is nothing left to write to.
CREATE OR REPLACE FUNCTION erase_history(erased uuid) RETURNS TABLE (snapshots integer, notes integer) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  about integer[];
BEGIN
  IF NOT EXISTS (SELECT FROM subject WHERE id = erased AND erased_at IS NOT NULL) OR subject_is_kept(erased) THEN
    RAISE EXCEPTION 'only of somebody who was erased' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM process_snapshot USING process WHERE process.id = process_id AND process.subject_id = erased;
  GET DIAGNOSTICS snapshots = ROW_COUNT;
  PERFORM set_config('contraprova.disposal', 'on', true);
  about := ARRAY(SELECT cases_of(erased));
  PERFORM FROM "case" WHERE number = ANY (about) ORDER BY number FOR NO KEY UPDATE;
  UPDATE case_note_edit SET note = NULL FROM case_event
  WHERE case_event.id = event_id AND case_event.case_number = ANY (about) AND case_note_edit.note IS NOT NULL;
  UPDATE case_event SET note = NULL WHERE case_number = ANY (about) AND note IS NOT NULL;
  GET DIAGNOSTICS notes = ROW_COUNT;
  UPDATE case_event SET detail = detail - 'tag' WHERE case_number = ANY (about) AND kind IN ('tagged', 'untagged');
  UPDATE "case" SET tags = '{}' WHERE number = ANY (about) AND tags <> '{}';
  UPDATE reconciliation SET note = repeat('-', 10), ending_note = CASE WHEN ending_note IS NOT NULL THEN repeat('-', 10) END
  WHERE reverification_id IN (SELECT reverifications_of(erased));
  PERFORM set_config('contraprova.disposal', 'off', true);
  RETURN NEXT;
END $$;
