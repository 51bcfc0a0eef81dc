-- References from a file, and what of references does not fit together.

CREATE TYPE import_mode AS ENUM ('all', 'right');
CREATE TYPE import_state AS ENUM ('reading', 'ready', 'done', 'same', 'refused', 'interrupted');

CREATE TABLE reference_import (
  id uuid PRIMARY KEY,
  mode import_mode NOT NULL,
  state import_state NOT NULL DEFAULT 'reading',
  started_by_id uuid NOT NULL REFERENCES app_user (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  started_at timestamptz(3) NOT NULL,
  -- When its reader last said that it lives.
  touched_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz(3),
  sha256 bytea,
  byte_count bigint NOT NULL DEFAULT 0,
  line_count integer NOT NULL DEFAULT 0,
  right_count integer NOT NULL DEFAULT 0,
  refused_count integer NOT NULL DEFAULT 0,
  added_count integer NOT NULL DEFAULT 0,
  changed_count integer NOT NULL DEFAULT 0,
  disputed_count integer NOT NULL DEFAULT 0,
  -- Why the whole file was refused: a closed set, worded by the interface.
  problem text,
  problem_line integer,
  -- The one that brought in the same file.
  earlier_id uuid REFERENCES reference_import (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT reference_import_finished CHECK ((finished_at IS NULL) = (state IN ('reading', 'ready'))),
  CONSTRAINT reference_import_same CHECK ((earlier_id IS NOT NULL) = (state = 'same'))
);
CREATE INDEX reference_import_started_at_id_idx ON reference_import (started_at, id);
CREATE INDEX reference_import_sha256_idx ON reference_import (sha256);
CREATE INDEX reference_import_under_way ON reference_import (touched_at) WHERE finished_at IS NULL;

-- Lines on their way in, gone as soon as the import has ended. What is sealed is sealed for the person's own row. Unlogged:
-- people of a file that is refused leave nothing in the log of the database, its copies and its backups; after a crash
-- of PostgreSQL the table is empty, and an import that finds fewer lines than it counted ends as interrupted.
CREATE UNLOGGED TABLE reference_import_line (
  import_id uuid NOT NULL,
  line integer NOT NULL,
  reference_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  cpf bytea NOT NULL,
  cpf_index bytea NOT NULL,
  name text,
  name_key text,
  email bytea,
  phone bytea,
  subsidiary_id uuid,
  enrolled_at timestamptz(3),
  PRIMARY KEY (import_id, line)
);

-- The lines that were refused, by field and reason; nothing of what stood in them.
CREATE TABLE reference_import_refusal (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  import_id uuid NOT NULL REFERENCES reference_import (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  line integer NOT NULL,
  field text NOT NULL,
  reason text NOT NULL
);
CREATE INDEX reference_import_refusal_import_id_line_id_idx ON reference_import_refusal (import_id, line, id);

GRANT SELECT, INSERT, UPDATE ON reference_import TO contraprova_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON reference_import_line TO contraprova_app;
GRANT SELECT, INSERT ON reference_import_refusal TO contraprova_app;

ALTER TABLE reference_process
  ADD COLUMN import_id uuid REFERENCES reference_import (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  -- Set once another reference of the same person was there, or another CPF was named for this one; never taken back. The
  -- lists look again: these only say where it is worth looking.
  ADD COLUMN shares_person boolean NOT NULL DEFAULT false,
  ADD COLUMN is_disputed boolean NOT NULL DEFAULT false;

-- Whom else somebody named for a reference: it keeps the person whom it learned first.
CREATE TABLE reference_claim (
  reference_id uuid NOT NULL REFERENCES reference_process (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  subject_id uuid NOT NULL REFERENCES subject (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  origin reference_origin NOT NULL,
  claimed_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (reference_id, subject_id)
);
CREATE INDEX reference_claim_subject_id_idx ON reference_claim (subject_id);
GRANT SELECT, INSERT ON reference_claim TO contraprova_app;
GRANT SELECT ON reference_claim TO contraprova_export;

-- What hangs on a reference is seen with it.
ALTER TABLE reference_claim ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reference_claim_everything ON reference_claim TO contraprova_app USING (true) WITH CHECK (true);
CREATE POLICY reference_claim_export ON reference_claim FOR SELECT TO contraprova_export USING (true);
CREATE POLICY reference_claim_branch ON reference_claim AS RESTRICTIVE TO contraprova_branch
  USING (EXISTS (SELECT FROM reference_process AS r WHERE r.id = reference_id))
  WITH CHECK (EXISTS (SELECT FROM reference_process AS r WHERE r.id = reference_id));

CREATE FUNCTION reference_claimed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE reference_process AS r SET is_disputed = true FROM claimed WHERE r.id = claimed.reference_id AND NOT r.is_disputed;
  RETURN NULL;
END $$;
CREATE TRIGGER reference_claimed AFTER INSERT ON reference_claim
  REFERENCING NEW TABLE AS claimed FOR EACH STATEMENT EXECUTE FUNCTION reference_claimed();

-- Over all branches, whoever added: a person limited to one sees of it what lies in theirs.
CREATE FUNCTION mark_shared_person(people uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  -- One after the other for a person: of two at once neither would see the other's.
  PERFORM FROM subject WHERE id = ANY (people) ORDER BY id FOR NO KEY UPDATE;
  UPDATE reference_process AS r SET shares_person = true
  FROM unnest(people) AS p (id)
  WHERE r.subject_id = p.id AND NOT r.shares_person
    AND EXISTS (SELECT FROM reference_process AS o WHERE o.subject_id = r.subject_id AND o.id <> r.id);
END $$;
REVOKE ALL ON FUNCTION mark_shared_person(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mark_shared_person(uuid[]) TO contraprova_app;

CREATE FUNCTION reference_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  people uuid[];
BEGIN
  SELECT array_agg(DISTINCT subject_id) INTO people FROM added WHERE subject_id IS NOT NULL;
  IF people IS NOT NULL THEN PERFORM mark_shared_person(people); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER reference_added AFTER INSERT ON reference_process
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION reference_added();

CREATE FUNCTION reference_person_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mark_shared_person(ARRAY[NEW.subject_id]);
  RETURN NULL;
END $$;
CREATE TRIGGER reference_person_changed AFTER UPDATE OF subject_id ON reference_process FOR EACH ROW
  WHEN (NEW.subject_id IS NOT NULL AND NEW.subject_id IS DISTINCT FROM OLD.subject_id)
  EXECUTE FUNCTION reference_person_changed();

-- What is there already.
UPDATE reference_process AS r SET shares_person = true WHERE r.subject_id IS NOT NULL
  AND EXISTS (SELECT FROM reference_process AS o WHERE o.subject_id = r.subject_id AND o.id <> r.id);
INSERT INTO reference_claim (reference_id, subject_id, origin, claimed_at)
  SELECT DISTINCT ON (r.id, p.subject_id) r.id, p.subject_id, 'idcheck'::reference_origin, p.first_seen_at
  FROM process AS p JOIN reference_process AS r ON r.id = p.authentication_id
  WHERE p.subject_id <> r.subject_id ORDER BY r.id, p.subject_id, p.first_seen_at;

CREATE INDEX reference_process_origin_created_at_id_idx ON reference_process (origin, created_at, id);
CREATE INDEX reference_process_enrolled_at_idx ON reference_process (enrolled_at);
CREATE INDEX reference_process_shares_person_added ON reference_process (created_at, id) WHERE shares_person;
CREATE INDEX reference_process_shares_person_enrolled ON reference_process (coalesce(enrolled_at, created_at), id) WHERE shares_person;
CREATE INDEX reference_process_disputed_added ON reference_process (created_at, id) WHERE is_disputed;
CREATE INDEX reference_process_disputed_enrolled ON reference_process (coalesce(enrolled_at, created_at), id) WHERE is_disputed;
