-- Notes that are put otherwise keep what they said before; who is spoken to in one is told; tags by which a company finds
-- its cases.
ALTER TYPE case_event_kind ADD VALUE 'tagged';
ALTER TYPE case_event_kind ADD VALUE 'untagged';

-- What a note says since its author put it otherwise; the event holds what it said first. Null once whoever it tells of
-- was erased.
CREATE TABLE case_note_edit (
  event_id uuid NOT NULL REFERENCES case_event (id) ON DELETE CASCADE ON UPDATE CASCADE,
  place integer NOT NULL,
  author_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  at timestamptz(3) NOT NULL,
  note text,
  CONSTRAINT case_note_edit_pkey PRIMARY KEY (event_id, place),
  CONSTRAINT case_note_edit_place CHECK (place BETWEEN 1 AND 20)
);
CREATE FUNCTION case_note_edit_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM case_event WHERE id = NEW.event_id AND kind = 'noted' AND actor_id = NEW.author_id AND note IS NOT NULL) THEN
    RAISE EXCEPTION 'a note is put otherwise by its author alone' USING ERRCODE = 'check_violation';
  END IF;
  -- One that stands there already is refused by the key.
  IF NEW.place > 1 + (SELECT count(*) FROM case_note_edit WHERE event_id = NEW.event_id) THEN
    RAISE EXCEPTION 'each text of a note follows the one before' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_note_edit_step BEFORE INSERT ON case_note_edit FOR EACH ROW EXECUTE FUNCTION case_note_edit_step();
CREATE TRIGGER case_note_edit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_note_edit
  FOR EACH STATEMENT WHEN (current_setting('contraprova.disposal', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON case_note_edit TO contraprova_app;

CREATE TABLE case_mention (
  event_id uuid NOT NULL REFERENCES case_event (id) ON DELETE CASCADE ON UPDATE CASCADE,
  user_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  case_number integer NOT NULL REFERENCES "case" (number) ON DELETE CASCADE ON UPDATE CASCADE,
  at timestamptz(3) NOT NULL,
  -- When the person opened the case since.
  read_at timestamptz(3),
  CONSTRAINT case_mention_pkey PRIMARY KEY (event_id, user_id)
);
CREATE INDEX case_mention_user_id_at_idx ON case_mention (user_id, at);
CREATE INDEX case_mention_case_number_idx ON case_mention (case_number);
GRANT SELECT, INSERT ON case_mention TO contraprova_app;
GRANT UPDATE (read_at) ON case_mention TO contraprova_app;

ALTER TABLE case_note_edit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY case_note_edit_everything ON case_note_edit TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY case_note_edit_branch ON case_note_edit AS RESTRICTIVE TO contraprova_branch
  USING (EXISTS (SELECT FROM case_event AS e WHERE e.id = event_id))
  WITH CHECK (EXISTS (SELECT FROM case_event AS e WHERE e.id = event_id));
ALTER TABLE case_mention ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY case_mention_everything ON case_mention TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY case_mention_branch ON case_mention AS RESTRICTIVE TO contraprova_branch
  USING (EXISTS (SELECT FROM "case" AS c WHERE c.number = case_number))
  WITH CHECK (EXISTS (SELECT FROM "case" AS c WHERE c.number = case_number));

-- The tags that a company uses. A case holds their names: the list then filters one table.
CREATE TABLE case_tag (
  id uuid NOT NULL DEFAULT uuidv7(),
  name text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  created_by_id uuid REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT case_tag_pkey PRIMARY KEY (id),
  CONSTRAINT case_tag_name CHECK (char_length(name) BETWEEN 1 AND 30)
);
CREATE UNIQUE INDEX case_tag_name_key ON case_tag (name);
GRANT SELECT, INSERT ON case_tag TO contraprova_app;

ALTER TABLE "case" ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
ALTER TABLE "case" ADD CONSTRAINT case_tags CHECK (cardinality(tags) <= 10);
CREATE INDEX case_tags_idx ON "case" USING gin (tags);

-- A tag says where a case is found, and changes nothing that a form was drawn from.
CREATE OR REPLACE FUNCTION case_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  without_lease "case";
BEGIN
  -- A sign of life of the holder changes nothing that a form was drawn from.
  without_lease := NEW;
  without_lease.lease_until := OLD.lease_until;
  without_lease.tags := OLD.tags;
  IF without_lease IS NOT DISTINCT FROM OLD THEN
    RETURN NEW;
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'case % was written at version % but is at %', OLD.number, NEW.version - 1, OLD.version USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status = 'closed' AND NEW.status NOT IN ('closed', 'open')
     AND NOT (NEW.status = 'in_review' AND NEW.assignee_id = OLD.decided_by_id AND OLD.approved_by_id IS NULL) THEN
    RAISE EXCEPTION 'a closed case only reopens' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Which look-ups a reference comes from.
CREATE INDEX process_authentication_id_idx ON process (authentication_id);

-- The same as before, with what notes said since.
CREATE OR REPLACE FUNCTION erase_history(erased uuid) RETURNS TABLE (snapshots integer, notes integer) LANGUAGE plpgsql SECURITY DEFINER
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
  about := ARRAY(SELECT number FROM "case" WHERE number = ANY (about)
    AND person_of_case(subject_id, process_id, reverification_id) = erased);
  UPDATE case_note_edit SET note = NULL FROM case_event
  WHERE case_event.id = event_id AND case_event.case_number = ANY (about) AND case_note_edit.note IS NOT NULL;
  UPDATE case_event SET note = NULL WHERE case_number = ANY (about) AND note IS NOT NULL;
  GET DIAGNOSTICS notes = ROW_COUNT;
  UPDATE reconciliation SET note = repeat('-', 10), ending_note = CASE WHEN ending_note IS NOT NULL THEN repeat('-', 10) END
  WHERE reverification_id = ANY (compared);
  PERFORM set_config('contraprova.disposal', 'off', true);
  RETURN NEXT;
END $$;
