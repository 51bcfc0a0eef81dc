-- Reconciling: what was said of an unknown call stands as it was said, and only two people together end the call by it.
ALTER TABLE reconciliation
  ADD COLUMN ending_note text,
  DROP CONSTRAINT reconciliation_four_eyes,
  -- Nobody in `ended_by_id` would make a plain comparison null, and a check lets null pass.
  ADD CONSTRAINT reconciliation_four_eyes CHECK (
    CASE ending
      WHEN 'accepted' THEN ended_by_id IS NOT NULL AND ended_by_id <> proposed_by_id
      WHEN 'rejected' THEN ended_by_id IS NOT NULL AND ended_by_id <> proposed_by_id
      WHEN 'withdrawn' THEN ended_by_id IS NOT DISTINCT FROM proposed_by_id
      ELSE ended_by_id IS NULL
    END
  );

CREATE FUNCTION reconciliation_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.ending IS NULL THEN
      RETURN NEW;
    END IF;
  ELSIF OLD.ending IS NULL AND
    (OLD.id, OLD.reverification_id, OLD.says, OLD.unico_process_id, OLD.note, OLD.proposed_by_id, OLD.proposed_at)
    IS NOT DISTINCT FROM
    (NEW.id, NEW.reverification_id, NEW.says, NEW.unico_process_id, NEW.note, NEW.proposed_by_id, NEW.proposed_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was said of an unknown call is only ended, and once' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER reconciliation_step BEFORE INSERT OR UPDATE ON reconciliation
  FOR EACH ROW EXECUTE FUNCTION reconciliation_step();

-- An end that nobody at Unico gave needs both people, whoever writes it.
CREATE FUNCTION reverification_portal_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'failed' AND EXISTS (
    SELECT FROM reconciliation AS word
    WHERE word.reverification_id = NEW.id AND word.ending = 'accepted' AND 'portal_' || word.says::text = NEW.failure
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a re-verification ends by the word of the portal only when two people gave it' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER reverification_portal_word BEFORE UPDATE OF failure ON reverification
  FOR EACH ROW WHEN (NEW.failure IN ('portal_absent', 'portal_error'))
  EXECUTE FUNCTION reverification_portal_word();
