-- What must hold whoever writes: numbers, checks, partial unique indexes, state machines.

ALTER SEQUENCE case_number_seq RESTART WITH 10001;
ALTER SEQUENCE reverification_number_seq RESTART WITH 2001;

ALTER TABLE app_user
  ADD CONSTRAINT app_user_email_lower CHECK (email = lower(email) AND email LIKE '%_@_%'),
  ADD CONSTRAINT app_user_locale CHECK (locale IN ('pt-BR', 'en')),
  ADD CONSTRAINT app_user_theme CHECK (theme IN ('light', 'dark'));

ALTER TABLE reverification
  ADD CONSTRAINT reverification_image CHECK (image_bytes > 0 AND image_width > 0 AND image_height > 0 AND octet_length(image_sha256) = 32),
  ADD CONSTRAINT reverification_sent CHECK (state = 'pending' OR state = 'failed' OR sent_at IS NOT NULL),
  ADD CONSTRAINT reverification_settled CHECK ((state IN ('pending', 'sent')) = (settled_at IS NULL)),
  ADD CONSTRAINT reverification_completed CHECK (state <> 'completed' OR (outcome IS NOT NULL AND outcome NOT IN ('error', 'pending', 'cancelled'))),
  ADD CONSTRAINT reverification_failure CHECK (state NOT IN ('refused', 'failed', 'unknown') OR failure IS NOT NULL);

-- One live request of a re-verification: a second sender is stopped by the database.
CREATE UNIQUE INDEX reverification_attempt_live ON reverification_attempt (reverification_id) WHERE finished_at IS NULL;

ALTER TABLE process ADD CONSTRAINT process_score CHECK (score BETWEEN -100 AND 100);

ALTER TABLE "case"
  ADD CONSTRAINT case_number_from CHECK (number >= 10001),
  ADD CONSTRAINT case_score CHECK (score BETWEEN -100 AND 100),
  ADD CONSTRAINT case_decided CHECK ((decision IS NULL) = (decided_by_id IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
  ADD CONSTRAINT case_reasoned CHECK (decision IS NULL OR cardinality(reasons) > 0),
  ADD CONSTRAINT case_closed CHECK ((status = 'closed') = (closed_at IS NOT NULL) AND (status <> 'closed' OR decision IS NOT NULL)),
  ADD CONSTRAINT case_awaits_decided CHECK (status <> 'awaiting_approval' OR decision = 'confirmed_fraud'),
  ADD CONSTRAINT case_fraud_approved CHECK (status <> 'closed' OR decision <> 'confirmed_fraud' OR approved_by_id IS NOT NULL),
  -- The second pair of eyes is never the first.
  ADD CONSTRAINT case_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> decided_by_id),
  ADD CONSTRAINT case_taken CHECK (status <> 'in_review' OR assignee_id IS NOT NULL);

-- A new signal of the same person and rule joins the open case.
CREATE UNIQUE INDEX case_open_subject_rule ON "case" (subject_id, rule) WHERE status <> 'closed' AND subject_id IS NOT NULL;

CREATE FUNCTION reverification_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = NEW.state OR
     (OLD.state = 'pending' AND NEW.state IN ('sent', 'failed')) OR
     (OLD.state = 'sent' AND NEW.state IN ('completed', 'refused', 'failed', 'unknown')) OR
     (OLD.state = 'unknown' AND NEW.state IN ('completed', 'refused', 'failed')) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a re-verification does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER reverification_step BEFORE UPDATE OF state ON reverification
  FOR EACH ROW EXECUTE FUNCTION reverification_step();

CREATE FUNCTION case_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  without_lease "case";
BEGIN
  -- A sign of life of the holder changes nothing that a form was drawn from.
  without_lease := NEW;
  without_lease.lease_until := OLD.lease_until;
  IF without_lease IS NOT DISTINCT FROM OLD THEN
    RETURN NEW;
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'case % was written at version % but is at %', OLD.number, NEW.version - 1, OLD.version USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status = 'closed' AND NEW.status NOT IN ('closed', 'open') THEN
    RAISE EXCEPTION 'a closed case only reopens' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_step BEFORE UPDATE ON "case" FOR EACH ROW EXECUTE FUNCTION case_step();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER case_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER process_snapshot_immutable BEFORE UPDATE OR TRUNCATE ON process_snapshot
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The order of the queue by score, with no score below every score.
CREATE INDEX case_score_order ON "case" (coalesce(score, -101), number);
CREATE INDEX process_score_order ON process (coalesce(score, 101), id);
CREATE INDEX reference_process_enrolled ON reference_process (coalesce(enrolled_at, created_at), id);

-- What is worked on is a small part of what there ever was: a person's own cases by due time are found within it.
CREATE INDEX case_unclosed_due ON "case" (due_at, number) WHERE status <> 'closed';
