-- What is added to a case beside its own row, a file, a note or a tag, is news for the pages that have it open; for the
-- queue it is none. Events from before have no transaction: everybody has seen them.
ALTER TABLE case_event ADD COLUMN xid bigint;
ALTER TABLE case_event ALTER COLUMN xid SET DEFAULT ((pg_current_xact_id())::text)::bigint;

-- PostgreSQL lets one transaction after the other commit that says something: nothing is said where nobody else looks.
-- A page tells of itself only after its first look, and that is announced, so nothing is missed in between.
CREATE FUNCTION case_event_announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM case_presence
    WHERE case_number = NEW.case_number AND user_id IS DISTINCT FROM NEW.actor_id) THEN
    NOTIFY contraprova_cases;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER case_event_announce AFTER INSERT ON case_event FOR EACH ROW
  WHEN (NEW.kind IN ('noted', 'tagged', 'untagged', 'attached', 'detached')) EXECUTE FUNCTION case_event_announce();
