-- Words are only of unknown calls: none is recorded over an end, and none stays open over one.

CREATE FUNCTION reconciliation_of_unknown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM reverification WHERE id = NEW.reverification_id AND state = 'unknown' FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only an unknown call has words of the portal' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reconciliation_of_unknown BEFORE INSERT ON reconciliation
  FOR EACH ROW EXECUTE FUNCTION reconciliation_of_unknown();

-- A statement that waited for the row does not see the word that was recorded meanwhile; the one in here does.
CREATE FUNCTION reverification_overtake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE reconciliation SET ending = 'overtaken', ended_at = NEW.settled_at
    WHERE reverification_id = NEW.id AND ending IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER reverification_overtake AFTER UPDATE OF state ON reverification
  FOR EACH ROW WHEN (OLD.state = 'unknown' AND NEW.state <> 'unknown')
  EXECUTE FUNCTION reverification_overtake();
