-- While a case waits for the customer its clock stands still: since when, and for how much working time before that.
ALTER TYPE case_event_kind ADD VALUE 'taken_over';
ALTER TYPE case_event_kind ADD VALUE 'prioritised';
ALTER TYPE case_event_kind ADD VALUE 'undone';

ALTER TABLE "case" ADD COLUMN waiting_since TIMESTAMPTZ(3), ADD COLUMN paused_ms BIGINT NOT NULL DEFAULT 0;
UPDATE "case" SET version = version + 1, waiting_since = coalesce(
    (SELECT max(at) FROM case_event WHERE case_number = number AND kind = 'waiting'), now())
  WHERE status = 'waiting';
ALTER TABLE "case"
  ADD CONSTRAINT case_waiting CHECK ((status = 'waiting') = (waiting_since IS NOT NULL)),
  ADD CONSTRAINT case_paused CHECK (paused_ms >= 0);

-- Whoever decided may take it back for a moment: a closed case then goes back into their hands, and nowhere else.
CREATE OR REPLACE FUNCTION case_step() RETURNS trigger LANGUAGE plpgsql AS $$
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
  IF OLD.status = 'closed' AND NEW.status NOT IN ('closed', 'open')
     AND NOT (NEW.status = 'in_review' AND NEW.assignee_id = OLD.decided_by_id AND OLD.approved_by_id IS NULL) THEN
    RAISE EXCEPTION 'a closed case only reopens' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
